import { listOf, say } from '../wording/phrase.ts';
import { defineRule, fixOf } from './defineRule.ts';
import { allMembers, hostsByName } from './lookups.ts';

/** The host of a member runs PostgreSQL. */
export const memberRoles = defineRule(
  {
    id: 'member-roles',
    title: 'Hosts of members have the role postgres',
    reference: 'Plan file: hosts[].roles decides what is installed on a host',
  },
  (plan, report) => {
    const hosts = hostsByName(plan);
    for (const { member } of allMembers(plan)) {
      const host = hosts.get(member.host);
      if (host === undefined || host.roles.includes('postgres')) continue;
      const path = ['hosts', host.index, 'roles'];
      report(
        'error',
        path,
        say`Host ${host.name} carries ${member.name} and has the roles ${listOf(host.roles, 'comma')} only, so it would get no PostgreSQL.`,
        [fixOf(say`Add the role postgres to ${host.name}`, [path, ['postgres', ...host.roles]])],
      );
    }
  },
);
