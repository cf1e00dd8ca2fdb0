import { componentsOn } from '../components/components.ts';
import { etcd } from '../components/etcd.ts';
import { hostMajor } from '../components/hostMajor.ts';
import { hostPackages } from '../components/hostPackages.ts';
import { renderHost } from '../components/renderHost.ts';
import type { DeployedRecord } from '../facts/deployedRecord.ts';
import type { HostFacts } from '../facts/deploymentFacts.ts';
import type { PeerRoute } from '../facts/peerRoutes.ts';
import { sharesKernel } from '../facts/platform.ts';
import { distributions } from '../plan/distributions.ts';
import { neededFiles } from '../plan/knownLibraries.ts';
import { type Host, memberOn, type Plan, portsOn } from '../plan/plan.ts';
import { type Release, releases } from '../plan/schema.ts';
import { versionAtLeast } from '../plan/versionAtLeast.ts';
import type { DesiredEtcd, DesiredHost, DesiredMember, DesiredState, PackageSource } from '../render/desiredHost.ts';
import { desiredDynamicConfig } from '../render/dynamicConfig.ts';
import { etcdMembers } from '../render/etcdConfig.ts';
import type { Routes } from '../render/hostNetwork.ts';
import { familyEnvironments } from '../render/postgresParameters.ts';
import type { RefusedHost } from '../render/refusedHosts.ts';
import { assumedHost, type HostEnvironment, type Templates } from '../render/renderedFile.ts';
import { databaseSql } from '../render/sql/databaseSql.ts';
import { poolSql } from '../render/sql/poolSql.ts';
import { dataDirectory, etcdDataDirectory, paths, walDirectory } from '../systems/debian/paths.ts';
import { resolveTiming } from '../timing/resolveTiming.ts';
import { joinsEtcd } from './etcdMembership.ts';
import { etcdOptions, etcdTlsOptions, etcdUrlOf, memberAuthority, restUrl } from './factRequest.ts';
import { plannedVersion } from './packageVersions.ts';

export interface DesiredInput {
  readonly plan: Plan;
  readonly projectId: string;
  readonly templates: Templates;
  readonly packages: PackageSource;
  /** What is known from earlier of hosts of which there are no facts now. */
  readonly remembered?: HostsSeen | undefined;
  /** See `DesiredState`. */
  readonly deployed?: DeployedRecord | undefined;
  /** See `DesiredState`. */
  readonly former?: readonly Plan[] | undefined;
  readonly note?: string | undefined;
  /** Hosts that left without being cleaned. Not optional: who forgets them would take away what keeps them out. */
  readonly refused: readonly RefusedHost[];
}

/** What the files of the other hosts depend on: sizes that all members must share, and the addresses by which a host is seen. */
export type HostsSeen = Readonly<Record<string, HostEnvironment & { readonly routes: readonly PeerRoute[] }>>;

/** What the hosts of which there are facts are to become: everything rendered for the release and the size that each of them has. */
export function desiredState(input: DesiredInput, facts: ReadonlyMap<string, HostFacts>): DesiredState {
  const { plan, templates } = input;
  const environments: Record<string, HostEnvironment> = {};
  for (const [name, { routes: _, ...environment }] of Object.entries(input.remembered ?? {}))
    environments[name] = environment;
  for (const host of plan.hosts) {
    const known = facts.get(host.name);
    if (known !== undefined) environments[host.name] = environmentOf(known);
  }
  const timing = resolveTiming(plan, { patroniVersion: oldestPatroni(input, facts, environments) });
  const routes = routesOf(facts, input.remembered);
  const hosts = plan.hosts.flatMap((host): DesiredHost[] => {
    const environment = environments[host.name];
    if (environment === undefined || !facts.has(host.name)) return [];
    return [
      {
        host,
        packages: hostPackages(plan, host, environment.release),
        libraries: neededFiles(plan, host, hostMajor(plan, host, environment.release)),
        files: renderHost(plan, host.name, {
          environment,
          environments,
          routes,
          timing,
          templates,
          joinsEtcd: etcd.runsOn(plan, host) && joinsEtcd(plan, host, facts),
          refused: input.refused,
        }),
        etcd: etcd.runsOn(plan, host) ? desiredEtcd(plan, host) : undefined,
        member: desiredMember(plan, host, environment.release),
        components: componentsOn(plan, host).map(({ id }) => id),
      },
    ];
  });
  // A cluster none of whose hosts was ever seen has nothing to size it by, and nothing is done for it.
  const sized = plan.clusters.filter((cluster) => familyEnvironments(plan, cluster, environments).length > 0);
  const clusters = sized.map((cluster) => ({
    cluster,
    dynamicConfig: desiredDynamicConfig(plan, cluster, timing, environments),
    sql: cluster.standbyOf === undefined ? [databaseSql(plan, cluster), poolSql(plan, cluster)] : [],
  }));
  const { projectId, packages, deployed, former, note } = input;
  return { plan, projectId, hosts, clusters, packages, deployed, former, note };
}

