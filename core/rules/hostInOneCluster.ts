import { say } from '../wording/phrase.ts';
import { defineRule, fixOf } from './defineRule.ts';
import { allMembers, repeats } from './lookups.ts';

/** One PostgreSQL per host: its ports, data directory and Patroni are the host's only ones. */
export const hostInOneCluster = defineRule(
  {
    id: 'host-in-one-cluster',
    title: 'A host carries one member',
    reference: 'Patroni: one agent, one PostgreSQL and one set of ports per host',
  },
  (plan, report) => {
    for (const { first, again } of repeats(allMembers(plan), ({ member }) => member.host)) {
      const path = ['clusters', again.clusterIndex, 'members', again.memberIndex];
      report(
        'error',
        [...path, 'host'],
        say`Host ${again.member.host} already carries ${first.member.name}; it cannot carry ${again.member.name} too. Name another host.`,
        [...(again.cluster.members.length > 1 ? [fixOf(say`Take ${again.member.name} out`, [path, undefined])] : [])],
      );
    }
  },
);
