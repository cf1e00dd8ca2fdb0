import { quoted } from '../plan/problem.ts';
import { say } from '../wording/phrase.ts';
import { defineRule } from './defineRule.ts';
import { repeats } from './lookups.ts';

/** Names of hosts and sites are unique; host names are compared without case, as name services do. */
export const uniqueHosts = defineRule(
  {
    id: 'unique-hosts',
    title: 'Names of hosts and of sites are unique',
    reference: 'RFC 4343: host names are compared without regard to case',
  },
  (plan, report) => {
    for (const list of ['hosts', 'sites'] as const) {
      const placed = plan[list].map(({ name }, index) => ({ name, index }));
      for (const { first, again } of repeats(placed, ({ name }) => name.toLowerCase()))
        report(
          'error',
          [list, again.index, 'name'],
          list === 'hosts'
            ? say`The name ${quoted(again.name)} is already given to host ${first.index + 1} (${quoted(first.name)}); upper and lower case count as the same. Rename one of them.`
            : say`The name ${quoted(again.name)} is already given to site ${first.index + 1} (${quoted(first.name)}); upper and lower case count as the same. Rename one of them.`,
        );
    }
  },
);
