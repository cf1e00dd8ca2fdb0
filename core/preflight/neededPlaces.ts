import { hostMajor } from '../plan/hostPackages.ts';
import { type Host, memberOn, type Plan } from '../plan/plan.ts';
import type { Release } from '../plan/schema.ts';
import { dataDirectory, etcdDataDirectory, paths } from '../systems/debian/paths.ts';

/** A directory or file that a service account has to reach. */
export interface NeededPlace {
  readonly path: string;
  readonly user: 'postgres' | 'etcd' | 'haproxy';
  /** `data`: of PostgreSQL; `wal` and `etcd` likewise; `file`: a configuration file of ours. */
  readonly kind: 'data' | 'wal' | 'etcd' | 'file';
  /** The plan's field that names it, for what it says otherwise. */
  readonly field: string;
}

/** What the services of a host need on its disks, when it runs a release. */
export function neededPlaces(plan: Plan, host: Host, release: Release): readonly NeededPlace[] {
  const member = memberOn(plan, host.name);
  const version = hostMajor(plan, host, release);
  const places: NeededPlace[] = [];
  if (member !== undefined) {
    const path = dataDirectory(plan, version, member.cluster.name);
    places.push({ path, user: 'postgres', kind: 'data', field: 'postgres.dataDirectory' });
    const { walDirectory } = plan.postgres;
    if (walDirectory !== undefined)
      places.push({ path: walDirectory, user: 'postgres', kind: 'wal', field: 'postgres.walDirectory' });
    places.push({ path: paths.patroniConfig, user: 'postgres', kind: 'file', field: '' });
    places.push({ path: paths.pgbouncerConfig, user: 'postgres', kind: 'file', field: '' });
  }
  if (host.roles.includes('etcd')) {
    places.push({ path: etcdDataDirectory(plan), user: 'etcd', kind: 'etcd', field: 'etcd.dataDirectory' });
    places.push({ path: paths.etcdConfig, user: 'etcd', kind: 'file', field: '' });
  }
  return places;
}
