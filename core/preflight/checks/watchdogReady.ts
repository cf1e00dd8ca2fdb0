import { memberOn } from '../../plan/plan.ts';
import { hostCheck, pass } from '../observation.ts';

/** A watchdog device is there when the plan wants one. */
export const watchdogReady = hostCheck('watchdog', 'Watchdog device', ({ host, facts }, { plan }) => {
  const mode = plan.patroni.watchdog;
  if (mode === 'off' || memberOn(plan, host) === undefined) return undefined;
  if (facts.watchdog.device) return pass('/dev/watchdog', 'The watchdog device is there.');
  return {
    result: mode === 'required' ? 'fail' : 'warn',
    measured: 'no /dev/watchdog',
    message:
      mode === 'required'
        ? 'Without a watchdog device this member could never become leader (watchdog: required).'
        : 'Without a watchdog device a hung Patroni cannot be fenced; Patroni runs without it (watchdog: automatic).',
    fix: facts.watchdog.softdogAvailable
      ? 'modprobe softdog && echo softdog > /etc/modules-load.d/softdog.conf'
      : 'add a hardware watchdog, or set patroni.watchdog: off',
  };
});
