import { listOf, say } from '../wording/phrase.ts';
import { defineRule, fixOf } from './defineRule.ts';

/** A host that runs PostgreSQL is somebody's member. */
export const hostUnused = defineRule(
  {
    id: 'host-unused',
    title: 'Hosts with the role postgres are members',
    reference: 'Plan file: clusters[].members decides what PostgreSQL on a host belongs to',
  },
  (plan, report) => {
    const used = new Set(plan.clusters.flatMap((cluster) => cluster.members.map((member) => member.host)));
    for (const [index, host] of plan.hosts.entries()) {
      if (!host.roles.includes('postgres') || used.has(host.name)) continue;
      const rest = host.roles.filter((role) => role !== 'postgres');
      report(
        'warning',
        ['hosts', index, 'roles'],
        rest.length > 0
          ? say`Host ${host.name} has the role postgres and is a member of no cluster: nothing would run in it. Add it to a cluster, or take the role away.`
          : say`Host ${host.name} has the role postgres and is a member of no cluster: nothing would run in it. Add it to a cluster or take it out of the plan.`,
        rest.length > 0
          ? [fixOf(say`Leave ${listOf(rest)} on ${host.name}`, [['hosts', index, 'roles'], rest])]
          : [fixOf(say`Take ${host.name} out`, [['hosts', index], undefined])],
      );
    }
  },
);
