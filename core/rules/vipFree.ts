import { parseAddress, parseCidr } from '../plan/names.ts';
import { say } from '../wording/phrase.ts';
import { defineRule } from './defineRule.ts';

const path = ['access', 'vip', 'address'];

/** Nobody else has the virtual IP. */
export const vipFree = defineRule(
  {
    id: 'vip-free',
    title: 'The virtual IP is no host address',
    reference: 'VRRP (RFC 5798) and gratuitous ARP: a virtual IP moves only within one layer-2 network',
  },
  (plan, report) => {
    const cidr = parseCidr(plan.access.vip?.address ?? '');
    if (cidr === undefined) return;
    for (const host of plan.hosts)
      if (parseAddress(host.address)?.canonical === cidr.address)
        report(
          'error',
          path,
          say`The virtual IP ${cidr.address} is the address of ${host.name}: give one that no host has.`,
        );
  },
);
