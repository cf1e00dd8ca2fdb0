import type { Member, Plan } from '../plan/plan.ts';
import { listOf, say } from '../wording/phrase.ts';
import { defineRule, fixOf } from './defineRule.ts';
import type { Fix } from './finding.ts';
import { allMembers, hostsByName, maySynchronise, type PlacedMember } from './lookups.ts';

/** A synchronous standby in the primary's own site is lost with it. */
export const sameSiteSync = defineRule(
  {
    id: 'same-site-sync',
    title: 'A synchronous standby is in another site than its primary',
    reference: 'Patroni tags: nosync; synchronous_node_count. Patroni chooses standbys without regard to sites',
  },
  (plan, report) => {
    const { enabled, nodes } = plan.patroni.synchronous;
    if (plan.topology !== 'dual-dc' || !enabled) return;
    for (const [clusterIndex, cluster] of plan.clusters.entries()) {
      const sites = sitesOfMembers(plan, clusterIndex);
      // Besides the primary, only synchronous standbys are ever promoted.
      const leaders = cluster.members.filter((member) => member.role === 'primary' || maySynchronise(member));
      const exposed = leaders.filter((leader) => beside(leader, sites).length >= nodes);
      const [worst] = exposed;
      if (worst === undefined) continue;
      const primary = exposed.find((member) => member.role === 'primary');
      const leader = primary ?? worst;
      const companions = beside(leader, sites);
      report(
        primary === undefined ? 'info' : 'error',
        ['clusters', clusterIndex, 'members'],
        primary === undefined
          ? say`After a failover to ${listOf(exposed.map((member) => member.name))} in cluster ${cluster.name}, the only synchronous standby can be ${listOf(companions.map(({ member }) => member.name))} in the same site: losing that site too would lose commits. With more synchronous standbys (patroni.synchronous.nodes) one is always in the other site.`
          : say`The only synchronous standby of ${leader.name} can be ${listOf(companions.map(({ member }) => member.name))} in its own site ${companions[0]?.site ?? ''}: losing the site loses commits, against rpo 0.`,
        fixes(plan, sites, leaders, primary === undefined ? [] : companions),
      );
    }
  },
);

interface Sited extends PlacedMember {
  readonly site: string;
}

function sitesOfMembers(plan: Plan, clusterIndex: number): readonly Sited[] {
  const hosts = hostsByName(plan);
  return allMembers(plan).flatMap((placed) => {
    const site = placed.clusterIndex === clusterIndex ? hosts.get(placed.member.host)?.site : undefined;
    return site === undefined ? [] : [{ ...placed, site }];
  });
}

/** The members in the leader's site that could be its synchronous standbys. */
function beside(leader: Member, sites: readonly Sited[]): readonly Sited[] {
  const own = sites.find(({ member }) => member === leader)?.site;
  return sites.filter(({ member, site }) => site === own && member !== leader && maySynchronise(member));
}

function fixes(plan: Plan, sites: readonly Sited[], leaders: readonly Member[], companions: readonly Sited[]): Fix[] {
  const needed = Math.max(...leaders.map((leader) => beside(leader, sites).length)) + 1;
  const possible = Math.min(
    ...leaders.map((leader) => sites.filter(({ member }) => member !== leader && maySynchronise(member)).length),
  );
  const found: Fix[] = [];
  if (needed <= possible && needed > plan.patroni.synchronous.nodes)
    found.push(
      fixOf(say`Use ${needed} synchronous standbys, so that one is in the other site`, [
        ['patroni', 'synchronous', 'nodes'],
        needed,
      ]),
    );
  if (
    companions.length > 0 &&
    sites.some((one) => maySynchronise(one.member) && !companions.includes(one) && one.site !== companions[0]?.site)
  )
    found.push(
      fixOf(
        say`Keep ${listOf(companions.map(({ member }) => member.name))} out of the synchronous standbys`,
        ...companions.map(
          ({ clusterIndex, memberIndex }) =>
            [['clusters', clusterIndex, 'members', memberIndex, 'nosync'], true] as const,
        ),
      ),
    );
  return found;
}
