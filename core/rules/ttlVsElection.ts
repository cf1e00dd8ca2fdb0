import { resolveTiming } from '../timing/resolveTiming.ts';
import { say } from '../wording/phrase.ts';
import { defineRule, fixOf } from './defineRule.ts';

/** etcd grants no lease shorter than one and a half election timeouts. */
export const ttlVsElection = defineRule(
  {
    id: 'ttl-vs-election',
    title: "The lease is longer than etcd's election timeout",
    reference: 'etcd 3.5, server/lease/lessor.go: the minimum lease is 3/2 of the election timeout',
  },
  (plan, report) => {
    const { patroni, etcd } = resolveTiming(plan);
    const leastTtl = Math.ceil((1.5 * etcd.electionMilliseconds) / 1000);
    if (patroni.ttlSeconds >= leastTtl) return;
    const path = plan.etcd.election === undefined ? ['patroni', 'timing', 'ttl'] : ['etcd', 'election'];
    report(
      'error',
      path,
      say`ttl ${patroni.ttlSeconds} s is less than 1.5 election timeouts of ${etcd.electionMilliseconds} ms: etcd lengthens every lease to ${leastTtl} s, and a dead primary keeps its lease that long.`,
      [fixOf(say`Set ttl ${leastTtl} s`, [['patroni', 'timing', 'ttl'], leastTtl])],
    );
  },
);
