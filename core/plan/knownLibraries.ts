import { type Host, memberOn, type Plan } from './plan.ts';
import { type majorPlaceholder, neededExtensions, postgresOf } from './postgresOf.ts';

/**
 * Debian's packages of libraries and extensions that do not come with the server, by name; NN is the major version. From the package lists of Debian 12 and 13
 * (age, credcheck, http, pg_failover_slots, pg_hint_plan, pg_show_plans, pg_squeeze, pgtt, roaringbitmap, timescaledb and vector are new in 13); the PostgreSQL
 * project's repository names them alike.
 */
const packagesByName: Readonly<Record<string, string>> = {
  age: 'postgresql-NN-age',
  credcheck: 'postgresql-NN-credcheck',
  debversion: 'postgresql-NN-debversion',
  first_last_agg: 'postgresql-NN-first-last-agg',
  hll: 'postgresql-NN-hll',
  http: 'postgresql-NN-http',
  hypopg: 'postgresql-NN-hypopg',
  icu_ext: 'postgresql-NN-icu-ext',
  ip4r: 'postgresql-NN-ip4r',
  jsquery: 'postgresql-NN-jsquery',
  mysql_fdw: 'postgresql-NN-mysql-fdw',
  ogr_fdw: 'postgresql-NN-ogr-fdw',
  orafce: 'postgresql-NN-orafce',
  periods: 'postgresql-NN-periods',
  pg_cron: 'postgresql-NN-cron',
  pg_failover_slots: 'postgresql-NN-pg-failover-slots',
  pg_hint_plan: 'postgresql-NN-pg-hint-plan',
  pg_partman: 'postgresql-NN-partman',
  pg_partman_bgw: 'postgresql-NN-partman',
  pg_qualstats: 'postgresql-NN-pg-qualstats',
  pg_repack: 'postgresql-NN-repack',
  pg_show_plans: 'postgresql-NN-show-plans',
  pg_similarity: 'postgresql-NN-similarity',
  pg_sphere: 'postgresql-NN-pgsphere',
  pg_squeeze: 'postgresql-NN-squeeze',
  pg_stat_kcache: 'postgresql-NN-pg-stat-kcache',
  pg_track_settings: 'postgresql-NN-pg-track-settings',
  pg_wait_sampling: 'postgresql-NN-pg-wait-sampling',
  pgaudit: 'postgresql-NN-pgaudit',
  pgauditlogtofile: 'postgresql-NN-pgauditlogtofile',
  pgfincore: 'postgresql-NN-pgfincore',
  pglogical: 'postgresql-NN-pglogical',
  pgrouting: 'postgresql-NN-pgrouting',
  pgtap: 'postgresql-NN-pgtap',
  pgtt: 'postgresql-NN-pgtt',
  pldbgapi: 'postgresql-NN-pldebugger',
  plperl: 'postgresql-plperl-NN',
  plpgsql_check: 'postgresql-NN-plpgsql-check',
  plprofiler: 'postgresql-NN-plprofiler',
  plproxy: 'postgresql-NN-plproxy',
  plpython3u: 'postgresql-plpython3-NN',
  plr: 'postgresql-NN-plr',
  plsh: 'postgresql-NN-plsh',
  pltcl: 'postgresql-pltcl-NN',
  pointcloud: 'postgresql-NN-pointcloud',
  postgis: 'postgresql-NN-postgis-3',
  powa: 'postgresql-NN-powa',
  prefix: 'postgresql-NN-prefix',
  q3c: 'postgresql-NN-q3c',
  roaringbitmap: 'postgresql-NN-roaringbitmap',
  rum: 'postgresql-NN-rum',
  semver: 'postgresql-NN-semver',
  set_user: 'postgresql-NN-set-user',
  tdigest: 'postgresql-NN-tdigest',
  tds_fdw: 'postgresql-NN-tds-fdw',
  timescaledb: 'postgresql-NN-timescaledb',
  unit: 'postgresql-NN-unit',
  vector: 'postgresql-NN-pgvector',
  wal2json: 'postgresql-NN-wal2json',
};

/**
 * The package that is known to bring a library or an extension to one major version; undefined for what comes with the server, and for what nobody knows.
 * @param major or the placeholder for it in `postgres.packages`
 */
export function packageOf(name: string, major: number | typeof majorPlaceholder): string | undefined {
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
