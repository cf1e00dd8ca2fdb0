import { needrestartPath } from '../systems/debian/needrestartPath.ts';
import type { Fact } from './fact.ts';
import { parseFields } from './platform.ts';

/** What changes or restarts programs on a host without a person. */
export interface AutomaticUpgrades {
  /** unattended-upgrades is there, switched on, and its timer runs. */
  readonly unattended: boolean;
  /** It reboots the host by itself when an upgrade wants that. */
  readonly reboots: boolean;
  /** needrestart restarts services by itself after upgrades of libraries. */
  readonly needrestart: boolean;
  /** needrestart is told to leave the services of the cluster alone. */
  readonly spared: boolean;
}

/**
 * Reads it from apt's own view of its configuration, whatever file a setting stands in, and from the files of needrestart, of which the last word
 * counts.
 */
export const automaticUpgrades: Fact<AutomaticUpgrades> = {
  id: 'automatic-upgrades',
  command: `
for program in unattended-upgrade needrestart; do
  if command -v "$program" >/dev/null; then printf '%s=there\\n' "$program"; fi
done
if systemctl -q is-active apt-daily-upgrade.timer 2>/dev/null; then echo timer=active; fi
apt-config dump --format '%f=%v%n' | grep -E '^(APT::Periodic::(Enable|Unattended-Upgrade)|Unattended-Upgrade::Automatic-Reboot)='
if [ -e /etc/needrestart ]; then
  cat /etc/needrestart/needrestart.conf /etc/needrestart/conf.d/*.conf 2>/dev/null | sed -n "s/^[[:space:]]*[$]nrconf{restart}[[:space:]]*=[[:space:]]*['\\"]\\([a-z]\\).*/restart=\\1/p"
fi
if [ -f ${needrestartPath} ]; then echo spared=yes; fi`,
  parse(output) {
    const fields = parseFields(output);
    const has = (name: string) => fields.has(name);
    const off = (name: string) =>
      ['', '0', 'no', 'false', 'without', 'off', 'disable'].includes(fields.get(name) ?? '');
    return {
      // apt.systemd.daily: nothing runs where APT::Periodic::Enable is 0, which has to be written; the period itself is 0 unless written.
      unattended:
        has('unattended-upgrade') &&
        fields.get('timer') === 'active' &&
        fields.get('APT::Periodic::Enable') !== '0' &&
        !off('APT::Periodic::Unattended-Upgrade'),
      reboots: !off('Unattended-Upgrade::Automatic-Reboot'),
      needrestart: has('needrestart') && fields.get('restart') === 'a',
      spared: has('spared'),
    };
  },
};
