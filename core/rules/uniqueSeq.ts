import { say } from '../wording/phrase.ts';
import { defineRule, fixOf } from './defineRule.ts';
import { repeats } from './lookups.ts';

/** Members of a cluster are told apart by their number. */
export const uniqueSeq = defineRule(
  {
    id: 'unique-seq',
    title: 'Numbers of members are unique in their cluster',
    reference: 'Pigsty pg_seq: unique in its cluster; the instance is called <cluster>-<seq>',
  },
  (plan, report) => {
    for (const [index, cluster] of plan.clusters.entries()) {
      const members = cluster.members.map((member, at) => ({ member, at }));
      let next = Math.max(...cluster.members.map((member) => member.seq)) + 1;
      for (const { first, again } of repeats(members, ({ member }) => String(member.seq))) {
        const path = ['clusters', index, 'members', again.at, 'seq'];
        const free = next++;
        report(
          'error',
          path,
          say`seq ${again.member.seq} of ${again.member.host} in cluster ${cluster.name} is already the one of ${first.member.host}.`,
          free <= 9999 ? [fixOf(say`Set seq ${free}`, [path, free])] : [],
        );
      }
    }
  },
);
