import { regionOf } from '../plan/plan.ts';
import { listOf, say } from '../wording/phrase.ts';
import { defineRule, fixOf } from './defineRule.ts';
import { vipClusters, vipHosts } from './lookups.ts';

/** The virtual IP belongs to one cluster, whose members are in one site. */
export const vipOneSite = defineRule(
  {
    id: 'vip-one-site',
    title: 'The virtual IP stays in one site and follows one cluster',
    reference: 'VRRP (RFC 5798) and gratuitous ARP: a virtual IP moves only within one layer-2 network',
  },
  (plan, report) => {
    if (plan.access.vip === undefined) return;
    const remove = fixOf(say`Do without a virtual IP`, [['access', 'vip'], undefined]);
    const clusters = vipClusters(plan);
    if (clusters.length > 1)
      report(
        'error',
        ['access', 'vip'],
        say`${clusters.length} clusters (${listOf(clusters.slice(0, 5).map((cluster) => cluster.name))}) share one virtual IP, and it can follow one leader only.`,
        [remove],
      );
    const sites = [
      ...new Set(
        vipHosts(plan)
          .filter((host) => regionOf(plan, host.site) === 'primary')
          .map((host) => host.site),
      ),
    ];
    if (sites.length > 1)
      report(
        'error',
        ['access', 'vip'],
        say`The members that could carry the virtual IP are in ${sites.length} sites (${listOf(sites)}), and it moves within one layer-2 network only. Use DNS, HAProxy on every host, or multi-host connection strings.`,
        [remove],
      );
  },
);
