import type { BundleManifest } from '../../../core/operations/packages/bundleManifest.ts';

/** What a reader looks for in a bundle: the server of each PostgreSQL version, and what keeps it available. */
const telling = /^(postgresql-\d+|patroni|etcd-server|haproxy|pgbouncer|keepalived)$/;
const millisecondsPerDay = 86_400_000;

/** Names with upstream versions of the packages that the cluster is made of, without Debian's epoch and revision. */
export function bundleVersions(packages: BundleManifest['packages']): readonly string[] {
  return packages
    .filter(({ name }) => telling.test(name))
    .map(({ name, version }) => `${name} ${version.replace(/^\d+:/, '').replace(/[-+~][^-]*$/, '')}`)
    .sort();
}

/** Whole days since a bundle was built; 0 where the clock of its builder was ahead. */
export function ageInDays(createdAt: string, now: number): number {
  return Math.max(0, Math.floor((now - Date.parse(createdAt)) / millisecondsPerDay));
}
