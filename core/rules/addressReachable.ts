import { isLoopback, isUnspecified } from '../plan/names.ts';
import { say } from '../wording/phrase.ts';
import { defineRule } from './defineRule.ts';

/** An address by which the other hosts reach this one. */
export const addressReachable = defineRule(
  {
    id: 'address-reachable',
    title: 'Addresses are neither loopback nor unspecified',
    reference: 'Patroni validator: connect_address must not be loopback, 0.0.0.0 or *; RFC 6890',
  },
  (plan, report) => {
    for (const [index, host] of plan.hosts.entries()) {
      const what = isLoopback(host.address)
        ? say`every host means itself by it`
        : isUnspecified(host.address)
          ? say`it names no host`
          : /^(?:169\.254\.|fe80:)/i.test(host.address)
            ? say`it is valid on one link only`
            : /^(?:22[4-9]|2[34]\d|25[0-5])\.|^ff[0-9a-f]{2}:/i.test(host.address)
              ? say`it is for groups of hosts, or reserved`
              : undefined;
      if (what !== undefined)
        report(
          'error',
          ['hosts', index, 'address'],
          say`${host.address} cannot be the address of ${host.name}: ${what}. Give the address by which the other hosts reach it.`,
        );
    }
  },
);
