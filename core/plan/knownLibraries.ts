import { type Host, memberOn, type Plan } from './plan.ts';
import { neededExtensions, postgresOf } from './postgresOf.ts';

/**
 * Debian's packages of libraries and extensions that do not come with the server, by name; NN is the major version. From the package lists of Debian 12 and 13 and of
 * the PostgreSQL project's repository, which names them alike.
 */
const packagesByName: Readonly<Record<string, string>> = {
  age: 'postgresql-NN-age',
  citus: 'postgresql-NN-citus',
  hll: 'postgresql-NN-hll',
  hypopg: 'postgresql-NN-hypopg',
  ip4r: 'postgresql-NN-ip4r',
  orafce: 'postgresql-NN-orafce',
  pg_cron: 'postgresql-NN-cron',
  pg_hint_plan: 'postgresql-NN-pg-hint-plan',
  pg_partman: 'postgresql-NN-partman',
  pg_partman_bgw: 'postgresql-NN-partman',
  pg_qualstats: 'postgresql-NN-pg-qualstats',
  pg_repack: 'postgresql-NN-repack',
  pg_similarity: 'postgresql-NN-similarity',
  pg_squeeze: 'postgresql-NN-squeeze',
  pg_stat_kcache: 'postgresql-NN-pg-stat-kcache',
  pg_track_settings: 'postgresql-NN-pg-track-settings',
  pg_wait_sampling: 'postgresql-NN-pg-wait-sampling',
  pgaudit: 'postgresql-NN-pgaudit',
  pglogical: 'postgresql-NN-pglogical',
  pgrouting: 'postgresql-NN-pgrouting',
  pgtap: 'postgresql-NN-pgtap',
  plpgsql_check: 'postgresql-NN-plpgsql-check',
  plpython3u: 'postgresql-plpython3-NN',
  plperl: 'postgresql-plperl-NN',
  pltcl: 'postgresql-pltcl-NN',
  postgis: 'postgresql-NN-postgis-3',
  powa: 'postgresql-NN-powa',
  rum: 'postgresql-NN-rum',
  timescaledb: 'postgresql-NN-timescaledb',
  unit: 'postgresql-NN-unit',
  vector: 'postgresql-NN-pgvector',
  wal2json: 'postgresql-NN-wal2json',
};

/** The package that is known to bring a library or an extension to one major version; undefined for what comes with the server, and for what nobody knows. */
export function packageOf(name: string, major: number): string | undefined {
  return Object.hasOwn(packagesByName, name) ? packagesByName[name]?.replace('NN', String(major)) : undefined;
}

/** A file that PostgreSQL on a host opens by the plan, below Debian's directories of its major version. */
export interface NeededFile {
  /** Of the library or extension, as the plan has it. */
  readonly name: string;
  readonly path: string;
}

/** The files of the libraries that a member loads at its start, and of the extensions of its databases. Names that are paths of their own are left to PostgreSQL. */
export function neededFiles(plan: Plan, host: Host, major: number): readonly NeededFile[] {
  const member = memberOn(plan, host.name);
  if (member === undefined) return [];
  const { shared_preload_libraries: preloaded = '' } = postgresOf(plan, member.cluster).parameters;
  const plain = (names: readonly string[]) => [...new Set(names)].filter((name) => /^[A-Za-z0-9_-]+$/.test(name));
  const libraries = String(preloaded)
    .split(',')
    .map((name) => name.trim().replace(/^(["'])(.*)\1$/, '$2'));
  return [
    ...plain(libraries).map((name) => ({ name, path: `/usr/lib/postgresql/${major}/lib/${name}.so` })),
    ...plain(neededExtensions(plan, member.cluster)).map((name) => ({
      name,
      path: `/usr/share/postgresql/${major}/extension/${name}.control`,
    })),
  ];
}
