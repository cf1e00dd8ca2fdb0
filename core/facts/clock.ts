import type { Fact } from './fact.ts';
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

const timeServices = ['chrony', 'chronyd', 'systemd-timesyncd', 'ntp', 'ntpsec', 'openntpd'];

/** Reads the clock and the time services. It must come first in a gathering script: its time is compared with the operator's. */
export const clock: Fact<Clock> = {
  id: 'clock',
  command: `
printf 'epoch=%s\\n' "$(date +%s.%N)"
for unit in ${timeServices.join(' ')}; do
  if systemctl -q is-active "$unit.service" 2>/dev/null; then printf 'service.%s=active\\n' "$unit"; fi
done
printf 'synchronized=%s\\n' "$(timedatectl show -p NTPSynchronized --value 2>/dev/null || true)"`,
  parse(output) {
    const fields = parseFields(output);
    return {
      epochSeconds: Number.parseFloat(fields.get('epoch') ?? ''),
      services: timeServices.filter((unit) => fields.get(`service.${unit}`) === 'active'),
      synchronized: fields.get('synchronized') === 'yes',
    };
  },
};
