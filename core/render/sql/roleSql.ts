import type { User } from '../../plan/postgresObjects.ts';
import { passwordSql } from './passwordSql.ts';
import { identifier, literal } from './sqlText.ts';

/** What a role may do: the attributes that a plan can give. */
export type RoleRights = Omit<User, 'name' | 'memberOf'>;

/** A role that logs in and may do nothing else by itself. */
export const plainLogin: RoleRights = {
  login: true,
  superuser: false,
  createdb: false,
  createrole: false,
  replication: false,
  bypassrls: false,
};

/**
 * Creates the role when it is missing, then gives it its attributes and password. Behind `passwordCheck`.
 * @param secret name of the password; undefined for a role that never shows one. A role that does not log in has none
 */
export function roleSql(name: string, rights: RoleRights, secret: string | undefined): readonly string[] {
  const password = rights.login && secret !== undefined ? passwordSql(name, secret) : undefined;
  const words = [
    rights.login ? 'LOGIN' : 'NOLOGIN',
    rights.superuser ? 'SUPERUSER' : 'NOSUPERUSER',
    rights.createdb ? 'CREATEDB' : 'NOCREATEDB',
    rights.createrole ? 'CREATEROLE' : 'NOCREATEROLE',
    rights.replication ? 'REPLICATION' : 'NOREPLICATION',
    rights.bypassrls ? 'BYPASSRLS' : 'NOBYPASSRLS',
    `CONNECTION LIMIT ${rights.connectionLimit ?? -1}`,
    ...(password === undefined ? ['PASSWORD NULL'] : []),
  ];
  return [
    `SELECT 'CREATE ROLE ${identifier(name)}' WHERE NOT EXISTS (SELECT FROM pg_roles WHERE rolname = ${literal(name)}) \\gexec`,
    `ALTER ROLE ${identifier(name)} WITH ${words.join(' ')};`,
    ...(password === undefined ? [] : [password]),
  ];
}
