import type { DeployedRecord } from '../facts/deployedRecord.ts';
import type { Fact } from '../facts/fact.ts';
import type { PackageOffers } from '../facts/packageOffers.ts';
import type { NeededFile } from '../plan/knownLibraries.ts';
import type { Cluster, Host, Member, Plan } from '../plan/plan.ts';
import type { Release } from '../plan/schema.ts';
import type { DynamicConfig } from './dynamicConfig.ts';
import type { RenderedFile } from './renderedFile.ts';

/** What one host is to become. */
export interface DesiredHost {
  readonly host: Host;
  readonly packages: readonly string[];
  /** Files that its PostgreSQL opens by the plan, which packages have to bring. */
  readonly libraries: readonly NeededFile[];
  readonly files: readonly RenderedFile[];
  readonly etcd: DesiredEtcd | undefined;
  readonly member: DesiredMember | undefined;
  /** Ids of the components that run there. */
  readonly components: readonly string[];
}

export interface DesiredEtcd {
  readonly dataDirectory: string;
  /** etcdctl's words for this member: endpoint and certificates. */
  readonly endpointOptions: string;
  /** Names of the hosts of the same etcd cluster, this one included. */
  readonly peers: readonly string[];
  /** By which the other members know this one. */
  readonly peerUrl: string;
  /** Client endpoints of the other members. */
  readonly otherEndpoints: readonly string[];
  /** etcdctl's words for its certificates, with a blank before them; empty without TLS. */
  readonly tlsOptions: string;
}

export interface DesiredMember {
  readonly cluster: Cluster;
  readonly member: Member;
  readonly dataDirectory: string;
  /** Where pg_wal is a link to, when the plan puts it on a disk of its own. */
  readonly walDirectory: string | undefined;
  readonly restUrl: string;
  readonly authority: string | undefined;
  readonly sockets: string;
  /** Of PostgreSQL. */
  readonly port: number;
}

/** What one cluster is to hold, beyond its hosts. */
export interface DesiredCluster {
  readonly cluster: Cluster;
  /** As Patroni's /config shows it. */
  readonly dynamicConfig: DynamicConfig;
  /** Scripts for psql that make roles, databases and lookup functions, in order; empty for a standby cluster, which replicates them. */
  readonly sql: readonly string[];
}

export interface DesiredState {
  readonly plan: Plan;
  /** Owner of the hosts, written on each of them. */
  readonly projectId: string;
  readonly hosts: readonly DesiredHost[];
  readonly clusters: readonly DesiredCluster[];
  readonly packages: PackageSource;
  /** What the project's folder says was deployed last; the hosts' own records are believed before it. */
  readonly deployed?: DeployedRecord | undefined;
  /** Plans whose hosts the run can reach and take out: the one that was deployed last, and those that were begun since. */
  readonly former?: readonly Plan[] | undefined;
  /** What hosts are to have written about this deployment: see `DeploymentNote`. */
  readonly note?: string | undefined;
}

/** How packages come to a host; the scripts are given by whoever knows apt. */
export interface PackageSource {
  /** Bundles that may travel to hosts, each for another release or architecture; undefined where hosts use repositories. */
  readonly bundles: readonly BundleSource[] | undefined;
  /**
   * Script that installs packages so that nothing starts before it is configured.
   * @param bundle see `bundleFor`; undefined where hosts use repositories
   */
  install(names: readonly string[], bundle: BundleSource | undefined): string;
  /** Asks a host what apt there would find and do with packages; undefined where they come from a bundle. */
  readonly offers?: ((names: readonly string[]) => Fact<PackageOffers>) | undefined;
}

/** How newer packages come to a host. */
export interface UpgradeSource {
  /** As in `PackageSource`. */
  readonly bundles: readonly BundleSource[] | undefined;
  readonly install: PackageSource['install'];
  /** Script that brings packages, by name, to these versions; nothing starts or stops. */
  upgrade(targets: ReadonlyMap<string, string>, bundle: BundleSource | undefined): string;
  /** Asks a host what apt there would find and do, were these packages to be upgraded; undefined where they come from a bundle. */
  readonly newer: ((names: readonly string[]) => Fact<PackageOffers>) | undefined;
}

/** A bundle that was found whole. */
export interface BundleSource {
  readonly id: string;
  /** Script that takes it in on a host, which has its first bytes already. */
  receive(fromByte: number): string;
  readonly weight: number;
  readonly file: string;
  readonly release: Release;
  /** As dpkg names it. */
  readonly architecture: string;
  /** Version by name. */
  readonly packages: ReadonlyMap<string, string>;
}

/** The bundle for a host. */
export function bundleFor(
  packages: Pick<PackageSource, 'bundles'>,
  { codename, architecture }: { readonly codename: string; readonly architecture: string },
): BundleSource | undefined {
  return packages.bundles?.find((one) => one.release === codename && one.architecture === architecture);
}
