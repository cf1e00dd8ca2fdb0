import type { Plan } from '../plan/plan.ts';
import type { TopologyId } from '../plan/schema.ts';
import { say } from '../wording/phrase.ts';
import { defineRule, fixOf } from './defineRule.ts';
import type { Fix } from './finding.ts';

/** Least members of a cluster; two-node has exactly two. Standby clusters of geo-dr need two. */
const leastMembers: Readonly<Record<TopologyId, number>> = {
  'two-node': 2,
  'three-node': 3,
  'five-node': 5,
  'dual-dc': 4,
  'geo-dr': 3,
};

/** The plan has the members and sites that its topology means. */
export const topologyShape = defineRule(
  {
    id: 'topology-shape',
    title: 'Members and sites are those of the topology',
    reference:
      'Topologies: two-node 1+1, three-node 1+2, five-node 1+4, dual-dc 2+2 and an arbiter site, geo-dr 3 and a standby of 2',
  },
  (plan, report) => {
    for (const [index, cluster] of plan.clusters.entries()) {
      const count = cluster.members.length;
      const least = cluster.standbyOf === undefined ? leastMembers[plan.topology] : 2;
      const path = ['clusters', index, 'members'];
      if (count < least)
        report(
          'error',
          path,
          count === 1
            ? say`Cluster ${cluster.name} has ${count} member; the topology ${plan.topology} needs ${least}. Add members, or choose the topology that fits.`
            : say`Cluster ${cluster.name} has ${count} members; the topology ${plan.topology} needs ${least}. Add members, or choose the topology that fits.`,
          topologyFix(plan, count),
        );
      else if (plan.topology === 'two-node' && count > 2)
        report(
          'error',
          path,
          say`Cluster ${cluster.name} has ${count} members; the topology two-node has 2. Choose the topology that fits.`,
          topologyFix(plan, count),
        );
    }
    const roles = plan.sites.map((site) => site.role);
    const needed =
      plan.topology === 'dual-dc'
        ? (['primary', 'secondary', 'arbiter'] as const)
        : plan.topology === 'geo-dr'
          ? (['primary', 'standby'] as const)
          : [];
    for (const role of needed) {
      const count = roles.filter((own) => own === role).length;
      if (count === 0 || (plan.topology === 'dual-dc' && count > 1))
        report(
          'error',
          ['sites'],
          plan.topology === 'dual-dc'
            ? say`The topology ${plan.topology} needs exactly one site with the role ${role}, and the plan has ${count}.`
            : say`The topology ${plan.topology} needs at least one site with the role ${role}, and the plan has ${count}.`,
        );
    }
    for (const [index, site] of plan.sites.entries())
      if (site.role === 'standby' && plan.topology !== 'geo-dr')
        report(
          'error',
          ['sites', index, 'role'],
          say`Site ${site.name} is a standby region, which only the topology geo-dr has.`,
          [fixOf(say`Make it a secondary site`, [['sites', index, 'role'], 'secondary'])],
        );
  },
);

/** Another topology, where every cluster has the same number of members and one site is enough. */
function topologyFix(plan: Plan, count: number): Fix[] {
  const fitting = count === 2 ? 'two-node' : count >= 5 ? 'five-node' : count >= 3 ? 'three-node' : undefined;
  const alike = plan.clusters.every((cluster) => cluster.standbyOf === undefined && cluster.members.length === count);
  const simple = plan.topology !== 'dual-dc' && plan.topology !== 'geo-dr';
  if (fitting === undefined || fitting === plan.topology || !alike || !simple) return [];
  return [fixOf(say`Choose the topology ${fitting}`, [['topology'], fitting])];
}
