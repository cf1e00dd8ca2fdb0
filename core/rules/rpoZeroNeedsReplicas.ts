import { say } from '../wording/phrase.ts';
import { defineRule, fixOf } from './defineRule.ts';
import { maySynchronise } from './lookups.ts';

/** A commit that must not be lost needs a second place, and a third to go on without one of them. */
export const rpoZeroNeedsReplicas = defineRule(
  {
    id: 'rpo-zero-needs-replicas',
    title: 'RPO 0 has enough synchronous standbys',
    reference: 'Patroni docs/replication_modes: synchronous_mode, synchronous_mode_strict, synchronous_node_count',
  },
  (plan, report) => {
    const { enabled, strict, nodes } = plan.patroni.synchronous;
    if (!enabled) return;
    for (const [index, cluster] of plan.clusters.entries()) {
      // A standby cluster follows asynchronously; its own replicas are synchronous only once it is promoted.
      if (cluster.standbyOf !== undefined) continue;
      const eligible = cluster.members.filter((member) => member.role !== 'primary' && maySynchronise(member)).length;
      const path = ['clusters', index, 'members'];
      const relax = fixOf(
        say`Accept a loss of up to 1 MiB`,
        [['objectives', 'rpo'], '1MiB'],
        [['objectives', 'mode'], undefined],
      );
      if (eligible === 0)
        report(
          'error',
          path,
          say`Cluster ${cluster.name} has no replica that may be a synchronous standby, so rpo 0 cannot be kept. Add a replica, or take nosync from one.`,
          [relax],
        );
      else if (nodes > eligible)
        report(
          'error',
          ['patroni', 'synchronous', 'nodes'],
          say`${nodes} synchronous standbys are asked for, and cluster ${cluster.name} has ${eligible} that may be one.`,
          [
            fixOf(
              eligible === 1 ? say`Set ${eligible} synchronous standby` : say`Set ${eligible} synchronous standbys`,
              [['patroni', 'synchronous', 'nodes'], eligible],
            ),
          ],
        );
      else if (eligible === 1)
        report(
          'warning',
          path,
          strict
            ? say`Cluster ${cluster.name} has one possible synchronous standby: when it is lost, commits wait (strict) until it is back. A second replica keeps it writable.`
            : say`Cluster ${cluster.name} has one possible synchronous standby: when it is lost, the primary continues alone, and its loss then loses data or needs a person. A second replica avoids this.`,
        );
    }
  },
);
