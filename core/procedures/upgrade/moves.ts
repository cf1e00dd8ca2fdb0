import { type ComponentId, componentsOn } from '../../components/components.ts';
import { hostMajor } from '../../components/hostMajor.ts';
import { hostPackages } from '../../components/hostPackages.ts';
import { switchoverChoices } from '../../health/switchoverChoices.ts';
import { clusterDepth } from '../../plan/clusterFamily.ts';
import { type Cluster, etcdHosts, type Host, memberOn, type Plan } from '../../plan/plan.ts';
import { type Release, releases } from '../../plan/schema.ts';
import { bundleFor } from '../../render/desiredHost.ts';
import { compareDebianVersions } from '../../systems/debian/debianVersion.ts';
import type { ClusterWorld } from '../describedVerb.ts';
import type { HostPackages, PackagesWorld, VersionChange } from './packagesWorld.ts';

/** What is known when packages are looked at. */
export type UpgradeWorld = ClusterWorld & { readonly packages: PackagesWorld };

/** What an upgrade does before it looks again: always on one host, or one handing over. */
export type Move =
  /** Packages that were left half-installed come to an end first. */
  | { readonly kind: 'repair'; readonly host: string }
  /** Packages that lost their hold in a run that was cut off. */
  | { readonly kind: 'hold'; readonly host: string }
  /** The etcd member of a host. */
  | { readonly kind: 'etcd'; readonly host: string }
  /** Everything else on a host. */
  | { readonly kind: 'host'; readonly host: string }
  | { readonly kind: 'hand-over'; readonly cluster: string; readonly from: string; readonly to: string }
  /** The leader would have to restart, and nobody can take over. */
  | { readonly kind: 'stuck'; readonly cluster: string; readonly leader: string };

/** What is left to do on a host for one of its two parts. */
export interface Pending {
  readonly targets: ReadonlyMap<string, string>;
  /** Components whose services are to restart, in the order in which they do. */
  readonly restarts: readonly ComponentId[];
}

/** The host of the plan with what it says of its packages. @throws Error for a host without facts: runs that need all hosts have them */
export function knownHost(world: UpgradeWorld, name: string): { readonly host: Host; readonly facts: HostPackages } {
  const host = world.plan.hosts.find((one) => one.name === name);
  const facts = world.packages.hosts.get(name);
  if (host === undefined || facts === undefined) throw new Error(`there are no facts of ${name}`);
  return { host, facts };
}

/** The release of a host; undefined for one that nobody supports. */
export function releaseOf({ platform }: HostPackages): Release | undefined {
  return releases.find((one) => one === platform.codename);
}

/** Packages of the plan on a host that somebody else holds at their versions. */
export function foreignHolds(plan: Plan, host: Host, facts: HostPackages): readonly string[] {
  const release = releaseOf(facts);
  if (release === undefined) return [];
  return hostPackages(plan, host, release).filter(
    (name) => facts.packages.held.has(name) && !facts.upgrade.holds.includes(name),
  );
}

/** The version of a package on offer for a host; undefined for none. */
function onOffer({ packages }: UpgradeWorld, { host, facts }: ReturnType<typeof knownHost>, name: string) {
  if (packages.source.bundles !== undefined) return bundleFor(packages.source, facts.platform)?.packages.get(name);
  return packages.offers.get(host.name)?.candidates.get(name);
}

/** Packages of a host for which something newer is on offer, by name. */
export function targetsOn(world: UpgradeWorld, hostName: string): ReadonlyMap<string, string> {
  const known = knownHost(world, hostName);
  const { host, facts } = known;
  const release = releaseOf(facts);
  if (release === undefined) return new Map();
  const others = foreignHolds(world.plan, host, facts);
  return new Map(
    hostPackages(world.plan, host, release).flatMap((name): [string, string][] => {
      const has = facts.packages.versions.get(name);
      const offered = onOffer(world, known, name);
      if (has === undefined || offered === undefined || others.includes(name)) return [];
      return compareDebianVersions(offered, has) > 0 ? [[name, offered]] : [];
    }),
  );
}

/** The component that a package of a host belongs to; those that a plan adds serve PostgreSQL. */
export function componentOf(plan: Plan, host: Host, release: Release, name: string): ComponentId {
  const major = hostMajor(plan, host, release);
  return componentsOn(plan, host).find((one) => one.packages(major).includes(name))?.id ?? 'patroni';
}

