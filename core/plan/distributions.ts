import { z } from 'zod';
import data from '../../resources/distributions.json' with { type: 'json' };
import { type HostRole, hostRoles, type Release, releases } from './schema.ts';

const path = z.string().regex(/^\/[\w./-]+$/);
const unit = z.string().regex(/^[\w@-]+\.service$/);
const packageName = z.string().regex(/^[a-z0-9][a-z0-9+.-]+$/);
const service = z.strictObject({ unit, user: z.string(), group: z.string(), binary: path });

const distributionSchema = z.strictObject({
  title: z.string(),
  postgresMajor: z.int(),
  packages: z.strictObject({
    postgres: z.array(packageName),
    etcd: z.array(packageName),
    haproxy: z.array(packageName),
    pgbouncer: z.array(packageName),
    vip: z.array(packageName),
  }),
  versions: z.strictObject({
    postgres: z.string(),
    patroni: z.string(),
    etcd: z.string(),
    haproxy: z.string(),
    pgbouncer: z.string(),
  }),
  postgres: z.strictObject({
    user: z.string(),
    group: z.string(),
    home: path,
    socketDirectory: path,
  }),
  patroni: service.extend({ configPath: path }),
  etcd: service.extend({ environmentPath: path, dataRoot: path }),
  haproxy: service.extend({ configPath: path }),
  pgbouncer: service.extend({ configPath: path, userListPath: path }),
  initdb: z.strictObject({ locale: z.string(), encoding: z.string() }),
});

/** What one Debian release calls and places the components; read from installed packages of that release. */
export type Distribution = Readonly<z.infer<typeof distributionSchema>>;

/** Every release that hosts may run, by code name. */
export const distributions: Readonly<Record<Release, Distribution>> = z
  .record(z.enum(releases), distributionSchema)
  .parse(data);

/** The package of a PostgreSQL server: its name is the same in Debian and in the PostgreSQL project's own repository. */
export function serverPackage(major: number): string {
  return `postgresql-${major}`;
}

/**
 * The packages that a host with these roles needs, sorted, each once. PgBouncer comes with every PostgreSQL.
 *
 * python3-etcd is named although Patroni "depends" on it: Patroni accepts any one of several DCS libraries, Debian 13's apt
 * then picks python3-consul, and Patroni's etcd3 module cannot be imported.
 * @param major of PostgreSQL; default: the release's own
 */
export function packagesForRoles(
  release: Release,
  roles: readonly HostRole[],
  major = distributions[release].postgresMajor,
): string[] {
  const { packages } = distributions[release];
  const names = roles.flatMap((role) =>
    role === 'postgres' ? [serverPackage(major), ...packages.postgres, ...packages.pgbouncer] : packages[role],
  );
  return [...new Set(names)].sort();
}

/**
 * What a bundle holds unless it is told otherwise: the packages of every role, and those for a virtual IP.
 *
 * keepalived moves the address, not vip-manager: Debian's vip-manager (1.0.2 in both releases) speaks only etcd's v2 API and
 * never sees the keys that Patroni writes with v3.
 */
export function bundledPackages(release: Release, major?: number): string[] {
  return [...packagesForRoles(release, hostRoles, major), ...distributions[release].packages.vip].sort();
}
