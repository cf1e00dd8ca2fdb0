import { type Fact, Unreadable } from './fact.ts';
import { stateDirectory } from './hostState.ts';
import { parseFields } from './platform.ts';

/** The host's own time and what keeps it right. */
export interface Clock {
  /** Seconds since 1970 with fraction, read at the start of the gathering script; NaN when unreadable. */
  readonly epochSeconds: number;
  /** Unit names of active time services. */
  readonly services: readonly string[];
  /** The kernel's clock is kept in step, by whatever means. */
  readonly synchronized: boolean;
}

/** The host's clock minus the operator's, and half the time that the question took. NaN where it was not measured. */
export interface ClockOffset {
  readonly seconds: number;
  readonly uncertaintySeconds: number;
}

export const unmeasured: ClockOffset = { seconds: Number.NaN, uncertaintySeconds: Number.NaN };

/** @param sentAt, answeredAt milliseconds since 1970 of the operator's clock: the question left, and the first of the answer came */
export function offsetOf(clock: Clock, sentAt: number, answeredAt: number): ClockOffset {
  return {
    seconds: clock.epochSeconds - (sentAt + answeredAt) / 2000,
    uncertaintySeconds: (answeredAt - sentAt) / 2000,
  };
}

const timeServices = ['chrony', 'chronyd', 'systemd-timesyncd', 'ntp', 'ntpsec', 'openntpd'];

/**
 * Reads the clock and the time services. It must come first in a gathering script: its time is compared with the operator's.
 * @param always also the time services of hosts that are deployed already
 */
export const clock = (always: boolean): Fact<Clock> => ({
  id: 'clock',
  command: `
printf 'epoch=%s\\n' "\${EPOCHREALTIME:-$(date +%s.%N)}"
${always ? '' : `[ -e ${stateDirectory}/owner ] && exit 0`}
for unit in ${timeServices.join(' ')}; do
  if systemctl -q is-active "$unit.service" 2>/dev/null; then printf 'service.%s=active\\n' "$unit"; fi
done
printf 'synchronized=%s\\n' "$(timedatectl show -p NTPSynchronized --value 2>/dev/null || true)"`,
  parse(output) {
    const fields = parseFields(output);
    const epoch = fields.get('epoch') ?? '';
    if (epoch !== '' && !/^\d{1,11}\.\d{1,9}$/.test(epoch)) throw new Unreadable(`epoch=${epoch}`);
    return {
      epochSeconds: Number.parseFloat(epoch),
      services: timeServices.filter((unit) => fields.get(`service.${unit}`) === 'active'),
      synchronized: fields.get('synchronized') === 'yes',
    };
  },
});
