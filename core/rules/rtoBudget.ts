import { failureBudget } from '../timing/failureBudget.ts';
import { plannedPatroniVersion, resolveTiming } from '../timing/resolveTiming.ts';
import { etcdRoundTripSeconds } from '../timing/roundTrips.ts';
import { type SolverResult, solveTiming } from '../timing/solveTiming.ts';
import { type Phrase, say } from '../wording/phrase.ts';
import { defineRule, fixOf } from './defineRule.ts';

/** An objective that somebody wrote down is met, or its gap is said. The modes state the range that they mean. */
export const rtoBudget = defineRule(
  {
    id: 'rto-budget',
    title: 'The timing meets the recovery time objective',
    reference: 'Budget of a lost host: lease + loop + promotion + health checks (docs of Patroni and HAProxy)',
  },
  (plan, report) => {
    const { mode, rtoSeconds: target, rpoBytes } = plan.objectives;
    if (mode !== 'custom') return;
    const vip = plan.access.vip !== undefined;
    const budget = failureBudget(resolveTiming(plan), 'hostLoss', { vip });
    if (budget.typicalSeconds <= target) return;
    const solved = solveTiming({
      targetRtoSeconds: target,
      measure: 'typical',
      rpoBytes,
      rttSeconds: etcdRoundTripSeconds(plan),
      patroniVersion: plannedPatroniVersion(plan),
      vip,
    });
    const { patroni, haproxy } = (solved.feasible ? solved : solved.best).timing;
    const timing = {
      ...plan.patroni.timing,
      ttl: patroni.ttlSeconds,
      loopWait: patroni.loopWaitSeconds,
      retryTimeout: patroni.retryTimeoutSeconds,
    };
    const checks = {
      inter: haproxy.interSeconds,
      fastinter: haproxy.fastinterSeconds,
      downinter: haproxy.downinterSeconds,
      rise: haproxy.rise,
      fall: haproxy.fall,
    };
    report(
      'info',
      ['objectives'],
      say`Losing the primary's host stops writes for ${budget.typicalSeconds} s typically and ${budget.worstSeconds} s at worst; the objective is ${target} s. ${prospect(solved, target)}`,
      solved.feasible
        ? [
            fixOf(
              say`Set ttl ${patroni.ttlSeconds} s, loop_wait ${patroni.loopWaitSeconds} s, retry_timeout ${patroni.retryTimeoutSeconds} s and health checks to match`,
              [['patroni', 'timing'], timing],
              [['haproxy', 'checks'], checks],
            ),
          ]
        : [],
    );
  },
);

/** What other timing could do about it. Where a figure comes from, `quorate timing` and the screen of the objectives say. */
function prospect(solved: SolverResult, targetSeconds: number): Phrase {
  if (solved.feasible) return say`Other timing meets it typically.`;
  const { budget, timing } = solved.best;
  // Then it is not the lease that is in the way.
  if (budget.typicalSeconds <= targetSeconds)
    return say`No timing meets it: the round trip between the etcd members is too long for any election timeout that etcd accepts.`;
  return say`No timing meets it: the shortest typical outage is ${budget.typicalSeconds} s, with ttl ${timing.patroni.ttlSeconds} s, the least for this version of Patroni and this etcd, and the fastest health checks.`;
}
