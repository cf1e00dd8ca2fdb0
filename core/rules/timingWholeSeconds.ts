import { say } from '../wording/phrase.ts';
import { defineRule, fixOf } from './defineRule.ts';

const fields = [
  'ttl',
  'loopWait',
  'retryTimeout',
  'primaryStartTimeout',
  'primaryStopTimeout',
  'safetyMargin',
] as const;

/** Patroni's timing values are whole seconds. */
export const timingWholeSeconds = defineRule(
  {
    id: 'timing-whole-seconds',
    title: 'Timing is given in whole seconds',
    reference:
      'Patroni 4.0, patroni/validator.py: ttl, loop_wait, retry_timeout are integers; etcd leases are whole seconds',
  },
  (plan, report) => {
    for (const field of fields) {
      const value = plan.patroni.timing[field];
      if (value === undefined || Number.isInteger(value)) continue;
      const path = ['patroni', 'timing', field];
      const whole = Math.max(
        field === 'ttl' || field === 'loopWait' || field === 'retryTimeout' ? 1 : -1,
        Math.floor(value),
      );
      report('error', path, say`${value} s is not a whole number of seconds, which Patroni refuses.`, [
        fixOf(say`Set ${whole} s`, [path, whole]),
      ]);
    }
    for (const field of ['heartbeat', 'election'] as const) {
      const value = plan.etcd[field];
      if (value === undefined || Number.isInteger(value)) continue;
      report('error', ['etcd', field], say`${value} ms is not a whole number of milliseconds, which etcd refuses.`, [
        fixOf(say`Set ${Math.ceil(value)} ms`, [['etcd', field], Math.ceil(value)]),
      ]);
    }
  },
);
