import { parseAddress, parseCidr } from '../plan/names.ts';
import { quoted } from '../plan/problem.ts';
import { say } from '../wording/phrase.ts';
import { defineRule, fixOf } from './defineRule.ts';

const path = ['access', 'vip', 'address'];

/** The virtual IP is an address with the length of its network. */
export const vipValid = defineRule(
  {
    id: 'vip-valid',
    title: 'The virtual IP is an address with a prefix length',
    reference: 'VRRP (RFC 5798) and gratuitous ARP: a virtual IP moves only within one layer-2 network',
  },
  (plan, report) => {
    const vip = plan.access.vip;
    if (vip === undefined || parseCidr(vip.address) !== undefined) return;
    if (vip.address === '') {
      report(
        'error',
        path,
        say`The virtual IP has no address yet: give a free one of the members' network with its length, such as 10.0.0.100/24.`,
      );
      return;
    }
    const bare = parseAddress(vip.address);
    const whole = bare?.kind === 'ipv4' ? `${vip.address}/24` : bare?.kind === 'ipv6' ? `${vip.address}/64` : undefined;
    report(
      'error',
      path,
      say`${quoted(vip.address)} is no virtual IP: write the address with the length of its network, such as 10.0.0.100/24.`,
      whole === undefined ? [] : [fixOf(say`Set ${whole}`, [path, whole])],
    );
  },
);
