import { say } from '../wording/phrase.ts';
import { defineRule, fixOf } from './defineRule.ts';
import { allMembers, repeats } from './lookups.ts';

/** Member names are unique in the whole plan: a standby cluster's members meet those of its upstream as slots and in the history. */
export const uniqueMembers = defineRule(
  {
    id: 'unique-members',
    title: 'Names of members are unique across all clusters',
    reference:
      'Patroni docs/standby_cluster: member names must be unique across both clusters; slot names are lower case',
  },
  (plan, report) => {
    const members = allMembers(plan);
    let next = Math.max(...members.map(({ member }) => member.seq)) + 1;
    // Members of one cluster with one number are the business of unique-seq.
    for (const { first, again } of repeats(members, ({ member }) => member.name.toLowerCase())) {
      if (first.clusterIndex === again.clusterIndex) continue;
      const path = ['clusters', again.clusterIndex, 'members', again.memberIndex, 'seq'];
      const free = next++;
      report(
        'error',
        path,
        say`The member name ${again.member.name} exists twice, on ${first.member.host} and on ${again.member.host}.`,
        free <= 9999 ? [fixOf(say`Set seq ${free}`, [path, free])] : [],
      );
    }
  },
);
