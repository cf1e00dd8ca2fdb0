import { resolveTiming } from '../timing/resolveTiming.ts';
import { say } from '../wording/phrase.ts';
import { defineRule, fixOf } from './defineRule.ts';

/** The watchdog fires after ttl - safety margin, which must leave one loop. */
export const watchdogTimeout = defineRule(
  {
    id: 'watchdog-timeout',
    title: 'The watchdog leaves Patroni one loop',
    reference:
      'Patroni docs/watchdog; patroni/watchdog/base.py: timeout = ttl - safety_margin (-1: ttl / 2) >= loop_wait',
  },
  (plan, report) => {
    const { watchdog } = plan.patroni;
    if (watchdog === 'off') return;
    const { ttlSeconds: ttl, loopWaitSeconds: loop, safetyMarginSeconds: margin } = resolveTiming(plan).patroni;
    const timeout = margin === -1 ? Math.floor(ttl / 2) : ttl - margin;
    if (timeout >= loop) return;
    const most = Math.min(5, ttl - loop);
    report(
      watchdog === 'required' ? 'error' : 'warning',
      ['patroni', 'timing', 'safetyMargin'],
      watchdog === 'required'
        ? say`The watchdog would fire after ${timeout} s (ttl ${ttl} s, safety margin ${margin} s), before one loop of ${loop} s is over: no member may lead.`
        : say`The watchdog would fire after ${timeout} s (ttl ${ttl} s, safety margin ${margin} s), before one loop of ${loop} s is over: Patroni runs without it.`,
      [fixOf(say`Set the safety margin to ${most} s`, [['patroni', 'timing', 'safetyMargin'], most])],
    );
  },
);
