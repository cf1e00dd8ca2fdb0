import { type FailureKind, failureBudget, objectiveFailures } from '../timing/failureBudget.ts';
import { plannedPatroniVersion, resolveTiming } from '../timing/resolveTiming.ts';
import { etcdRoundTripSeconds } from '../timing/roundTrips.ts';
import { type SolverResult, solveTiming } from '../timing/solveTiming.ts';
import { type Phrase, say } from '../wording/phrase.ts';
import { defineRule, fixOf } from './defineRule.ts';

/**
 * The objective is met, or its gap is said, whatever the mode. The named modes are a derivation that many know, so their gap is for
 * information; an objective that somebody wrote down and that is not met is a warning.
 */
export const rtoBudget = defineRule(
  {
    id: 'rto-budget',
    title: 'The timing meets the recovery time objective',
    reference: 'Budget of a lost host: lease + loop + promotion + health checks (docs of Patroni and HAProxy)',
  },
  (plan, report) => {
    const { mode, rtoSeconds: target, rpoBytes } = plan.objectives;
    const vip = plan.access.vip !== undefined;
    const timing = resolveTiming(plan);
    const budgets = objectiveFailures.map((kind) => failureBudget(timing, kind, { vip }));
    const longest = budgets.reduce((one, other) => (other.typicalSeconds > one.typicalSeconds ? other : one));
    if (longest.typicalSeconds <= target) return;
    const solved = solveTiming({
      targetRtoSeconds: target,
      measure: 'typical',
      rpoBytes,
      rttSeconds: etcdRoundTripSeconds(plan),
      patroniVersion: plannedPatroniVersion(plan),
      vip,
    });
    const { patroni, haproxy } = (solved.feasible ? solved : solved.best).timing;
    const lease = {
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
      mode === 'custom' ? 'warning' : 'info',
      ['objectives'],
      say`${failureWords[longest.kind]} stops writes for ${longest.typicalSeconds} s typically and ${longest.worstSeconds} s at worst; the objective is ${target} s. ${prospect(solved, target)}`,
      solved.feasible
        ? [
            fixOf(
              say`Set ttl ${patroni.ttlSeconds} s, loop_wait ${patroni.loopWaitSeconds} s, retry_timeout ${patroni.retryTimeoutSeconds} s and health checks to match`,
              [['patroni', 'timing'], lease],
              [['haproxy', 'checks'], checks],
            ),
          ]
        : [],
    );
  },
);

const failureWords: Readonly<Record<FailureKind, Phrase>> = {
  hostLoss: say`Losing the primary's host`,
  etcdLeaderAndPrimary: say`Losing the host of the primary and of the etcd leader`,
  patroniCrash: say`Losing the primary's Patroni`,
  postgresCrash: say`A PostgreSQL that cannot be started again`,
  switchover: say`A switchover`,
};

/** What other timing could do about it. Where a figure comes from, `quorate timing` and the screen of the objectives say. */
function prospect(solved: SolverResult, targetSeconds: number): Phrase {
  if (solved.feasible) return say`Other timing meets it typically.`;
  const { budget, timing } = solved.best;
  // Then it is not the lease that is in the way.
  if (budget.typicalSeconds <= targetSeconds)
    return say`No timing meets it: the round trip between the etcd members is too long for any election timeout that etcd accepts.`;
  return say`No timing meets it: the shortest typical outage is ${budget.typicalSeconds} s, with ttl ${timing.patroni.ttlSeconds} s, the least for this version of Patroni and this etcd, and the fastest health checks.`;
}
