import type { Fact } from './fact.ts';

/** Whether Patroni could open a watchdog: there is a character device, and possibly the software module. */
export interface WatchdogDevice {
  readonly device: boolean;
  readonly softdogAvailable: boolean;
}

/** Looks for /dev/watchdog and the softdog module. */
export const watchdogDevice: Fact<WatchdogDevice> = {
  id: 'watchdog-device',
  command: `
if [ -c /dev/watchdog ]; then echo device; fi
if modinfo softdog >/dev/null 2>&1; then echo softdog; fi`,
  parse: (output) => ({ device: /^device$/m.test(output), softdogAvailable: /^softdog$/m.test(output) }),
};
