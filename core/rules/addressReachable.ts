import { parseCidr, type ReservedUse, reservedUse } from '../plan/address.ts';
import { type Phrase, say } from '../wording/phrase.ts';
import { defineRule } from './defineRule.ts';

const why: Readonly<Record<ReservedUse, Phrase>> = {
  loopback: say`every host means itself by it`,
  unspecified: say`it names no host`,
  'link-local': say`it is valid on one link only`,
  groups: say`it is for groups of hosts, or reserved`,
  documentation: say`it is reserved for documentation, and no network has it`,
};

/** An address by which the other hosts reach this one. */
export const addressReachable = defineRule(
  {
    id: 'address-reachable',
    title: 'Addresses are ones that a host can have',
    reference: 'Patroni validator: connect_address must not be loopback, 0.0.0.0 or *; RFC 6890, RFC 5737, RFC 3849',
  },
  (plan, report) => {
    for (const [index, host] of plan.hosts.entries()) {
      const use = reservedUse(host.address);
      if (use !== undefined)
        report(
          'error',
          ['hosts', index, 'address'],
          say`${host.address} cannot be the address of ${host.name}: ${why[use]}. Give the address by which the other hosts reach it.`,
        );
    }
    const vip = parseCidr(plan.access.vip?.address ?? '')?.address;
    const use = vip === undefined ? undefined : reservedUse(vip);
    if (vip !== undefined && use !== undefined)
      report(
        'error',
        ['access', 'vip', 'address'],
        say`${vip} cannot be the virtual IP: ${why[use]}. Give a free address of the members' network.`,
      );
  },
);
