import { distributions } from '../../plan/distributions.ts';
import type { Plan } from '../../plan/plan.ts';
import { failureBudget, failureKinds } from '../../timing/failureBudget.ts';
import type { Timing } from '../../timing/timing.ts';
import type { RunbookInput } from './commands.ts';
import { anchorOf, type Block } from './document.ts';
import { type Expectation, lossExpectations, scenarioExpectations } from './expectations.ts';
import type { Procedure, ProcedureId } from './procedure.ts';
import { runbookProcedures } from './procedures.ts';

const chapterTitles: Readonly<Record<ProcedureId, string>> = {
  'two-of-three-recovery': 'etcd has lost its majority',
  'two-node-promotion': 'One of two nodes is left without a majority',
  'split-brain': 'Two members take writes (split brain)',
  'etcd-member-replacement': 'An etcd member is lost',
  'dr-promote': 'The writes move to the standby region',
  'dr-return': 'The former primary region comes back',
  'replica-reinit': 'A replica lags or is broken',
  switchover: 'The leader shall be another member (switchover)',
  'full-disk': 'A disk is full',
  troubleshooting: 'Troubleshooting',
};

/** The whole book of a plan: what to expect of every failure, and what to do by hand. */
export function runbookBook(input: RunbookInput, timing: Timing): readonly Block[] {
  const { plan } = input;
  const procedures = runbookProcedures(input, timing);
  const ids = [...new Set(procedures.map(({ id }) => id))];
  return [
    heading(1, `Runbook: ${plan.name}`, 'runbook'),
    paragraph(
      `What happens when something fails, who leads then and after how many seconds, and what to do where a person is needed. Written for ${distributions[input.release].title} from the plan; make it again when the plan changes.`,
    ),
    ...contents(procedures, ids),
    ...hostTables(plan),
    ...expectationChapter(plan, timing),
    ...ids.flatMap((id) =>
      chapter(
        id,
        procedures.filter((one) => one.id === id),
        plan,
      ),
    ),
  ];
}

function contents(procedures: readonly Procedure[], ids: readonly ProcedureId[]): readonly Block[] {
  const chapters = [
    { text: 'Hosts', anchor: 'hosts' },
    { text: 'What to expect', anchor: 'expect' },
    ...ids.map((id) => ({
      text: chapterTitles[id],
      anchor: id,
      below: procedures
        .filter((one) => one.id === id)
        .map((one) => ({ text: one.variant, anchor: anchorOf(id, one.variant) })),
    })),
  ];
  return [heading(2, 'Contents', 'contents'), { kind: 'list', items: chapters }];
}

function hostTables(plan: Plan): readonly Block[] {
  const memberOf = (host: string) =>
    plan.clusters.flatMap((cluster) => cluster.members.filter((member) => member.host === host));
  const { ports } = plan.haproxy;
  return [
    heading(2, 'Hosts', 'hosts'),
    {
      kind: 'table',
      head: ['host', 'address', 'site', 'roles', 'member', 'log in'],
      rows: plan.hosts.map((host) => [
        host.name,
        host.address,
        host.site,
        host.roles.join(', '),
        memberOf(host.name)
          .map((member) => `${member.name} (${member.role})`)
          .join(', '),
        `ssh -p ${host.ssh.port}${host.ssh.jump === undefined ? '' : ` -J ${host.ssh.jump}`} ${host.ssh.user}@${host.address}`,
      ]),
    },
    paragraph(
      'Every command of this book is for root in bash on the host that it names: after logging in as another user, sudo -i first. Paste a command as a whole. It has done its work when its status is 0 (echo $?).',
    ),
    paragraph(
      `Clients come in through HAProxy on ${plan.hosts
        .filter((host) => host.roles.includes('haproxy'))
        .map((host) => host.name)
        .join(
          ', ',
        )}: port ${ports.primary} read-write, ${ports.replica} read-only, ${ports.default} read-write without the pool, ${ports.offline} for batch work.${plan.access.vip === undefined ? '' : ` The address ${plan.access.vip.address} is where the leader is.`}${plan.access.dns === undefined ? '' : ` They use the name ${plan.access.dns}.`}`,
    ),
  ];
}