/** What every host says of its ways to the others, or said when it was seen last. */
export function routesOf(facts: ReadonlyMap<string, Pick<HostFacts, 'routes'>>, remembered: HostsSeen = {}): Routes {
  const seen = Object.entries(remembered).map(([name, { routes }]) => [name, routes] as const);
  return Object.fromEntries([...seen, ...[...facts].map(([name, { routes }]) => [name, routes] as const)]);
}

/**
 * Members share one configuration, so the limits of the oldest Patroni hold for all: of those that the hosts have or will have, else those of
 * their releases.
 */
function oldestPatroni(
  { packages }: DesiredInput,
  facts: ReadonlyMap<string, HostFacts>,
  environments: Readonly<Record<string, HostEnvironment>>,
): string | undefined {
  const versions = Object.entries(environments).map(([name, { release }]) => {
    const known = facts.get(name);
    const own = known === undefined ? undefined : plannedVersion('patroni', known, packages);
    return own ?? distributions[release].versions.patroni;
  });
  return versions.reduce<string | undefined>(
    (oldest, one) => (oldest === undefined || !versionAtLeast(one, oldest) ? one : oldest),
    undefined,
  );
}

/** An unknown release is refused before anything is done with what this gives for it. */
export function environmentOf(facts: HostFacts): HostEnvironment {
  const release: Release = releases.find((one) => one === facts.platform.codename) ?? 'bookworm';
  const { cores, memoryBytes } = facts.hardware;
  return {
    release,
    cores: Number.isFinite(cores) && cores > 0 ? cores : 1,
    memoryBytes: Number.isFinite(memoryBytes) && memoryBytes > 0 ? memoryBytes : 1024 ** 3,
    diskBytes: facts.walDisk > 0 ? facts.walDisk : assumedHost.diskBytes,
    sharesKernel: sharesKernel(facts.platform),
  };
}

/** What the etcd member of a host is to be. */
export function desiredEtcd(plan: Plan, host: Host): DesiredEtcd {
  const peers = etcdMembers(plan, host);
  return {
    dataDirectory: etcdDataDirectory(plan),
    endpointOptions: etcdOptions(plan, host),
    peers: peers.map((peer) => peer.name),
    peerUrl: etcdUrlOf(plan, host, plan.etcd.peerPort),
    otherEndpoints: peers.filter((peer) => peer !== host).map((peer) => etcdUrlOf(plan, peer, plan.etcd.clientPort)),
    tlsOptions: etcdTlsOptions(plan),
  };
}

/** What the member of a host is to be; undefined on a host without one. */
export function desiredMember(plan: Plan, host: Host, release: Release): DesiredMember | undefined {
  const found = memberOn(plan, host.name);
  if (found === undefined) return undefined;
  const version = hostMajor(plan, host, release);
  return {
    ...found,
    dataDirectory: dataDirectory(plan, version, found.cluster.name),
    walDirectory: walDirectory(plan, found.cluster.name),
    restUrl: restUrl(plan, host),
    authority: memberAuthority(plan),
    sockets: paths.postgresSockets,
    port: portsOn(plan, host.name).postgres,
  };
}
