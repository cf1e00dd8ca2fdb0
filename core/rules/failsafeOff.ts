import { say } from '../wording/phrase.ts';
import { defineRule, fixOf } from './defineRule.ts';

/** Without failsafe mode, an outage of etcd alone stops all writes. */
export const failsafeOff = defineRule(
  {
    id: 'failsafe-off',
    title: 'Failsafe mode is on',
    reference: 'Patroni 3.0 docs/dcs_failsafe_mode: the primary continues while it reaches all members',
  },
  (plan, report) => {
    if (!plan.patroni.failsafe)
      report(
        'warning',
        ['patroni', 'failsafe'],
        say`Failsafe mode is off: when etcd alone is lost, every primary demotes itself although all members are alive.`,
        [fixOf(say`Turn failsafe mode on`, [['patroni', 'failsafe'], true])],
      );
  },
);
