import { patroniLimits } from '../timing/patroniLimits.ts';
import { plannedPatroniVersion } from '../timing/resolveTiming.ts';
import { say } from '../wording/phrase.ts';
import { defineRule, fixOf } from './defineRule.ts';

const fields = [
  { field: 'ttl', name: 'ttl', limit: 'ttlSeconds' },
  { field: 'loopWait', name: 'loop_wait', limit: 'loopWaitSeconds' },
  { field: 'retryTimeout', name: 'retry_timeout', limit: 'retryTimeoutSeconds' },
] as const;

/** Values below Patroni's minimums are not what runs: Patroni 3.2 and later raise them. */
export const patroniMinimums = defineRule(
  {
    id: 'patroni-minimums',
    title: 'Timing is not below what Patroni runs with',
    reference: 'Patroni 3.2 docs/dynamic_configuration: minimum possible values of ttl, loop_wait, retry_timeout',
  },
  (plan, report) => {
    const version = plannedPatroniVersion(plan);
    const running = patroniLimits(version);
    const newest = patroniLimits();
    const says = (name: string, value: number, least: number) => {
      if (version === undefined) return say`Patroni 3.2 and later runs with ${name} ${least} s instead of ${value} s.`;
      return running.enforced
        ? say`Patroni ${version} runs with ${name} ${least} s instead of ${value} s.`
        : say`Patroni ${version} runs with ${name} ${value} s; after an update to 3.2 or later it is ${least} s.`;
    };
    for (const { field, name, limit } of fields) {
      const value = plan.patroni.timing[field];
      if (value === undefined || value >= newest[limit]) continue;
      const path = ['patroni', 'timing', field];
      report(running.enforced ? 'warning' : 'info', path, says(name, value, newest[limit]), [
        fixOf(say`Set ${name} ${newest[limit]} s`, [path, newest[limit]]),
      ]);
    }
    const { rtoSeconds } = plan.objectives;
    if (plan.patroni.timing.ttl === undefined && rtoSeconds < newest.ttlSeconds) {
      const ttl = Math.floor(rtoSeconds);
      const result = says('ttl', ttl, newest.ttlSeconds);
      report(
        'info',
        ['objectives'],
        running.enforced
          ? say`The objective of ${rtoSeconds} s asks for ttl ${ttl} s: ${result} A host loss takes that long to be noticed, whatever the objective says.`
          : say`The objective of ${rtoSeconds} s asks for ttl ${ttl} s: ${result}`,
      );
    }
  },
);
