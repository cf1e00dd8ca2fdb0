import { quoted } from '../plan/problem.ts';
import { suggest } from '../plan/suggest.ts';
import { say } from '../wording/phrase.ts';
import { defineRule, fixOf } from './defineRule.ts';
import { allMembers, hostsByName } from './lookups.ts';

/** Members live on hosts of the plan that have the role postgres. */
export const knownHosts = defineRule(
  {
    id: 'known-hosts',
    title: 'Members name hosts of the plan',
    reference: 'Plan file: clusters[].members[].host is the name of an entry of hosts',
  },
  (plan, report) => {
    const hosts = hostsByName(plan);
    for (const { member, clusterIndex, memberIndex } of allMembers(plan)) {
      if (hosts.has(member.host)) continue;
      const path = ['clusters', clusterIndex, 'members', memberIndex, 'host'];
      const meant = suggest(member.host, [...hosts.keys()]);
      report(
        'error',
        path,
        meant === undefined
          ? say`No host is called ${quoted(member.host)}. Add it under hosts, or correct the name.`
          : say`No host is called ${quoted(member.host)}; did you mean ${quoted(meant)}? Add it under hosts, or correct the name.`,
        meant === undefined ? [] : [fixOf(say`Set ${meant}`, [path, meant])],
      );
    }
  },
);
