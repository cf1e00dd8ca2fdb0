import { ownRoles } from '../plan/clusterRoles.ts';
import { reservedDatabases, reservedRoles } from '../plan/names.ts';
import { postgresOf, postgresPath } from '../plan/postgresOf.ts';
import { quoted } from '../plan/problem.ts';
import { suggest } from '../plan/suggest.ts';
import { say } from '../wording/phrase.ts';
import { defineRule, fixOf, type Report } from './defineRule.ts';
import type { PlanPath } from './finding.ts';
import { repeats } from './lookups.ts';

/** Databases and users can be created, once, and name owners and roles that exist. */
export const databasesAndUsers = defineRule(
  {
    id: 'databases-and-users',
    title: 'Databases and users can be created',
    reference: 'PostgreSQL 17 documentation: CREATE ROLE, CREATE DATABASE, predefined roles, pg_hba.conf keywords',
  },
  (plan, report) => {
    for (const cluster of plan.clusters) {
      const { databases, users } = postgresOf(plan, cluster);
      const databasesPath = postgresPath(plan, cluster, 'databases');
      const usersPath = postgresPath(plan, cluster, 'users');
      const roles = ownRoles(plan);
      checkNames('databases', databases, databasesPath, (name) => reservedDatabases.has(name.toLowerCase()), report);
      checkNames('users', users, usersPath, (name) => reservedRoles.has(name.toLowerCase()) || roles.has(name), report);
      const known = users.map((user) => user.name);
      const checkRole = (role: string | undefined, path: PlanPath) => {
        if (role === undefined || role === 'postgres' || known.includes(role)) return;
        const meant = suggest(role, known);
        report(
          'error',
          path,
          say`No user of the plan is called ${quoted(role)}. Add it under postgres.users, or correct the name.`,
          meant === undefined ? [] : [fixOf(say`Set ${meant}`, [path, meant])],
        );
      };
      for (const [index, { owner, connect, schemas, extensions }] of databases.entries()) {
        const path = [...databasesPath, index];
        checkRole(owner, [...path, 'owner']);
        for (const [at, role] of (connect ?? []).entries()) checkRole(role, [...path, 'connect', at]);
        for (const [at, schema] of schemas.entries()) checkRole(schema.owner, [...path, 'schemas', at, 'owner']);
        for (const [list, entries] of [
          ['schemas', schemas],
          ['extensions', extensions],
        ] as const)
          checkNames(list, entries, [...path, list], () => false, report);
      }
      for (const [index, { memberOf }] of users.entries())
        for (const [at, role] of memberOf.entries())
          if (!/^pg_[a-z_]+$/.test(role)) checkRole(role, [...usersPath, index, 'memberOf', at]);
    }
  },
);

function checkNames(
  list: string,
  entries: readonly { readonly name: string }[],
  path: PlanPath,
  isTaken: (name: string) => boolean,
  report: Report,
): void {
  const placed = entries.map(({ name }, index) => ({ name, index }));
  for (const { name, index } of placed)
    if (isTaken(name))
      report(
        'error',
        [...path, index, 'name'],
        say`${quoted(name)} is taken by PostgreSQL, PgBouncer or this program: choose another name.`,
      );
  for (const { again } of repeats(placed, ({ name }) => name))
    report('error', [...path, again.index], say`${quoted(again.name)} is listed twice under postgres.${list}.`, [
      fixOf(say`Take the second one out`, [[...path, again.index], undefined]),
    ]);
}
