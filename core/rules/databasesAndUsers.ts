import { reservedDatabases, reservedRoles } from '../plan/names.ts';
import { quoted } from '../plan/problem.ts';
import { suggest } from '../plan/suggest.ts';
import { say } from '../wording/phrase.ts';
import { defineRule, fixOf } from './defineRule.ts';
import type { PlanPath } from './finding.ts';
import { repeats } from './lookups.ts';

/** Roles that the product makes for itself. */
const ownRoles = new Set(['replicator', 'quorate_rewind', 'quorate_pool', 'quorate_monitor']);

/** Databases and users can be created, once, and name owners and roles that exist. */
export const databasesAndUsers = defineRule(
  {
    id: 'databases-and-users',
    title: 'Databases and users can be created',
    reference: 'PostgreSQL 17 documentation: CREATE ROLE, CREATE DATABASE, predefined roles, pg_hba.conf keywords',
  },
  (plan, report) => {
    const { databases, users } = plan.postgres;
    for (const [list, entries, reserved] of [
      ['databases', databases, reservedDatabases],
      ['users', users, reservedRoles],
    ] as const) {
      const placed = entries.map(({ name }, index) => ({ name, index }));
      for (const { name, index } of placed)
        if (reserved.has(name.toLowerCase()) || (list === 'users' && ownRoles.has(name)))
          report(
            'error',
            ['postgres', list, index, 'name'],
            say`${quoted(name)} is taken by PostgreSQL, PgBouncer or this program: choose another name.`,
          );
      for (const { again } of repeats(placed, ({ name }) => name))
        report(
          'error',
          ['postgres', list, again.index],
          say`${quoted(again.name)} is listed twice under postgres.${list}.`,
          [fixOf(say`Take the second one out`, [['postgres', list, again.index], undefined])],
        );
    }
    const known = users.map((user) => user.name);
    const checkRole = (role: string, path: PlanPath) => {
      if (known.includes(role)) return;
      const meant = suggest(role, known);
      report(
        'error',
        path,
        say`No user of the plan is called ${quoted(role)}. Add it under postgres.users, or correct the name.`,
        meant === undefined ? [] : [fixOf(say`Set ${meant}`, [path, meant])],
      );
    };
    for (const [index, { owner }] of databases.entries())
      if (owner !== undefined && owner !== 'postgres') checkRole(owner, ['postgres', 'databases', index, 'owner']);
    for (const [index, { memberOf }] of users.entries())
      for (const [at, role] of memberOf.entries())
        if (!/^pg_[a-z_]+$/.test(role)) checkRole(role, ['postgres', 'users', index, 'memberOf', at]);
  },
);
