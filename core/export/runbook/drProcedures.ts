import {
  editConfigScript,
  fenceScript,
  forgetScript,
  leadershipKeys,
  startScript,
  timelineScript,
} from '../../dr/scripts.ts';
import { type Cluster, etcdHosts, type Plan } from '../../plan/plan.ts';
import { standbySection, standbySlot } from '../../render/dynamicConfig.ts';
import { clusterKeys } from '../../render/patroniConfig.ts';
import {
  emptyStep,
  listMembers,
  patronictl,
  type RunbookInput,
  reinitStep,
  subshell,
  waitUntil,
  waitUntilStreaming,
} from './commands.ts';
import { etcdctl } from './etcdCommands.ts';
import type { Procedure, ProcedureStep } from './procedure.ts';

/** The move of the writes to the standby region and the way back, with the program and by hand, for every standby cluster. */
export function drProcedures({ plan }: RunbookInput): readonly Procedure[] {
  return plan.clusters.flatMap((standby) => {
    const upstream = plan.clusters.find((one) => one.name === standby.standbyOf?.cluster);
    if (upstream === undefined) return [];
    return [
      promoteWithProgram(plan, standby, upstream),
      promoteByHand(standby, upstream),
      returnWithProgram(plan, standby, upstream),
      returnByHand(plan, standby, upstream),
    ];
  });
}

const planFile = (plan: Plan) => `${plan.name}.yaml`;

function promoteWithProgram(plan: Plan, standby: Cluster, upstream: Cluster): Procedure {
  const words = `quorate dr promote ${planFile(plan)}${several(plan) ? ` --cluster ${standby.name}` : ''}`;
  return {
    ...promotion(standby, upstream),
    variant: `${standby.name}: with quorate`,
    steps: [
      {
        id: 'promote-orderly',
        host: undefined,
        title: 'The region can be reached: stop it and promote, without loss',
        command: `${words} --stop-primary`,
        expect: `It asks for the name of the cluster, stops ${upstream.name}, promotes ${standby.name}, and writes the new roles into ${planFile(plan)}.`,
        onlyIf: 'the hosts of the primary region can be reached',
      },
      {
        id: 'promote',
        host: undefined,
        title: 'The region is dark: say that it is fenced, and promote',
        command: `${words} --fenced --stop-primary`,
        expect: `"${standby.name} takes writes on ...", what is known of the loss, and the new roles in ${planFile(plan)}.`,
      },
    ],
  };
}

function promotion(standby: Cluster, upstream: Cluster): Omit<Procedure, 'variant' | 'steps'> {
  return {
    id: 'dr-promote',
    title: `Make ${standby.name} take the writes in place of ${upstream.name}`,
    when: `The region of ${upstream.name} is lost for longer than you can wait, or its writes shall move in an orderly way. This never happens by itself.`,
    warnings: [
      `Two regions that both take writes can never be put together again: every host of ${upstream.name} must be stopped, off, or cut off from all clients before the promotion.`,
      'What had not arrived in the standby region is lost, unless the other region is stopped in an orderly way first.',
    ],
  };
}

function promoteByHand(standby: Cluster, upstream: Cluster): Procedure {
  const [first] = standby.members;
  const host = (standby.members.find((member) => member.role === 'primary') ?? first)?.host;
  return {
    ...promotion(standby, upstream),
    variant: `${standby.name}: by hand`,
    steps: [
      ...upstream.members.map(
        (member): ProcedureStep => ({
          id: `fence/${member.host}`,
          host: member.host,
          title: `Stop ${member.name}, now and at the next boot; a host that cannot be reached: switch it off`,
          command: subshell(fenceScript),
          expect: 'No output, and status 0.',
        }),
      ),
      {
        id: 'position',
        host,
        title: 'See what the standby region has',
        command: `${listMembers} ${standby.name}`,
        expect: 'One Standby Leader. Run the next steps on any of these hosts.',
      },
      {
        id: 'promote',
        host,
        title: `Take the section standby_cluster out of the configuration of ${standby.name}; never pg_ctl promote below Patroni`,
        command: subshell(editConfigScript(standby.name, { standby_cluster: null })),
        expect: '"Configuration changed".',
      },
      {
        id: 'leads',
        host,
        title: 'Wait for the promotion',
        command: `${waitForRole('Leader', standby, 120)} && ${listMembers} ${standby.name}`,
        expect: 'The Standby Leader is the Leader now, on a new timeline. Send the clients to this region.',
      },
    ],
  };
}

function comeback(standby: Cluster, upstream: Cluster): Omit<Procedure, 'variant' | 'steps'> {
  return {
    id: 'dr-return',
    title: `Take ${upstream.name} back as the standby of ${standby.name}`,
    when: `${standby.name} has been promoted and the hosts of ${upstream.name} work again. To move the writes back afterwards, promote ${upstream.name} in the same way and return ${standby.name}.`,
    warnings: [`What only ${upstream.name} has, and ${standby.name} never received, is discarded.`],
  };
}

function returnWithProgram(plan: Plan, standby: Cluster, upstream: Cluster): Procedure {
  return {
    ...comeback(standby, upstream),
    variant: `${upstream.name}: with quorate`,
    steps: [
      {
        id: 'return',
        host: undefined,
        title: 'Let it follow',
        command: `quorate dr return ${planFile(plan)}${several(plan) ? ` --cluster ${upstream.name}` : ''}`,
        expect: `"${upstream.name} follows ${standby.name}", and the role of every member.`,
      },
      {
        id: 'deploy',
        host: undefined,
        title: 'Bring everything else to the new roles',
        command: `quorate deploy ${planFile(plan)}`,
        expect: 'All checks passed.',
      },
    ],
  };
}

