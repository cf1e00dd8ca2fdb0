import { requestedLease } from '../timing/deriveTiming.ts';
import { correctedLease, keepsLease, patroniLimits } from '../timing/patroniLimits.ts';
import { timingRequest } from '../timing/resolveTiming.ts';
import { say } from '../wording/phrase.ts';
import { defineRule, fixOf } from './defineRule.ts';

/** `ttl >= loop_wait + 2 * retry_timeout`, else a primary that retries loses its lease while it is healthy. */
export const timingLeaseConstraint = defineRule(
  {
    id: 'timing-lease-constraint',
    title: 'The lease outlives one loop and two retries',
    reference: 'Patroni docs/dynamic_configuration: loop_wait + 2 * retry_timeout <= ttl',
  },
  (plan, report) => {
    const request = timingRequest(plan);
    const lease = requestedLease(request, patroniLimits(request.patroniVersion));
    if (keepsLease(lease)) return;
    const { ttlSeconds: ttl, loopWaitSeconds: loop, retryTimeoutSeconds: retry } = lease;
    const right = correctedLease(lease, patroniLimits());
    const needed = Math.ceil(loop + 2 * retry);
    report(
      'error',
      ['patroni', 'timing'],
      say`ttl ${ttl} s is less than loop_wait + 2 * retry_timeout = ${loop} + 2 * ${retry} = ${loop + 2 * retry} s: a primary could lose its lease while it still retries. Patroni 3.2 and later would run with ttl ${right.ttlSeconds}, loop_wait ${right.loopWaitSeconds}, retry_timeout ${right.retryTimeoutSeconds}; older ones take the values as they are.`,
      [
        fixOf(
          say`Set ttl ${right.ttlSeconds} s, loop_wait ${right.loopWaitSeconds} s, retry_timeout ${right.retryTimeoutSeconds} s`,
          [['patroni', 'timing', 'ttl'], right.ttlSeconds],
          [['patroni', 'timing', 'loopWait'], right.loopWaitSeconds],
          [['patroni', 'timing', 'retryTimeout'], right.retryTimeoutSeconds],
        ),
        ...(needed <= 86_400
          ? [fixOf(say`Keep loop and retries, set ttl ${needed} s`, [['patroni', 'timing', 'ttl'], needed])]
          : []),
      ],
    );
  },
);
