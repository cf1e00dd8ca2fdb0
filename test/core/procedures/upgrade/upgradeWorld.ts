import { hostPackages } from '../../../../core/components/hostPackages.ts';
import type { PackageOffers } from '../../../../core/facts/packageOffers.ts';
import type { StatusDocument } from '../../../../core/health/statusDocument.ts';
import { clusterRegion, type Plan, regionOf } from '../../../../core/plan/plan.ts';
import type { UpgradeWorld } from '../../../../core/procedures/upgrade/moves.ts';
import type { HostPackages } from '../../../../core/procedures/upgrade/packagesWorld.ts';

export const oldVersion = '4.0.7-1';
export const newVersion = '4.0.7-2';

export interface WorldOptions {
  /** Packages for which something newer is on offer, by host; default: all of them on all. */
  readonly newer?: (host: string, name: string) => boolean;
  /** Of each cluster, by its place among the members; default: the first. */
  readonly leader?: (cluster: string) => number;
  /** Host of the etcd member that leads, of each region; default: the first. */
  readonly etcdLeader?: (hosts: readonly string[]) => string | undefined;
  /** Components whose restart a run that was cut off has left to do. */
  readonly restarts?: Readonly<Record<string, readonly string[]>>;
}

export const noOffers: PackageOffers = {
  sourceErrors: [],
  candidates: new Map(),
  installable: true,
  errors: [],
  unmet: [],
  installs: new Map(),
  removes: [],
  lowers: [],
  held: [],
};

/** The hosts of a plan, where everything runs on Debian 12 and takes packages from the hosts' own sources. */
export function upgradeWorld(plan: Plan, options: WorldOptions = {}): UpgradeWorld {
  const hosts = new Map(
    plan.hosts.map((host): [string, HostPackages] => {
      const names = hostPackages(plan, host, 'bookworm');
      return [
        host.name,
        {
          platform: {
            id: 'debian',
            codename: 'bookworm',
            architecture: 'amd64',
            init: 'systemd',
            virtualization: 'kvm',
            uid: 0,
          },
          state: {
            project: 'ours',
            planName: plan.name,
            packages: [],
            files: [],
            directories: [],
            created: [],
            applied: new Map(),
            installing: false,
            bundles: [],
            arriving: new Map(),
          },
          packages: {
            versions: new Map(names.map((name) => [name, oldVersion])),
            held: new Set(names),
            interrupted: [],
            dpkgInterrupted: false,
          },
          upgrade: { holds: names, restarts: options.restarts?.[host.name] ?? [] },
          upgrades: { unattended: true, reboots: false, needrestart: false, spared: true },
        },
      ];
    }),
  );
  const newer = options.newer ?? (() => true);
  const offers = new Map(
    plan.hosts.map((host): [string, PackageOffers] => [
      host.name,
      {
        ...noOffers,
        candidates: new Map(
          hostPackages(plan, host, 'bookworm').map((name) => [name, newer(host.name, name) ? newVersion : oldVersion]),
        ),
      },
    ]),
  );
  const status = statusOf(plan, options);
  return {
    plan,
    status,
    reached: new Set(plan.hosts.map(({ name }) => name)),
    packages: {
      projectId: 'ours',
      hosts,
      offers,
      source: {
        bundles: undefined,
        install: (names) => `install ${names.join(' ')}`,
        upgrade: (targets) => `upgrade ${[...targets.keys()].join(' ')}`,
        newer: undefined,
      },
      before: { hosts, haproxy: status.haproxy },
    },
  };
}

function statusOf(plan: Plan, { leader = () => 0, etcdLeader = ([first]) => first }: WorldOptions): StatusDocument {
  const clusters = plan.clusters.map((cluster) => {
    const leads = cluster.members[leader(cluster.name)] ?? cluster.members[0];
    return {
      name: cluster.name,
      leader: leads?.name ?? null,
      paused: false,
      members: cluster.members.map((member) => ({
        name: member.name,
        host: member.host,
        role: member !== leads ? 'replica' : cluster.standbyOf === undefined ? 'primary' : 'standby_leader',
        own: true,
        state: 'running',
        timeline: 1,
        lagBytes: 0,
        synchronous: false,
        postgres: null,
        patroni: null,
      })),
    };
  });
  const groups = new Map<string, string[]>();
  for (const host of plan.hosts.filter(({ roles }) => roles.includes('etcd'))) {
    const region = plan.topology === 'geo-dr' ? regionOf(plan, host.site) : 'one';
    groups.set(region, [...(groups.get(region) ?? []), host.name]);
  }
  const leaders = [...groups.values()].map(etcdLeader);
  return {
    healthy: true,
    reasons: [],
    hosts: plan.hosts.length,
    clusters: clusters as unknown as StatusDocument['clusters'],
    etcd: [...groups.values()]
      .flat()
      .map((name) => ({ name, healthy: true, leader: leaders.includes(name), version: null, clusterId: null })),
    haproxy: plan.hosts
      .filter(({ roles }) => roles.includes('haproxy'))
      .map((host) => ({
        host: host.name,
        reachable: true,
        services: plan.clusters
          .filter((cluster) => clusterRegion(plan, cluster) === regionOf(plan, host.site))
          .map(({ name, members }) => ({ name, up: members.map((member) => member.name), down: [] })),
      })),
    unreachable: [],
    certificates: [],
    troubles: [],
    leftOut: [],
  };
}
