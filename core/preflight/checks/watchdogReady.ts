import type { WatchdogDevice } from '../../facts/watchdogDevice.ts';
import { memberOn } from '../../plan/plan.ts';
import { say } from '../../wording/phrase.ts';
import { hostCheck, type Judgement, pass } from '../observation.ts';

/** A watchdog device is there when the plan wants one; where the plan wants none, what the host has is said. */
export const watchdogReady = hostCheck('watchdog', say`Watchdog device`, ({ host, facts }, { plan }) => {
  const mode = plan.patroni.watchdog;
  if (memberOn(plan, host) === undefined) return undefined;
  if (mode === 'off') return unused(facts.watchdog);
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

/** No watchdog is a decision that a plan may take: nothing is to be mended. */
function unused({ device, softdogAvailable }: WatchdogDevice): Judgement | undefined {
  if (device)
    return pass(
      '/dev/watchdog',
      say`The host has a watchdog that nobody uses: patroni.watchdog: automatic lets it restart a host whose Patroni hangs.`,
    );
  if (softdogAvailable)
    return pass(
      'softdog',
      say`The kernel has a software watchdog that nobody uses: patroni.watchdog: automatic lets it restart a host whose Patroni hangs.`,
    );
  return undefined;
}
