import { resolveTiming } from '../timing/resolveTiming.ts';
import { say } from '../wording/phrase.ts';
import { defineRule, fixOf } from './defineRule.ts';

/** HAProxy sees a dead primary before its lease ends, and checks faster while a state changes. */
export const haproxyChecks = defineRule(
  {
    id: 'haproxy-checks',
    title: "HAProxy's checks are faster than the lease",
    reference: 'HAProxy configuration manual: inter, fastinter, downinter, rise, fall',
  },
  (plan, report) => {
    const { patroni, haproxy } = resolveTiming(plan);
    const detection = haproxy.fall * haproxy.interSeconds;
    const clear = fixOf(say`Use the usual checks`, [['haproxy', 'checks'], undefined]);
    if (detection > patroni.ttlSeconds)
      report(
        'warning',
        ['haproxy', 'checks'],
        say`HAProxy needs fall * inter = ${haproxy.fall} * ${haproxy.interSeconds} = ${detection} s to see a dead server, longer than the lease of ${patroni.ttlSeconds} s: it then adds to the outage.`,
        [clear],
      );
    if (haproxy.fastinterSeconds > haproxy.interSeconds)
      report(
        'warning',
        ['haproxy', 'checks', 'fastinter'],
        say`fastinter ${haproxy.fastinterSeconds} s is slower than inter ${haproxy.interSeconds} s: a new primary is found later instead of sooner.`,
        [
          fixOf(say`Set fastinter ${haproxy.interSeconds} s`, [
            ['haproxy', 'checks', 'fastinter'],
            haproxy.interSeconds,
          ]),
        ],
      );
    for (const field of ['inter', 'fastinter', 'downinter'] as const) {
      const value = plan.haproxy.checks[field];
      if (value !== undefined && value < 0.1)
        report(
          'warning',
          ['haproxy', 'checks', field],
          say`A check every ${value} s asks each Patroni more than ten times a second, from every HAProxy.`,
          [fixOf(say`Set 0.5 s`, [['haproxy', 'checks', field], 0.5])],
        );
    }
  },
);
