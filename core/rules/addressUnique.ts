import { parseAddress } from '../plan/names.ts';
import { say } from '../wording/phrase.ts';
import { defineRule } from './defineRule.ts';
import { repeats } from './lookups.ts';

/** Two hosts never share an address, however it is spelt. */
export const addressUnique = defineRule(
  {
    id: 'address-unique',
    title: 'Addresses are unique',
    reference: 'RFC 5952: one address has many spellings; they are compared in the canonical one',
  },
  (plan, report) => {
    const hosts = plan.hosts.map((host, index) => ({ host, index }));
    for (const { first, again } of repeats(hosts, ({ host }) => parseAddress(host.address)?.canonical))
      report(
        'error',
        ['hosts', again.index, 'address'],
        say`${again.host.address} is the address of both ${first.host.name} and ${again.host.name}: correct one of them.`,
      );
  },
);
