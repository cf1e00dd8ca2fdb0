import { defineRule, fixOf, listed } from './defineRule.ts';

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
        `Host ${host.name} has the role postgres and is a member of no cluster: nothing would run in it. Add it to a cluster${rest.length > 0 ? ', or take the role away' : ' or take it out of the plan'}.`,
        rest.length > 0
          ? [fixOf(`Leave ${listed(rest)} on ${host.name}`, [['hosts', index, 'roles'], rest])]
          : [fixOf(`Take ${host.name} out`, [['hosts', index], undefined])],
      );
    }
  },
);
