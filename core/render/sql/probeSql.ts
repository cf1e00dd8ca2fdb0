import { poolRole } from '../../plan/clusterRoles.ts';
import { identifier, literal, script } from './sqlText.ts';

/** The database, and the role that owns it, in which a change is proved: made for its time and removed after it. */
export const changeProbe = 'quorate_change_probe';
/** The comment by which the role is known as ours: nobody else's is ever removed. */
const mark = 'made by quorate for the time of a change';

const name = identifier(changeProbe);

/**
 * Removes what an earlier run left, and makes role and database. For psql on the leader, as superuser.
 * The role comes first and at once with its comment: from then on a run that was killed anywhere has left something that can be told as ours.
 */
export function makeProbeSql(password: string): string {
  return script([
    ...removal,
    'BEGIN;',
    `CREATE ROLE ${name} LOGIN NOSUPERUSER NOCREATEDB NOCREATEROLE NOREPLICATION NOBYPASSRLS CONNECTION LIMIT 50 PASSWORD ${literal(password)};`,
    `COMMENT ON ROLE ${name} IS ${literal(mark)};`,
    'COMMIT;',
    `CREATE DATABASE ${name} OWNER ${name};`,
    `REVOKE CONNECT, TEMPORARY ON DATABASE ${name} FROM PUBLIC;`,
    // Before 1.19 PgBouncer looks passwords up in the database that the client asks for.
    `GRANT CONNECT ON DATABASE ${name} TO ${identifier(poolRole)};`,
  ]);
}

/** Removes both, if they are ours; fails where somebody else has something of the name. */
export function removeProbeSql(): string {
  return script(removal);
}

const removal = [
  `SELECT count(*) AS roles, count(*) FILTER (WHERE shobj_description(oid, 'pg_authid') = ${literal(mark)}) AS ours FROM pg_catalog.pg_authid WHERE rolname = ${literal(changeProbe)} \\gset`,
  `SELECT count(*) AS databases, count(*) FILTER (WHERE r.rolname = ${literal(changeProbe)} AND :ours > 0) AS owned FROM pg_catalog.pg_database d JOIN pg_catalog.pg_authid r ON r.oid = d.datdba WHERE d.datname = ${literal(changeProbe)} \\gset`,
  'SELECT :roles > :ours OR :databases > :owned AS foreign_probe, :ours > 0 AS has_role, :owned > 0 AS has_database \\gset',
  '\\if :foreign_probe',
  `DO $$ BEGIN RAISE EXCEPTION 'a role or database ${changeProbe} is there that Quorate did not make'; END $$;`,
  '\\endif',
  '\\if :has_database',
  `DROP DATABASE ${name} WITH (FORCE);`,
  '\\endif',
  '\\if :has_role',
  `DROP ROLE ${name};`,
  '\\endif',
];
