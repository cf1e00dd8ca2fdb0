import type { EtcdMember } from '../../facts/etcdCluster.ts';
import type { Host } from '../../plan/plan.ts';
import { listOf, type Phrase, say } from '../../wording/phrase.ts';
import { etcdUrl, sameAddress } from '../addresses.ts';
import { type Change, type ChangeWorld, canLeave, type KnownHost } from '../change.ts';
import { newDeployment } from '../wayRound.ts';
import { etcdChange, etcdJoins, etcdLeaves, removedPhrase } from './etcdPlan.ts';
import { leavesPhrase, leftPhrase, movedPhrase } from './hosts.ts';
import { hostRenamed } from './renamed.ts';

/** What the running etcd clusters say of their members, against the plan. It speaks also where nothing was recorded. */
export function runningEtcd(world: ChangeWorld): readonly Change[] {
  return world.wanted.etcd.flatMap((group) => {
    const hosts = world.hosts.filter(({ desired }) => group.includes(desired.host.name));
    return [...twoClusters(hosts), ...membersOf(world, hosts, group)];
  });
}

/** Hosts of one group that belong to different clusters: nothing may be changed until one is left. */
function twoClusters(hosts: readonly KnownHost[]): readonly Change[] {
  const byId = new Map<string, string[]>();
  for (const { desired, facts } of hosts) {
    const id = facts.etcdCluster?.clusterId;
    if (id !== undefined) byId.set(id, [...(byId.get(id) ?? []), desired.host.name]);
  }
  const [first] = [...byId.values()].flat();
  if (byId.size < 2 || first === undefined) return [];
  const sides = listOf([...byId].map(([id, names]) => say`cluster ${id} on ${listOf(names)}`));
  return [
    {
      id: 'etcd-two-clusters',
      subject: first,
      verdict: 'refuse',
      path: ['hosts'],
      host: first,
      said: say`there are ${byId.size} etcd clusters where there must be one: ${sides}. Each can have a primary of its own. Decide which side's data counts, stop Patroni and etcd on the other (systemctl stop patroni etcd), then follow "Two members take writes (split brain)" and "An etcd member is lost" in the runbook (quorate export --format runbook)`,
    },
  ];
}

function membersOf(world: ChangeWorld, hosts: readonly KnownHost[], group: readonly string[]): readonly Change[] {
  const { plan } = world;
  const members = uniqueMembers(hosts.flatMap(({ facts }) => facts.etcdCluster?.members ?? []));
  if (members.length === 0) return [];
  const wanted = plan.hosts.filter(({ name }) => group.includes(name));
  const at = (name: string) => plan.hosts.findIndex((host) => host.name === name);
  const changes: Change[] = [];
  for (const member of members) {
    const url = etcdUrl(member.peerUrls[0] ?? '');
    const byAddress = wanted.find(({ address }) => url !== undefined && sameAddress(address, url.address));
    const byName = wanted.find(({ name }) => name === member.name);
    const host = byAddress ?? byName;
    if (host === undefined) {
      const other = plan.hosts.find(
        ({ name, address }) => name === member.name || (url !== undefined && sameAddress(address, url.address)),
      );
      const name = other?.name ?? (member.name || member.id);
      const there = world.former.flatMap((former) => former.hosts).find((one) => isAt(one, member, url));
      if (other === undefined) {
        const known = there !== undefined && canLeave(world, there.name);
        changes.push(
          known
            ? {
                id: 'host-left',
                subject: there.name,
                verdict: 'converge',
                path: ['hosts'],
                host: there.name,
                said: leavesPhrase(there.name),
              }
            : { ...etcdChange(name, ['hosts'], leftPhrase(name, url?.address ?? '?')), id: 'host-left' },
        );
      } else
        changes.push(
          there !== undefined && canLeave(world, there.name)
            ? etcdLeaves(name, at(name))
            : etcdChange(name, ['hosts', at(name), 'roles'], removedPhrase(name)),
        );
    } else if (url !== undefined && !sameAddress(host.address, url.address)) {
      const said = movedPhrase(host.name, url.address, host.address);
      changes.push({ ...etcdChange(host.name, ['hosts', at(host.name), 'address'], said), id: 'host-address' });
    } else if (member.name !== '' && member.name !== host.name) {
      // A name that two hosts have at once would be read as one member.
      const said = say`the etcd member at ${host.address} is called ${member.name}, and the plan calls another host so: give ${host.name} and ${member.name} names that no member of etcd has, and deploy, before a name is used again`;
      changes.push(
        byName === undefined
          ? hostRenamed(world, member.name, host.name)
          : { ...etcdChange(host.name, ['hosts', at(host.name), 'name'], said), id: 'host-renamed' },
      );
    } else {
      changes.push(...transport(world, host, url), ...lost(hosts, host.name, member));
    }
  }
  const known = members.flatMap((member) => [member.name, etcdUrl(member.peerUrls[0] ?? '')?.address ?? '']);
  for (const { name, address } of wanted) {
    if (!known.some((one) => one === name || sameAddress(one, address))) changes.push(etcdJoins(name, at(name)));
  }
  return changes;
}

