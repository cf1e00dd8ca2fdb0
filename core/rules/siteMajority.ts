import { listOf, say } from '../wording/phrase.ts';
import { defineRule } from './defineRule.ts';
import { etcdClusters } from './lookups.ts';

/** With two data centres, either may be lost: so neither holds the majority of etcd. */
export const siteMajority = defineRule(
  {
    id: 'site-majority',
    title: 'No site holds the majority of etcd',
    reference: 'Topology dual-dc: etcd 2 + 2 + 1; etcd needs more than half of its members',
  },
  (plan, report) => {
    if (plan.topology !== 'dual-dc') return;
    const [etcd] = etcdClusters(plan);
    const members = etcd?.members ?? [];
    const majority = Math.floor(members.length / 2) + 1;
    for (const [index, site] of plan.sites.entries()) {
      const here = members.filter((host) => host.site === site.name);
      if (here.length >= majority)
        report(
          'error',
          ['sites', index],
          say`Site ${site.name} holds ${here.length} of ${members.length} etcd members (${listOf(here.map((host) => host.name))}): its loss ends the quorum, and no other site can take over. Spread them 2 + 2 + 1.`,
        );
    }
    for (const [index, site] of plan.sites.entries())
      if (site.role !== 'arbiter' && members.length > 0 && !members.some((host) => host.site === site.name))
        report(
          'error',
          ['sites', index],
          say`Site ${site.name} has no etcd member: when the others are cut off it can neither lead nor know who does. Spread them 2 + 2 + 1.`,
        );
  },
);