function expectationChapter(plan: Plan, timing: Timing): readonly Block[] {
  const { patroni, haproxy, etcd } = timing;
  return [
    heading(2, 'What to expect', 'expect'),
    paragraph(
      'Computed from the plan, for a cluster that was well before. Seconds are those until clients can write again: at least, mostly, at worst. Where several members may lead, the one that has received most is chosen.',
    ),
    heading(3, 'Failures', 'expect-failures'),
    expectationTable(scenarioExpectations(plan, timing), true),
    heading(3, 'Loss of any one host or site', 'expect-losses'),
    expectationTable(lossExpectations(plan, timing), false),
    heading(3, 'Where the seconds come from', 'expect-budget'),
    {
      kind: 'table',
      head: ['what', 'at least (s)', 'mostly (s)', 'at worst (s)', 'at worst in parts'],
      rows: failureKinds.map((kind) => {
        const budget = failureBudget(timing, kind, { vip: plan.access.vip !== undefined });
        return [
          kind,
          String(budget.minSeconds),
          String(budget.typicalSeconds),
          String(budget.worstSeconds),
          budget.formula.worst,
        ];
      }),
    },
    {
      kind: 'table',
      head: ['component', 'settings'],
      rows: [
        [
          'Patroni',
          `ttl ${patroni.ttlSeconds} s, loop_wait ${patroni.loopWaitSeconds} s, retry_timeout ${patroni.retryTimeoutSeconds} s, primary_start_timeout ${patroni.primaryStartTimeoutSeconds} s, maximum_lag_on_failover ${patroni.maximumLagOnFailoverBytes} bytes, failsafe_mode ${plan.patroni.failsafe ? 'on' : 'off'}, watchdog ${plan.patroni.watchdog}, synchronous ${plan.patroni.synchronous.enabled ? (plan.patroni.synchronous.strict ? 'strict' : 'on') : 'off'}`,
        ],
        [
          'HAProxy',
          `inter ${haproxy.interSeconds} s, fastinter ${haproxy.fastinterSeconds} s, downinter ${haproxy.downinterSeconds} s, rise ${haproxy.rise}, fall ${haproxy.fall}`,
        ],
        ['etcd', `heartbeat ${etcd.heartbeatMilliseconds} ms, election ${etcd.electionMilliseconds} ms`],
      ],
    },
  ];
}

function expectationTable(rows: readonly Expectation[], named: boolean): Block {
  const head = ['cluster', 'leads then', 'writes', 'seconds', 'loss', 'why', 'runbook'];
  return {
    kind: 'table',
    head: [...(named ? ['failure'] : []), 'lost', ...head],
    rows: rows.map((row) => [
      ...(named ? [row.what] : []),
      row.failed,
      row.cluster,
      row.leader,
      row.writes,
      row.seconds,
      row.loss,
      row.reason,
      row.runbook,
    ]),
  };
}

function chapter(id: ProcedureId, procedures: readonly Procedure[], plan: Plan): readonly Block[] {
  return [
    heading(2, `${chapterTitles[id]} (${id})`, id),
    ...procedures.flatMap((procedure) => [
      heading(3, `${procedure.title} (${procedure.variant})`, anchorOf(id, procedure.variant)),
      paragraph(procedure.when),
      ...procedure.warnings.map((text): Block => ({ kind: 'warning', text })),
      ...procedure.steps.map(
        (step, index): Block => ({ kind: 'step', number: index + 1, where: whereOf(step.host, plan), step }),
      ),
    ]),
  ];
}

function whereOf(host: string | undefined, plan: Plan): string {
  if (host === undefined) return 'on the machine with the plan and the program';
  const address = plan.hosts.find((one) => one.name === host)?.address ?? '';
  return `on ${host}, ${address}`;
}

function heading(level: 1 | 2 | 3, text: string, anchor: string): Block {
  return { kind: 'heading', level, text, anchor };
}

function paragraph(text: string): Block {
  return { kind: 'paragraph', text };
}
