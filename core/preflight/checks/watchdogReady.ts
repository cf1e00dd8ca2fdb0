import { memberOn } from '../../plan/plan.ts';
import { say } from '../../wording/phrase.ts';
import { hostCheck, pass } from '../observation.ts';

/** A watchdog device is there when the plan wants one. */
export const watchdogReady = hostCheck('watchdog', 'Watchdog device', ({ host, facts }, { plan }) => {
  const mode = plan.patroni.watchdog;
  if (mode === 'off' || memberOn(plan, host) === undefined) return undefined;
  if (facts.watchdog.device) return pass('/dev/watchdog', say`The watchdog device is there.`);
  return {
    result: mode === 'required' ? 'fail' : 'warn',
    measured: say`no /dev/watchdog`,
    message:
      mode === 'required'
        ? say`Without a watchdog device this member could never become leader (watchdog: required).`
        : say`Without a watchdog device a hung Patroni cannot be fenced; Patroni runs without it (watchdog: automatic).`,
    fix: facts.watchdog.softdogAvailable
      ? 'modprobe softdog && echo softdog > /etc/modules-load.d/softdog.conf'
      : say`add a hardware watchdog, or set patroni.watchdog: off`,
  };
});
