import { quoted } from '../plan/problem.ts';
import { suggest } from '../plan/suggest.ts';
import { say } from '../wording/phrase.ts';
import { defineRule, fixOf } from './defineRule.ts';
import type { PlanPath } from './finding.ts';

/** Hosts and links name sites of the plan. */
export const knownSites = defineRule(
  {
    id: 'known-sites',
    title: 'Hosts and links name sites of the plan',
    reference: 'Plan file: hosts[].site and network.links[].between are names of entries of sites',
  },
  (plan, report) => {
    const names = plan.sites.map((site) => site.name);
    const known = new Set(names);
    const check = (name: string, path: PlanPath) => {
      if (known.has(name)) return;
      const meant = suggest(name, names);
      report(
        'error',
        path,
        meant === undefined
          ? say`No site is called ${quoted(name)}. Add it under sites, or correct the name.`
          : say`No site is called ${quoted(name)}; did you mean ${quoted(meant)}? Add it under sites, or correct the name.`,
        meant === undefined ? [] : [fixOf(say`Set ${meant}`, [path, meant])],
      );
    };
    for (const [index, host] of plan.hosts.entries()) check(host.site, ['hosts', index, 'site']);
    for (const [index, link] of plan.network.links.entries())
      for (const [end, site] of link.between.entries()) check(site, ['network', 'links', index, 'between', end]);
  },
);