/** What is left to do for the etcd member of a host, or for everything else on it. */
export function pendingOn(world: UpgradeWorld, hostName: string, part: 'etcd' | 'host'): Pending {
  const { host, facts } = knownHost(world, hostName);
  const release = releaseOf(facts);
  if (release === undefined) return { targets: new Map(), restarts: [] };
  const ours = (id: string) => (id === 'etcd') === (part === 'etcd');
  const targets = new Map(
    [...targetsOn(world, hostName)].filter(([name]) => ours(componentOf(world.plan, host, release, name))),
  );
  const changed = new Set<string>([...targets.keys()].map((name) => componentOf(world.plan, host, release, name)));
  const restarts = componentsOn(world.plan, host)
    .filter(({ id, service }) => service !== undefined && ours(id))
    .map(({ id }) => id)
    .filter((id) => changed.has(id) || facts.upgrade.restarts.includes(id));
  return { targets, restarts };
}

function isPending(world: UpgradeWorld, host: string, part: 'etcd' | 'host'): boolean {
  const { targets, restarts } = pendingOn(world, host, part);
  return targets.size + restarts.length > 0;
}

/** Components of a host whose packages a run that was cut off has changed, and whose services it did not restart for sure. */
export function cutOffOn({ plan, packages }: UpgradeWorld, hostName: string): readonly ComponentId[] {
  const host = plan.hosts.find(({ name }) => name === hostName);
  if (host === undefined) return [];
  const noted = packages.hosts.get(hostName)?.upgrade.restarts ?? [];
  return componentsOn(plan, host)
    .filter(({ id, service }) => service !== undefined && noted.includes(id))
    .map(({ id }) => id);
}

/** An installation or upgrade was cut off on the host, whoever began it. */
export function isHalfInstalled({ packages: { interrupted, dpkgInterrupted }, state }: HostPackages): boolean {
  return interrupted.length > 0 || dpkgInterrupted || state.installing;
}

/** Packages that this program holds, and that are on hold no more. */
export function lostHolds(world: UpgradeWorld, hostName: string): readonly string[] {
  const { host, facts } = knownHost(world, hostName);
  const release = releaseOf(facts);
  if (release === undefined) return [];
  return hostPackages(world.plan, host, release).filter(
    (name) => facts.packages.versions.has(name) && facts.upgrade.holds.includes(name) && !facts.packages.held.has(name),
  );
}

/**
 * What comes next: what a run that was cut off has left; etcd's members, the leader last; hosts without a member; of each cluster (one that follows
 * another before that one) the replicas, then the leader, once it has handed over where it would have to restart.
 * @returns undefined when nothing is left
 */
export function nextMove(world: UpgradeWorld): Move | undefined {
  const { plan, status } = world;
  const names = plan.hosts.map(({ name }) => name);
  const broken = names.find((host) => isHalfInstalled(knownHost(world, host).facts));
  if (broken !== undefined) return { kind: 'repair', host: broken };
  const loose = names.find((host) => lostHolds(world, host).length > 0);
  if (loose !== undefined) return { kind: 'hold', host: loose };

  const cutOff = names.find((host) => cutOffOn(world, host).length > 0);
  if (cutOff !== undefined) return afterCutOff(world, cutOff);

  const leadsEtcd = (host: string) => status.etcd.some(({ name, leader }) => name === host && leader);
  const etcd = [
    ...new Set(plan.clusters.flatMap((cluster) => etcdHosts(plan, cluster).map(({ name }) => name))),
  ].filter((host) => isPending(world, host, 'etcd'));
  const member = etcd.find((host) => !leadsEtcd(host)) ?? etcd[0];
  if (member !== undefined) return { kind: 'etcd', host: member };
  const other = names.find((name) => memberOn(plan, name) === undefined && isPending(world, name, 'host'));
  if (other !== undefined) return { kind: 'host', host: other };
  const clusters = [...plan.clusters].sort((a, b) => clusterDepth(plan, b) - clusterDepth(plan, a));
  for (const cluster of clusters) {
    const move = moveOf(world, cluster, undefined);
    if (move !== undefined) return move;
  }
  return undefined;
}

function afterCutOff(world: UpgradeWorld, host: string): Move | undefined {
  if (cutOffOn(world, host).includes('etcd')) return { kind: 'etcd', host };
  const cluster = memberOn(world.plan, host)?.cluster;
  return cluster === undefined ? { kind: 'host', host } : moveOf(world, cluster, host);
}

