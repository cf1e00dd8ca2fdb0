import { type Plan, regionOf } from '../plan/plan.ts';
import { siteRoundTripSeconds } from '../timing/roundTrips.ts';
import { say } from '../wording/phrase.ts';
import { defineRule } from './defineRule.ts';
import type { PlanPath } from './finding.ts';
import { allMembers, hostsByName } from './lookups.ts';

const limits = { synchronous: 5, asynchronous: 20, etcd: 10, maxEtcd: 50 } as const;

/** Sites that commit, replicate or vote together are near enough for it. */
export const interSiteRtt = defineRule(
  {
    id: 'inter-site-rtt',
    title: 'Round trips between sites allow what crosses them',
    reference:
      'Reference architecture: 5 ms synchronous, 20 ms asynchronous within one cluster; etcd 10 ms, 50 ms at most',
  },
  (plan, report) => {
    const { clusterSites, etcdSites } = sitesByUse(plan);
    const { enabled } = plan.patroni.synchronous;
    for (const [one, other] of pairs(plan)) {
      const seconds = siteRoundTripSeconds(plan, one, other);
      const replicates = clusterSites.some((sites) => sites.has(one) && sites.has(other));
      const votes = etcdSites.has(one) && etcdSites.has(other) && regionOf(plan, one) === regionOf(plan, other);
      const between = one === other ? say`within a site` : say`between ${one} and ${other}`;
      if (seconds === undefined) {
        if (one !== other && (replicates || votes))
          report(
            'info',
            ['network', 'links'],
            say`The round trip ${between} is not given: commit latency and etcd's timeouts cannot be judged before it is measured.`,
          );
        continue;
      }
      const path = linkPath(plan, one, other);
      const milliseconds = Math.round(seconds * 1e5) / 100;
      if (votes && milliseconds > limits.maxEtcd)
        report(
          'error',
          path,
          say`The round trip ${between} is ${milliseconds} ms, more than the ${limits.maxEtcd} ms that etcd members may be apart. Give each region its own etcd cluster (topology geo-dr).`,
        );
      else if (votes && milliseconds > limits.etcd)
        report(
          'warning',
          path,
          say`The round trip ${between} is ${milliseconds} ms, more than the ${limits.etcd} ms recommended between etcd members: every change of a leader takes longer.`,
        );
      if (replicates && enabled && milliseconds > limits.synchronous)
        report(
          'warning',
          path,
          say`The round trip ${between} is ${milliseconds} ms, more than ${limits.synchronous} ms, and every commit waits for it: rpo 0 costs that much per transaction.`,
        );
      else if (replicates && milliseconds > limits.asynchronous)
        report(
          'warning',
          path,
          say`The round trip ${between} is ${milliseconds} ms, more than the ${limits.asynchronous} ms for members of one cluster: replicas fall behind. Consider the topology geo-dr.`,
        );
    }
  },
);

function sitesByUse(plan: Plan) {
  const hosts = hostsByName(plan);
  const clusterSites = plan.clusters.map(() => new Set<string>());
  for (const { member, clusterIndex } of allMembers(plan)) {
    const site = hosts.get(member.host)?.site;
    if (site !== undefined) clusterSites[clusterIndex]?.add(site);
  }
  const etcdSites = new Set(plan.hosts.filter((host) => host.roles.includes('etcd')).map((host) => host.site));
  return { clusterSites, etcdSites };
}

/** Every pair of sites once, each site with itself only when the plan gives a round trip for it. */
function pairs(plan: Plan): readonly (readonly [string, string])[] {
  const names = plan.sites.map((site) => site.name);
  const crossing = names.flatMap((one, index) => names.slice(index + 1).map((other) => [one, other] as const));
  const [first] = names;
  return first === undefined ? crossing : [[first, first] as const, ...crossing];
}

function linkPath(plan: Plan, one: string, other: string): PlanPath {
  if (one === other) return ['network', 'rtt'];
  const index = plan.network.links.findIndex(({ between }) => between.includes(one) && between.includes(other));
  return ['network', 'links', index, 'rtt'];
}
