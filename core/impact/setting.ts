import type { HostFacts } from '../facts/deploymentFacts.ts';
import type { StatusDocument } from '../health/statusDocument.ts';
import { isLeading, serves } from '../patroni/answers.ts';
import { type Cluster, type Host, type Plan, regionOf } from '../plan/plan.ts';
import type { Failure, FailureProcess } from '../quorum/failure.ts';

/** A deployment as it is at the beginning of a stage, for the simulator. */
export interface Setting {
  /** With the hosts, the members and the voting members of etcd that there are now, and the settings that are to be. */
  readonly plan: Plan;
  /** Who leads, by cluster; clusters without a leader are not here, and nobody can be interrupted in them. */
  readonly leaders: Readonly<Record<string, string>>;
  /** Hosts whose etcd member is still to get its vote, which it has once it was started. */
  readonly joining: readonly string[];
  /** What does not run anyway. */
  readonly down: readonly Failure[];
}

const units: readonly (readonly [unit: string, process: FailureProcess])[] = [
  ['etcd.service', 'etcd'],
  ['haproxy.service', 'haproxy'],
  ['pgbouncer.service', 'pgbouncer'],
  ['keepalived.service', 'keepalived'],
  ['patroni.service', 'patroni'],
];

/**
 * What hosts are now by their own words: a host that the plan adds has no vote before etcd counts it, a learner has none, and who has left
 * etcd or Patroni is not counted any more although the earlier plan has him.
 * @param earlier the plan that was deployed last: hosts that have left the plan may still take part
 */
export function settingOfFacts(
  plan: Plan,
  facts: ReadonlyMap<string, HostFacts>,
  earlier: Plan | undefined = undefined,
): Setting {
  const leaving = (earlier?.hosts ?? []).filter((one) => !plan.hosts.some(({ name }) => name === one.name));
  const hosts = [...plan.hosts, ...leaving];
  const lists = [...facts.values()].flatMap(({ etcdCluster }) =>
    etcdCluster?.members === undefined ? [] : [etcdCluster.members],
  );
  const voters = new Set(lists.flat().flatMap(({ name, learner }) => (learner || name === '' ? [] : [name])));
  const votes = (host: Host) =>
    lists.length > 0
      ? voters.has(host.name)
      : (earlier ?? plan).hosts.some((one) => one.name === host.name && one.roles.includes('etcd'));
  const known = new Set([...facts.values()].flatMap(({ patroni }) => (patroni?.members ?? []).map(({ name }) => name)));
  const gone = (earlier?.clusters ?? []).filter(({ name }) => !plan.clusters.some((one) => one.name === name));
  const clusters = [...plan.clusters, ...gone].map((cluster): Cluster => {
    const before = earlier?.clusters.find((one) => one.name === cluster.name)?.members ?? [];
    const members = [
      ...cluster.members,
      ...before.filter((one) => !cluster.members.some(({ host }) => host === one.host)),
    ];
    return { ...cluster, members: known.size === 0 ? members : members.filter(({ name }) => known.has(name)) };
  });
  const isThere = hosts.map((host): Host => {
    const others = host.roles.filter((role) => role !== 'etcd');
    return { ...host, roles: votes(host) ? [...others, 'etcd'] : others };
  });
  const leaders = Object.fromEntries(
    clusters.flatMap(({ name, members }) => {
      const leader = members.find(({ host }) => {
        const patroni = facts.get(host)?.patroni;
        return patroni?.scope === name && isLeading(patroni);
      });
      return leader === undefined ? [] : [[name, leader.name] as const];
    }),
  );
  const down = hosts.flatMap(({ name }): readonly Failure[] => {
    const own = facts.get(name);
    return own === undefined ? [{ kind: 'host', host: name }] : notRunning(name, own);
  });
  const joining = plan.hosts.flatMap((host) => (host.roles.includes('etcd') && !votes(host) ? [host.name] : []));
  const now = { ...plan, ...placesOf(plan, earlier, leaving), hosts: isThere };
  return { plan: { ...now, clusters: clusters.filter(({ members }) => members.length > 0) }, leaders, joining, down };
}

/** Where the hosts are: those of a region that leaves have an etcd of their own until they are gone. */
function placesOf(plan: Plan, earlier: Plan | undefined, leaving: readonly Host[]): Pick<Plan, 'topology' | 'sites'> {
  if (earlier === undefined || leaving.length === 0) return { topology: plan.topology, sites: plan.sites };
  const region = leaving.some(({ site }) => regionOf(earlier, site) === 'standby');
  const sites = earlier.sites.filter(({ name }) => !plan.sites.some((one) => one.name === name));
  return { topology: region ? earlier.topology : plan.topology, sites: [...plan.sites, ...sites] };
}

function notRunning(host: string, { units: states, patroni }: HostFacts): readonly Failure[] {
  const stopped = units.flatMap(([unit, process]) => {
    const state = states.get(unit);
    return state === undefined || state.active === 'active' ? [] : [process];
  });
  const member = states.has('patroni.service');
  return [...stopped, ...(member && !serves(patroni) ? (['postgres'] as const) : [])].map((process) => ({
    kind: 'process',
    host,
    process,
  }));
}

/** The same by what the programs answer. */
export function settingOfStatus(plan: Plan, status: StatusDocument): Setting {
  const silent = status.unreachable.map(({ host }): Failure => ({ kind: 'host', host }));
  const etcd = status.etcd.flatMap(({ name, healthy }): readonly Failure[] =>
    healthy || !plan.hosts.some((host) => host.name === name) ? [] : [{ kind: 'process', host: name, process: 'etcd' }],
  );
  const members = status.clusters.flatMap(({ members }) => members);
  const stopped = members.flatMap(({ host, state }): readonly Failure[] =>
    serves({ state }) ? [] : [{ kind: 'process', host, process: 'postgres' }],
  );
  return {
    plan,
    joining: [],
    leaders: Object.fromEntries(
      status.clusters.flatMap(({ name, leader }) => (leader === null ? [] : [[name, leader] as const])),
    ),
    down: [...silent, ...etcd, ...stopped],
  };
}
