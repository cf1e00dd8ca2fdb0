import { cidrContains, parseAddress, parseCidr } from '../plan/names.ts';
import { listOf, say } from '../wording/phrase.ts';
import { defineRule } from './defineRule.ts';
import { vipHosts } from './lookups.ts';

const path = ['access', 'vip', 'address'];

/** The virtual IP is in the network of the members that carry it. */
export const vipSubnet = defineRule(
  {
    id: 'vip-subnet',
    title: "The virtual IP is in the members' network",
    reference: 'VRRP (RFC 5798) and gratuitous ARP: a virtual IP moves only within one layer-2 network',
  },
  (plan, report) => {
    const cidr = parseCidr(plan.access.vip?.address ?? '');
    if (cidr === undefined) return;
    const parsed = vipHosts(plan).map((host) => ({ host, address: parseAddress(host.address) }));
    const otherFamily = parsed.find(
      ({ address }) => address !== undefined && address.kind !== 'name' && address.kind !== cidr.family,
    );
    if (otherFamily !== undefined) {
      report(
        'error',
        path,
        say`The virtual IP ${cidr.address} and ${otherFamily.host.address}, the address of ${otherFamily.host.name}, are of different families: no network holds both.`,
      );
      return;
    }
    const outside = parsed.filter(
      ({ address }) => address?.kind === cidr.family && !cidrContains(cidr, address.canonical),
    );
    if (outside.length > 0)
      report(
        'error',
        path,
        say`The network of the virtual IP ${cidr.address}/${cidr.prefix} does not hold ${listOf(outside.map(({ host }) => `${host.name} (${host.address})`))}: the address could not move there. Give an address of the members' network with its prefix length.`,
      );
    if (cidr.family === 'ipv4' && cidr.prefix < 31 && isNetworkOrBroadcast(cidr.address, cidr.prefix))
      report(
        'error',
        path,
        say`${cidr.address}/${cidr.prefix} is the network's own or broadcast address, which no host may have.`,
      );
  },
);

function isNetworkOrBroadcast(address: string, prefix: number): boolean {
  const value = address.split('.').reduce((sum, byte) => sum * 256 + Number(byte), 0);
  const size = 2 ** (32 - prefix);
  return value % size === 0 || value % size === size - 1;
}
