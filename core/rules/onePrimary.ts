import { say } from '../wording/phrase.ts';
import { defineRule, fixOf } from './defineRule.ts';

/** The member that is made first: exactly one. */
export const onePrimary = defineRule(
  {
    id: 'one-primary',
    title: 'Every cluster has exactly one primary',
    reference: 'Pigsty and Patroni: one primary (in a standby cluster: one standby leader) per cluster',
  },
  (plan, report) => {
    for (const [index, cluster] of plan.clusters.entries()) {
      const primaries = cluster.members.flatMap((member, at) => (member.role === 'primary' ? [at] : []));
      if (primaries.length === 1) continue;
      const role = (at: number) => ['clusters', index, 'members', at, 'role'];
      const candidate = cluster.members.findIndex((member) => member.role === 'replica');
      const [kept, ...others] = primaries;
      report(
        'error',
        ['clusters', index, 'members'],
        primaries.length === 0
          ? say`Cluster ${cluster.name} has no members with the role primary; exactly one is made first.`
          : say`Cluster ${cluster.name} has ${primaries.length} members with the role primary; exactly one is made first.`,
        kept !== undefined
          ? [
              fixOf(
                say`Keep ${cluster.members[kept]?.name ?? ''} as the primary`,
                ...others.map((at) => [role(at), 'replica'] as const),
              ),
            ]
          : candidate < 0
            ? []
            : [fixOf(say`Make ${cluster.members[candidate]?.name ?? ''} the primary`, [role(candidate), 'primary'])],
      );
    }
  },
);