/** @param only the host that must come first; undefined for any */
function moveOf(world: UpgradeWorld, cluster: Cluster, only: string | undefined): Move | undefined {
  const { plan, status } = world;
  const now = status.clusters.find(({ name }) => name === cluster.name);
  const leader = cluster.members.find(({ name }) => name === now?.leader);
  const waiting = cluster.members.filter(
    ({ host }) => (only === undefined || host === only) && isPending(world, host, 'host'),
  );
  // A member that can never lead is missed least.
  const replicas = waiting.filter((one) => one !== leader);
  const replica = replicas.find(({ role }) => role === 'offline') ?? replicas[0];
  if (replica !== undefined) return { kind: 'host', host: replica.host };
  if (leader === undefined || !waiting.includes(leader)) return undefined;
  if (now === undefined || !pendingOn(world, leader.host, 'host').restarts.includes('patroni'))
    return { kind: 'host', host: leader.host };
  const silent = status.unreachable.map(({ host }) => host);
  const to = switchoverChoices(now, plan, silent).candidates[0];
  if (to !== undefined) return { kind: 'hand-over', cluster: cluster.name, from: leader.name, to };
  // Nobody writes there.
  if (cluster.standbyOf !== undefined) return { kind: 'host', host: leader.host };
  return { kind: 'stuck', cluster: cluster.name, leader: leader.name };
}

/** Everything that is to change on all hosts. */
export function versionChanges(world: UpgradeWorld): readonly VersionChange[] {
  return world.plan.hosts.flatMap((host) => {
    const { facts } = knownHost(world, host.name);
    const release = releaseOf(facts);
    if (release === undefined) return [];
    return [...targetsOn(world, host.name)].map(([name, to]) => ({
      host: host.name,
      component: nameOfComponent(componentOf(world.plan, host, release, name), name),
      package: name,
      from: facts.packages.versions.get(name) ?? null,
      to,
    }));
  });
}

/** PostgreSQL is what people look for; the component that runs it is Patroni's. */
export function nameOfComponent(id: ComponentId, packageName: string): string {
  return id === 'patroni' && !['patroni', 'python3-etcd'].includes(packageName) ? 'postgresql' : id;
}

/** The world as it will be after a move that works. */
export function afterMove(world: UpgradeWorld, move: Move): UpgradeWorld {
  const { packages, status } = world;
  const withHost = (name: string, change: (facts: HostPackages) => HostPackages): UpgradeWorld => {
    const { facts } = knownHost(world, name);
    return { ...world, packages: { ...packages, hosts: new Map([...packages.hosts, [name, change(facts)]]) } };
  };
  switch (move.kind) {
    case 'repair':
      return withHost(move.host, (facts) => ({
        ...facts,
        packages: { ...facts.packages, interrupted: [], dpkgInterrupted: false },
        state: { ...facts.state, installing: false },
      }));
    case 'hold': {
      const lost = lostHolds(world, move.host);
      return withHost(move.host, (facts) => ({
        ...facts,
        packages: { ...facts.packages, held: new Set([...facts.packages.held, ...lost]) },
      }));
    }
    case 'etcd':
    case 'host': {
      const { targets, restarts } = pendingOn(world, move.host, move.kind);
      return withHost(move.host, (facts) => ({
        ...facts,
        packages: { ...facts.packages, versions: new Map([...facts.packages.versions, ...targets]) },
        upgrade: {
          ...facts.upgrade,
          restarts: facts.upgrade.restarts.filter((id) => !restarts.some((one) => one === id)),
        },
      }));
    }
    case 'hand-over':
      return {
        ...world,
        status: {
          ...status,
          clusters: status.clusters.map((cluster) =>
            cluster.name === move.cluster ? handedOver(cluster, move) : cluster,
          ),
        },
      };
    case 'stuck':
      return world;
  }
}

type StatusCluster = UpgradeWorld['status']['clusters'][number];

function handedOver(
  cluster: StatusCluster,
  { from, to }: { readonly from: string; readonly to: string },
): StatusCluster {
  const role = cluster.members.find(({ name }) => name === from)?.role ?? 'primary';
  const state = cluster.members.find(({ name }) => name === to)?.state ?? 'running';
  return {
    ...cluster,
    leader: to,
    members: cluster.members.map((member) =>
      member.name === to
        ? { ...member, role, state: 'running', synchronous: false }
        : member.name === from
          ? { ...member, role: 'replica', state, lagBytes: 0 }
          : member,
    ),
  };
}
