import type { AutomaticUpgrades } from '../../facts/automaticUpgrades.ts';
import type { HostState } from '../../facts/hostState.ts';
import type { InstalledPackages } from '../../facts/installedPackages.ts';
import type { PackageOffers } from '../../facts/packageOffers.ts';
import type { Platform } from '../../facts/platform.ts';
import type { UpgradeState } from '../../facts/upgradeState.ts';
import type { StatusDocument } from '../../health/statusDocument.ts';
import type { UpgradeSource } from '../../render/desiredHost.ts';

/** What a host says of its packages. */
export interface HostPackages {
  readonly platform: Platform;
  readonly state: HostState;
  readonly packages: InstalledPackages;
  readonly upgrade: UpgradeState;
  readonly upgrades: AutomaticUpgrades;
}

/** The packages of a deployment, and what is on offer for them. */
export interface PackagesWorld {
  /** Whose hosts they must be. */
  readonly projectId: string;
  readonly hosts: ReadonlyMap<string, HostPackages>;
  readonly source: UpgradeSource;
  /** What the sources of each host had at the beginning of the run; empty where packages come from a bundle. */
  readonly offers: ReadonlyMap<string, PackageOffers>;
  /** As they were at the beginning of the run. */
  readonly before: { readonly hosts: ReadonlyMap<string, HostPackages>; readonly haproxy: StatusDocument['haproxy'] };
}

/** A package that is to change. */
export interface VersionChange {
  readonly host: string;
  /** `postgresql`, or the id of the component. */
  readonly component: string;
  readonly package: string;
  /** Null where it was left half-installed. */
  readonly from: string | null;
  readonly to: string;
}