function returnByHand(plan: Plan, standby: Cluster, upstream: Cluster): Procedure {
  const [first, ...others] = upstream.members;
  const [keeper] = etcdHosts(plan, upstream);
  const above = standby.members.find((member) => member.role === 'primary') ?? standby.members[0];
  if (first === undefined || above === undefined || keeper === undefined)
    return { ...comeback(standby, upstream), variant: 'by hand', steps: [] };
  const section = standbySection(plan, upstream, {
    cluster: standby.name,
    delaySeconds: standby.standbyOf?.delaySeconds ?? 0,
  });
  const slots = { [standbySlot(upstream)]: { type: 'physical' } };
  return {
    ...comeback(standby, upstream),
    variant: `${upstream.name}: by hand`,
    steps: [
      ...upstream.members.map(
        (member): ProcedureStep => ({
          id: `keep-out/${member.host}`,
          host: member.host,
          title: `Keep ${member.name} from taking writes: before the host gets its network back`,
          command: subshell(fenceScript),
          expect: 'No output, and status 0. Then give the host its network back.',
        }),
      ),
      {
        id: 'slot',
        host: above.host,
        title: `Let ${standby.name} keep WAL for it`,
        command: subshell(editConfigScript(standby.name, { slots })),
        expect: '"Configuration changed", or "Not changed".',
      },
      {
        id: 'since',
        host: above.host,
        title: `See since which timeline ${standby.name} leads`,
        command: patronictl(`history ${standby.name}`),
        expect: `The last lines name a member of ${standby.name} as the New Leader; keep the TL of the first of these. Is there none yet, look again after some seconds.`,
      },
      ...upstream.members.flatMap((member): readonly ProcedureStep[] => [
        {
          id: `timeline/${member.host}`,
          host: member.host,
          title: `See which timelines ${member.name} knows`,
          command: subshell(timelineScript),
          expect: `A number that is not above the TL kept before: what ${member.name} has is from before the promotion.`,
        },
        emptyStep(
          member,
          `the number of ${member.name} is above the TL kept before: it came up by itself after the promotion, and neither Patroni nor pg_rewind can tell its timeline from the one of the same number in the other region${member === first ? '' : `. Also if ${first.name} was emptied: what that one copies does not reach back to where ${member.name} is`}`,
        ),
      ]),
      ...etcdHosts(plan, upstream).map(
        (host): ProcedureStep => ({
          id: `etcd/${host.name}`,
          host: host.name,
          title: `Start etcd on ${host.name}`,
          command: 'systemctl start --no-block etcd',
          expect: 'No output.',
        }),
      ),
      {
        id: 'follow',
        host: first.host,
        title: `Tell ${upstream.name} whom to follow, while nothing of it runs`,
        command: waitUntil(
          60,
          subshell(editConfigScript(upstream.name, { standby_cluster: section, pause: null })).replaceAll('\n', '\n  '),
        ),
        expect: '"Configuration changed".',
      },
      {
        id: 'forget',
        host: keeper.name,
        title: 'Take out of etcd what the last leader noted: it can speak against the new leader',
        command: forgetScript(plan, keeper, upstream.name),
        expect: `${leadershipKeys.length} lines with 0 or 1 each: how many keys went.`,
      },
      {
        id: 'initialize',
        host: keeper.name,
        title: `Let ${first.name} copy from the other region, without a leader in this one`,
        command: etcdctl(plan, keeper, `del ${clusterKeys(upstream.name)}/initialize`),
        expect: '1, or 0 when it has been done before.',
        onlyIf: `${first.name} was emptied`,
      },
      {
        id: `start/${first.host}`,
        host: first.host,
        title: `Start ${first.name} first: the others compare themselves with their leader`,
        command: `${startScript}\n${waitUntilStreaming(plan, 180)}`,
        expect: 'Status 0: it streams from the other region.',
      },
      ...others.flatMap((member): readonly ProcedureStep[] => [
        {
          id: `start/${member.host}`,
          host: member.host,
          title: `Start ${member.name}`,
          command: startScript,
          expect: 'No output.',
        },
      ]),
      ...others.flatMap((member): readonly ProcedureStep[] => [
        {
          id: `streaming/${member.host}`,
          host: member.host,
          title: `Wait until ${member.name} streams`,
          command: waitUntilStreaming(plan, 120),
          expect: 'Status 0.',
        },
        reinitStep(upstream.name, member.name, member.host),
      ]),
      {
        id: 'members',
        host: first.host,
        title: 'See that all follow',
        command: `${listMembers} ${upstream.name}`,
        expect:
          'One Standby Leader, the others Replica, all on one timeline. Then write the new roles into the plan: standbyOf at the other cluster, and the roles of the sites.',
      },
    ],
  };
}

/** Whether the program has to be told which standby cluster is meant. */
function several(plan: Plan): boolean {
  return plan.clusters.filter((cluster) => cluster.standbyOf !== undefined).length > 1;
}

function waitForRole(role: string, cluster: Cluster, seconds: number): string {
  return waitUntil(seconds, `${patronictl(`list -f json ${cluster.name}`)} | grep -q '"Role": "${role}"'`);
}
