import type { Cluster, Host, Plan } from '../../plan/plan.ts';
import { etcdHosts } from '../../plan/plan.ts';
import { listMembers, type RunbookInput, subshell } from './commands.ts';
import { etcdctl, joinSteps, setEtcdAside } from './etcdCommands.ts';
import type { Procedure } from './procedure.ts';

/** A lost or damaged etcd member is taken out and comes back empty, for every member of the etcd that a cluster uses. */
export function etcdMemberReplacement({ plan }: RunbookInput, cluster: Cluster): readonly Procedure[] {
  const members = etcdHosts(plan, cluster);
  const [first, second] = members;
  if (first === undefined) return [];
  if (second === undefined) return [onlyMember(plan, cluster, first)];
  return members.map((host) => replacement(plan, host, host === first ? second : first, members));
}

function replacement(plan: Plan, host: Host, through: Host, members: readonly Host[]): Procedure {
  const name = host.name;
  const list = etcdctl(plan, through, 'member list');
  return {
    id: 'etcd-member-replacement',
    variant: name,
    title: `Replace the etcd member of ${name}`,
    when: `The etcd member of ${name} does not start, or its data is lost, while a majority of the others works. Nothing stops meanwhile, but one more loss may end the majority.`,
    warnings: [
      `The commands for the cluster run on ${through.name}; should that one be lost as well, run them on any other etcd host with its own address.`,
      'Only while etcd has a majority. Without one, start the members that are whole first (systemctl start etcd); where that does not bring it back, see the recovery of a lost majority.',
    ],
    steps: [
      {
        id: 'members',
        host: through.name,
        title: 'See that etcd works without it',
        command: `${etcdctl(plan, through, 'endpoint health')} && ${list}`,
        expect: `"is healthy", and ${members.length} members, ${name} among them.`,
      },
      {
        id: 'start',
        host: name,
        title: 'Start it',
        command: 'systemctl start --no-block etcd; sleep 5; systemctl -q is-active etcd',
        expect: 'Status 0: it takes part again, and there is nothing more to do.',
        onlyIf: 'the host has only been away, or etcd was stopped, and its data is whole',
      },
      {
        id: 'stop',
        host: name,
        title: 'Stop what is left of it',
        command: 'systemctl stop etcd',
        expect: 'No output.',
      },
      {
        id: 'remove',
        host: through.name,
        title: `Take ${name} out of etcd`,
        command: subshell(`id=$(${list} | awk -F ', ' '$3 == "${name}" { print $1 }')
${etcdctl(plan, through, 'member remove "$id"')}`),
        expect: '"Member ... removed from cluster ...".',
      },
      ...joinSteps(plan, host, through, members),
    ],
  };
}

/** The data of an only member holds nothing that Patroni cannot write again from what its members have. */
function onlyMember(plan: Plan, cluster: Cluster, host: Host): Procedure {
  const member = cluster.members.find((one) => one.role === 'primary') ?? cluster.members[0];
  return {
    id: 'etcd-member-replacement',
    variant: host.name,
    title: `Bring the only etcd member, on ${host.name}, back`,
    when: `etcd on ${host.name} does not run. It is the only member: nobody can be elected without it.`,
    warnings: [],
    steps: [
      { id: 'start', host: host.name, title: 'Start it', command: 'systemctl start etcd', expect: 'No output.' },
      {
        id: 'empty',
        host: host.name,
        title: 'Start it with an empty store; the old one is kept beside',
        command: subshell(`set -e
systemctl stop etcd
${setEtcdAside(plan)}
systemctl start etcd`),
        expect: 'No output. Patroni writes the cluster into it again.',
        onlyIf: 'it does not start, and journalctl -u etcd shows that its data is damaged',
      },
      {
        id: 'health',
        host: host.name,
        title: 'See that it works',
        command: `${etcdctl(plan, host, 'endpoint health')}${member === undefined ? '' : ` && ${listMembers} ${cluster.name}`}`,
        expect: '"is healthy"; within some seconds the cluster has its leader.',
      },
    ],
  };
}
