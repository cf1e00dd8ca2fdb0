import { isLeading } from '../patroni/answers.ts';
import { etcdHosts, type Plan } from '../plan/plan.ts';
import { listOf, type Phrase, say } from '../wording/phrase.ts';
import type { StatusDocument } from './statusDocument.ts';

type Facts = Pick<StatusDocument, 'clusters' | 'etcd' | 'haproxy'>;

export type SplitId = 'two-leaders' | 'two-writable' | 'etcd-two-clusters' | 'timelines-apart';

/** A sign that two sides of a deployment go on without each other, each taking writes or able to. */
export interface Split {
  readonly id: SplitId;
  /** The cluster, or the hosts. */
  readonly subject: string;
  readonly said: Phrase;
  /** What to do first. */
  readonly next: Phrase;
}

/** The services of HAProxy that send writes. */
const writing: ReadonlySet<string> = new Set(['primary', 'default']);

/**
 * Counts what must be there once: leaders by what each member's own Patroni says now, servers of the services that write, etcd clusters by their
 * id, and timelines, of which no member may be ahead of its leader.
 */
export function findSplits(plan: Plan, status: Facts): readonly Split[] {
  return [
    ...status.clusters.flatMap(leaders),
    ...etcdClusters(plan, status),
    ...status.clusters.flatMap(timelines),
    ...writable(status),
  ];
}

type ClusterStatus = StatusDocument['clusters'][number];

const splitRunbook = say`Stop the clients of one side at once, then follow "Two members take writes (split brain)" in the runbook (quorate export --format runbook).`;

function leaders({ name, members }: ClusterStatus): readonly Split[] {
  const leading = members.filter((member) => member.own && isLeading(member));
  if (leading.length < 2) return [];
  const names = listOf(leading.map((member) => say`${member.name} (timeline ${member.timeline ?? say`unknown`})`));
  const said = say`${leading.length} members of ${name} lead at once: ${names}`;
  return [{ id: 'two-leaders', subject: name, said, next: splitRunbook }];
}

function timelines({ name, leader, members }: ClusterStatus): readonly Split[] {
  const leads = members.find((member) => member.name === leader && member.own);
  if (leads?.timeline == null) return [];
  const { timeline } = leads;
  const ahead = members.filter(
    (member) => member.own && member.role === 'replica' && (member.timeline ?? 0) > timeline,
  );
  if (ahead.length === 0) return [];
  const names = listOf(ahead.map((member) => say`${member.name} (timeline ${member.timeline ?? 0})`));
  return [
    {
      id: 'timelines-apart',
      subject: name,
      said: say`${names} is on a later timeline than the leader ${leads.name} (timeline ${timeline}): it has led apart, and holds writes that the leader lacks`,
      next: splitRunbook,
    },
  ];
}

function etcdClusters(plan: Plan, status: Facts): readonly Split[] {
  const groups = new Map(
    plan.clusters.map((cluster) => {
      const names = etcdHosts(plan, cluster).map((host) => host.name);
      return [names.join(' '), names] as const;
    }),
  );
  return [...groups.values()].flatMap((names): Split[] => {
    const sides = new Map<string, string[]>();
    for (const { name, clusterId } of status.etcd)
      if (clusterId !== null && names.includes(name)) sides.set(clusterId, [...(sides.get(clusterId) ?? []), name]);
    if (sides.size < 2) return [];
    const each = listOf([...sides].map(([id, hosts]) => say`cluster ${id} on ${listOf(hosts)}`));
    return [
      {
        id: 'etcd-two-clusters',
        subject: names.join(', '),
        said: say`there are ${sides.size} etcd clusters where there must be one: ${each}. Each can have a primary of its own`,
        next: say`Decide which side's data counts, and stop Patroni and etcd on the other (systemctl stop patroni etcd). Then follow "Two members take writes (split brain)" and "An etcd member is lost" in the runbook (quorate export --format runbook).`,
      },
    ];
  });
}

/** Right after a failover HAProxy can count the old leader for the seconds of its checks; longer than that it is none. */
function writable({ haproxy }: Facts): readonly Split[] {
  const seen = new Map<
    string,
    { readonly service: string; readonly up: readonly string[]; readonly hosts: string[] }
  >();
  for (const { host, services } of haproxy) {
    for (const { name, up } of services) {
      if (!writing.has(name) || up.length < 2) continue;
      const key = `${name} ${up.join(' ')}`;
      const known = seen.get(key) ?? { service: name, up, hosts: [] };
      known.hosts.push(host);
      seen.set(key, known);
    }
  }
  return [...seen.values()].map(({ service, up, hosts }) => ({
    id: 'two-writable',
    subject: `${service} (${hosts.join(', ')})`,
    said: say`HAProxy on ${listOf(hosts)} sends the writes of the service ${service} to ${listOf(up)} at once`,
    next: say`Within seconds after a failover this ends by itself. If it stays, two members say that they lead: follow "Two members take writes (split brain)" in the runbook (quorate export --format runbook).`,
  }));
}
