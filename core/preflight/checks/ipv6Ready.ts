import { parseAddress } from '../../plan/names.ts';
import { say } from '../../wording/phrase.ts';
import { hostCheck, pass } from '../observation.ts';

/** A plan with IPv6 addresses finds IPv6 on its hosts. */
export const ipv6Ready = hostCheck('ipv6', say`IPv6 of the host`, ({ facts }, { plan }) => {
  const used = plan.hosts.filter((host) => parseAddress(host.address)?.kind === 'ipv6');
  if (used.length === 0) return pass(say`not used`, say`The plan uses no IPv6 address.`);
  if (!facts.condition.ipv6Disabled) return pass(say`on`, say`IPv6 is on.`);
  return {
    result: 'fail',
    measured: say`off`,
    message: say`IPv6 is off on the host, and the plan has IPv6 addresses (${used[0]?.address ?? '?'}).`,
    fix: 'sysctl -w net.ipv6.conf.all.disable_ipv6=0; grep -rn disable_ipv6 /etc/sysctl.conf /etc/sysctl.d /proc/cmdline',
  };
});
