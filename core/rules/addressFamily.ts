import { parseAddress } from '../plan/names.ts';
import { say } from '../wording/phrase.ts';
import { defineRule } from './defineRule.ts';

/** Hosts that talk to each other use one address family. */
export const addressFamily = defineRule(
  {
    id: 'address-family',
    title: 'Addresses are of one family',
    reference: 'Each service listens on and connects from the address in the plan',
  },
  (plan, report) => {
    const families = plan.hosts.map((host) => parseAddress(host.address)?.kind);
    const first = families.find((family) => family === 'ipv4' || family === 'ipv6');
    const other = families.findIndex((family) => family !== undefined && family !== 'name' && family !== first);
    if (other < 0) return;
    const label = (family: string | undefined) => (family === 'ipv4' ? 'IPv4' : 'IPv6');
    report(
      'warning',
      ['hosts', other, 'address'],
      say`${plan.hosts[other]?.name ?? ''} has an ${label(families[other])} address and others have ${label(first)} ones: every host then needs both, since each talks to all. Use one family.`,
    );
  },
);
