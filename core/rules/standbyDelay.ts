import { say } from '../wording/phrase.ts';
import { defineRule, fixOf } from './defineRule.ts';

/** What a standby region holds back on purpose has to be replayed before it can take over. */
export const standbyDelay = defineRule(
  {
    id: 'standby-delay',
    title: 'The delay of a standby cluster fits the objectives',
    reference: 'PostgreSQL documentation: recovery_min_apply_delay; WAL is received at once and replayed later',
  },
  (plan, report) => {
    for (const [index, cluster] of plan.clusters.entries()) {
      const delay = cluster.standbyOf?.delaySeconds ?? 0;
      if (delay === 0) continue;
      const path = ['clusters', index, 'standbyOf', 'delay'];
      const remove = fixOf(say`Follow without delay`, [path, undefined]);
      if (plan.objectives.rpoBytes === 0)
        report(
          'warning',
          path,
          say`Cluster ${cluster.name} is ${delay} s behind on purpose, and the plan promises rpo 0: the promise holds within the primary region only. A promotion of the standby region must replay the held WAL first, or loses up to ${delay} s of commits.`,
          [remove],
        );
      else if (delay > plan.objectives.rtoSeconds)
        report(
          'info',
          path,
          say`Cluster ${cluster.name} is ${delay} s behind on purpose, longer than the recovery time objective of ${plan.objectives.rtoSeconds} s: a promotion first replays what was held back, or gives it up.`,
          [remove],
        );
      if (delay > 7 * 86_400)
        report(
          'warning',
          path,
          say`A delay of ${delay} s keeps more than a week of WAL on the disks of ${cluster.name}.`,
          [fixOf(say`Set one day`, [path, '1d']), remove],
        );
    }
  },
);
