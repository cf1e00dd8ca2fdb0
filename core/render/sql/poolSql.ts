import { poolRole, poolSchema } from '../../plan/clusterRoles.ts';
import type { Cluster, Plan } from '../../plan/plan.ts';
import { postgresOf } from '../../plan/postgresOf.ts';
import { clusterSecrets } from '../secretNames.ts';
import { passwordCheck } from './passwordSql.ts';
import { plainLogin, roleSql } from './roleSql.ts';
import { databaseName, identifier, inDatabase, script } from './sqlText.ts';

/**
 * The role by which PgBouncer looks up passwords, and the function that it asks, in every database and in template1 for those to come.
 * Run like `databaseSql`, after it. Superusers and replication roles get no answer: they have no business in a pool.
 */
export function poolSql(plan: Plan, cluster: Cluster): string {
  const { databases } = postgresOf(plan, cluster);
  const names = ['postgres', 'template1', ...databases.map((database) => databaseName(database.name))];
  return script([
    ...passwordCheck,
    ...roleSql(poolRole, plainLogin, clusterSecrets(plan, cluster).pool),
    ...names.flatMap((name) => inDatabase(name, lookupFunction)),
  ]);
}

const schema = identifier(poolSchema);

const lookupFunction = [
  `CREATE SCHEMA IF NOT EXISTS ${schema};`,
  `REVOKE ALL ON SCHEMA ${schema} FROM PUBLIC;`,
  // SECURITY DEFINER: only the superuser may read pg_authid. Everything is qualified, so no search_path can misdirect it.
  `CREATE OR REPLACE FUNCTION ${schema}.pool_login(login text) RETURNS TABLE (username text, password text)`,
  '  LANGUAGE sql STABLE SECURITY DEFINER SET search_path = pg_catalog AS $$',
  '    SELECT rolname::text, rolpassword::text FROM pg_catalog.pg_authid',
  '    WHERE rolname = login AND rolcanlogin AND NOT rolsuper AND NOT rolreplication',
  '      AND (rolvaliduntil IS NULL OR rolvaliduntil > pg_catalog.now())',
  '  $$;',
  `REVOKE ALL ON FUNCTION ${schema}.pool_login(text) FROM PUBLIC;`,
  `GRANT USAGE ON SCHEMA ${schema} TO ${identifier(poolRole)};`,
  `GRANT EXECUTE ON FUNCTION ${schema}.pool_login(text) TO ${identifier(poolRole)};`,
];
