import { listOf, say } from '../wording/phrase.ts';
import { defineRule, fixOf } from './defineRule.ts';
import type { PlacedHost } from './lookups.ts';
import { hostsByName } from './lookups.ts';

/** An arbiter is worth something where none of the hosts is that it judges. */
export const arbiterPlacement = defineRule(
  {
    id: 'arbiter-placement',
    title: 'The arbiter is apart from the data',
    reference: 'Topologies two-node and dual-dc: the arbiter decides which side goes on, so it fails with neither',
  },
  (plan, report) => {
    const hosts = [...hostsByName(plan).values()];
    const arbiterSites = new Set(plan.sites.filter((site) => site.role === 'arbiter').map((site) => site.name));
    for (const host of hosts) {
      if (!arbiterSites.has(host.site) || !host.roles.includes('postgres')) continue;
      const rest = host.roles.filter((role) => role !== 'postgres');
      report(
        'error',
        ['hosts', host.index, 'roles'],
        say`Host ${host.name} in the arbiter site ${host.site} has the role postgres: an arbiter carries etcd only.`,
        [
          ...(rest.length > 0
            ? [fixOf(say`Leave ${listOf(rest)} on ${host.name}`, [['hosts', host.index, 'roles'], rest])]
            : []),
        ],
      );
    }
    if (plan.topology === 'dual-dc') {
      const count = hosts.filter((host) => arbiterSites.has(host.site) && host.roles.includes('etcd')).length;
      if (arbiterSites.size > 0 && count !== 1)
        report(
          'error',
          ['hosts'],
          say`The arbiter site has ${count} etcd members; it needs exactly one, to be the odd voice between two equal sites.`,
        );
    }
    if (plan.topology !== 'two-node') return;
    const data = hosts.filter((host) => host.roles.includes('postgres'));
    for (const arbiter of hosts.filter((host) => host.roles.includes('etcd') && !host.roles.includes('postgres'))) {
      const beside = data.find((host) => domain(host) === domain(arbiter));
      if (beside !== undefined)
        report(
          'warning',
          ['hosts', arbiter.index, 'zone'],
          say`The arbiter ${arbiter.name} is in zone ${arbiter.zone} with ${beside.name}: losing the zone takes two of three etcd members, and ${listOf(data.filter((host) => host !== beside).map((host) => host.name))} cannot take over.`,
        );
    }
  },
);

function domain(host: PlacedHost): string {
  return `${host.site}/${host.zone}`;
}