/** Whether a member is that of a host of a plan; one that has never started has no name. */
function isAt({ name, address }: Host, member: EtcdMember, url: ReturnType<typeof etcdUrl>): boolean {
  return (member.name === '' || member.name === name) && url !== undefined && sameAddress(address, url.address);
}

/** How the members talk to each other. */
function transport({ plan, hosts }: ChangeWorld, host: Host, url: ReturnType<typeof etcdUrl>): readonly Change[] {
  if (url === undefined) return [];
  const { etcd, security } = plan;
  const change = (field: string, said: Phrase, subject = field): Change => ({
    id: 'fixed-field',
    subject,
    verdict: 'refuse',
    path: field.split('.'),
    host: host.name,
    said,
  });
  const known = hosts.find(({ desired }) => desired.host.name === host.name);
  const stuck = url.port !== etcd.peerPort && known !== undefined && known.facts.etcdCluster === undefined;
  return [
    ...(url.tls === security.tls
      ? []
      : [
          change(
            'security.tls',
            say`${'security.tls'} is ${String(url.tls)} on the etcd members that run, and the plan has ${String(security.tls)}: they could not talk to each other meanwhile. Put the deployed value back; another one needs ${newDeployment}`,
          ),
        ]),
    // What starts or joins anew is looked for by the others on the port that they know.
    ...(stuck
      ? [
          change(
            'etcd.peerPort',
            say`the others know the etcd member of ${host.name} on port ${String(url.port)}, the plan has ${String(etcd.peerPort)}, and it does not run: only members that run can move. Deploy with the former port first, which starts it, and then change the port`,
            host.name,
          ),
        ]
      : []),
  ];
}

/** A member that has run once cannot begin anew with its old identity: it leaves, and joins as another one. */
function lost(hosts: readonly KnownHost[], name: string, member: EtcdMember): readonly Change[] {
  const known = hosts.find(({ desired }) => desired.host.name === name);
  const directory = known?.desired.etcd?.dataDirectory;
  if (known === undefined || directory === undefined || member.clientUrls.length === 0) return [];
  const { etcdCluster, directories } = known.facts;
  if (etcdCluster !== undefined || (directories.get(directory)?.entries ?? 0) > 0) return [];
  return [
    {
      id: 'etcd-member-lost',
      subject: name,
      verdict: 'converge',
      path: ['hosts'],
      host: name,
      said: say`the etcd cluster knows the member of ${name}, and its data is gone (${directory} is empty): it is removed there and joins anew`,
    },
  ];
}

function uniqueMembers(members: readonly EtcdMember[]): readonly EtcdMember[] {
  return [...new Map(members.map((member) => [member.id, member])).values()];
}
