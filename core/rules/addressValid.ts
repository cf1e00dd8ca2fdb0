import { parseAddress } from '../plan/names.ts';
import { quoted } from '../plan/problem.ts';
import { say } from '../wording/phrase.ts';
import { defineRule } from './defineRule.ts';

/** Every address can be read: IPv4, IPv6 or a name. */
export const addressValid = defineRule(
  {
    id: 'address-valid',
    title: 'Addresses are IPv4, IPv6 or host names',
    reference: 'RFC 1123 (names), RFC 5952 (IPv6); no leading zeros in IPv4, no zone index in IPv6',
  },
  (plan, report) => {
    for (const [index, host] of plan.hosts.entries())
      if (host.address === '')
        report(
          'error',
          ['hosts', index, 'address'],
          say`${host.name} has no address yet: give the one by which the other hosts reach it.`,
        );
      else if (parseAddress(host.address) === undefined)
        report(
          'error',
          ['hosts', index, 'address'],
          say`${quoted(host.address)}, the address of ${host.name}, is no IPv4 address, IPv6 address or host name.`,
        );
  },
);
