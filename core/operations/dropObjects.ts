import { identifier, literal, script } from '../render/sql/sqlText.ts';
import { shellQuote } from '../shell/shellQuote.ts';
import { paths } from '../systems/debian/paths.ts';
import { say } from '../wording/phrase.ts';
import { superuserPsql } from './clusterOperations.ts';
import { plainOperation } from './hostOperations.ts';
import type { Operation } from './operation.ts';

/** Only the line that says why: psql shows the whole statement too. */
const errorsOnly = `2>&1 >/dev/null | { grep -E '^psql|ERROR|FATAL' || true; }`;

/** Drops a database on the leader, with its connections; nothing where there is none of the name. */
export function dropDatabase(host: string, port: number, name: string): Operation {
  const psql = superuserPsql(paths.postgresSockets, port);
  const sql = script([
    `SELECT EXISTS (SELECT FROM pg_database WHERE datname = ${literal(name)}) AS there \\gset`,
    '\\if :there',
    `DROP DATABASE ${identifier(name)} WITH (FORCE);`,
    '\\endif',
  ]);
  return plainOperation({
    id: `${host}/objects/database`,
    host,
    title: say`Drop the database ${name}`,
    files: [sqlFile(sql)],
    apply: `${psql} -d postgres <"$INPUT/0" ${errorsOnly}`,
    verify: isZero(`${psql} -d postgres`, `select count(*) from pg_database where datname = ${literal(name)}`),
    weight: 2,
    journals: ['patroni'],
  });
}

/**
 * Drops a role on the leader: its sessions end, and its privileges go in every database that can be connected to. One that owns anything is left as it
 * is. DROP OWNED would take what it owns with it, so that it is asked twice: before the role may log in no more, and after its sessions have ended.
 */
export function dropUser(host: string, port: number, name: string): Operation {
  const psql = superuserPsql(paths.postgresSockets, port);
  const role = `(SELECT oid FROM pg_catalog.pg_roles WHERE rolname = ${literal(name)})`;
  const ownsNothing = [
    'DO $check$ DECLARE owned text; BEGIN',
    `  SELECT string_agg(format('%s in %s', n, place), ', ') INTO owned FROM (`,
    `    SELECT count(*) AS n, coalesce((SELECT datname::text FROM pg_catalog.pg_database WHERE oid = dbid), 'the cluster') AS place`,
    `    FROM pg_catalog.pg_shdepend WHERE refclassid = 'pg_catalog.pg_authid'::regclass AND refobjid = ${role} AND deptype = 'o' GROUP BY dbid) s;`,
    '  IF owned IS NOT NULL THEN',
    `    RAISE EXCEPTION 'it still owns objects (%): give them to another role first (REASSIGN OWNED BY), or drop them', owned;`,
    '  END IF;',
    'END $check$;',
  ];
  const sql = script([
    `SELECT EXISTS (SELECT FROM pg_roles WHERE rolname = ${literal(name)}) AS there \\gset`,
    '\\if :there',
    ...ownsNothing,
    `ALTER ROLE ${identifier(name)} NOLOGIN;`,
    `SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity WHERE usename = ${literal(name)};`,
    'SELECT pg_sleep(0.5);',
    ...ownsNothing,
    '\\endif',
  ]);
  const there = `select count(*) from pg_roles where rolname = ${literal(name)}`;
  return plainOperation({
    id: `${host}/objects/user`,
    host,
    title: say`Drop the user ${name}`,
    files: [sqlFile(sql)],
    apply: `${psql} -d postgres <"$INPUT/0" ${errorsOnly}
if ! ${isZero(`${psql} -d postgres`, there)}; then
  ${psql} -d postgres -c 'select datname from pg_database where datallowconn' >"$SPOOL/databases"
  # By the environment: psql would read a name with = in it as a connection string.
  while IFS= read -r database; do PGDATABASE=$database ${psql} -c ${shellQuote(`drop owned by ${identifier(name)}`)} </dev/null; done <"$SPOOL/databases"
  ${psql} -d postgres -c ${shellQuote(`drop role ${identifier(name)}`)}
fi`,
    verify: isZero(`${psql} -d postgres`, there),
    weight: 2,
    journals: ['patroni'],
  });
}

function sqlFile(content: string): Operation['files'][number] {
  return { path: 'drop.sql', content, mode: 0o600, owner: 'root', group: 'root' };
}

function isZero(psql: string, query: string): string {
  return `[ "$(${psql} -c ${shellQuote(query)})" = 0 ]`;
}
