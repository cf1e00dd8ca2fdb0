import { say } from '../wording/phrase.ts';
import { defineRule, fixOf } from './defineRule.ts';

/** Somebody can take over. */
export const failoverCandidate = defineRule(
  {
    id: 'failover-candidate',
    title: 'Every cluster has a replica that may be promoted',
    reference: 'Patroni tags: an offline member has nofailover and is never promoted',
  },
  (plan, report) => {
    for (const [index, cluster] of plan.clusters.entries()) {
      if (cluster.members.length < 2 || cluster.members.some((member) => member.role === 'replica')) continue;
      const at = cluster.members.findIndex((member) => member.role === 'offline');
      report(
        'error',
        ['clusters', index, 'members'],
        say`No member of cluster ${cluster.name} may be promoted: all others are offline members.`,
        at < 0
          ? []
          : [
              fixOf(say`Make ${cluster.members[at]?.name ?? ''} a replica`, [
                ['clusters', index, 'members', at, 'role'],
                'replica',
              ]),
            ],
      );
    }
  },
);
