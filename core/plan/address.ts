const label = '[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?';

/** One RFC 1123 label. */
export const labelPattern = new RegExp(`^${label}$`);
/** A name to be resolved: RFC 1123 labels with dots, 253 characters at most. */
export const dnsNamePattern = new RegExp(`^(?=.{1,253}$)${label}(?:\\.${label})*$`);

/** An address as a plan may give it. Names are not resolved: that is for the hosts themselves. */
export interface ParsedAddress {
  readonly kind: 'ipv4' | 'ipv6' | 'name';
  /** One spelling per address: IPv6 as RFC 5952 writes it, names in lower case without a final dot. */
  readonly canonical: string;
}

/** An address with a prefix length. The host bits are kept: a virtual IP is written as `10.0.0.100/24`. */
export interface Cidr {
  readonly address: string;
  readonly prefix: number;
  readonly family: 'ipv4' | 'ipv6';
}

/**
 * Reads an IPv4 or IPv6 address or a host name.
 *
 * Refused: leading zeros in IPv4 (read as octal by some programs, as decimal by others), IPv6 with a zone index (it means something
 * on one host only), and names whose last label is a number, which are mistyped addresses (RFC 1123, 2.1).
 * @returns undefined when the text is none of them
 */
export function parseAddress(text: string): ParsedAddress | undefined {
  const bytes = addressBytes(text);
  if (bytes !== undefined)
    return bytes.length === 4
      ? { kind: 'ipv4', canonical: bytes.join('.') }
      : { kind: 'ipv6', canonical: formatIpv6(bytes) };
  const name = text.endsWith('.') ? text.slice(0, -1) : text;
  const lastLabel = name.slice(name.lastIndexOf('.') + 1);
  if (!dnsNamePattern.test(name) || /^\d+$/.test(lastLabel)) return undefined;
  return { kind: 'name', canonical: name.toLowerCase() };
}

/**
 * Reads `ADDRESS/PREFIX`, IPv4 or IPv6.
 * @returns undefined when the text is not one
 */
export function parseCidr(text: string): Cidr | undefined {
  const match = /^([^/]+)\/(0|[1-9]\d{0,2})$/.exec(text);
  const address = match?.[1] === undefined ? undefined : parseAddress(match[1]);
  const prefix = Number(match?.[2]);
  if (address === undefined || address.kind === 'name' || prefix > (address.kind === 'ipv4' ? 32 : 128))
    return undefined;
  return { address: address.canonical, prefix, family: address.kind };
}

/** Whether an address is in the network; always false for names and for the other family. */
export function cidrContains(cidr: Cidr, address: string): boolean {
  const network = addressBytes(cidr.address);
  const candidate = addressBytes(address);
  if (network === undefined || candidate === undefined || network.length !== candidate.length) return false;
  return network.every((byte, index) => {
    const bits = Math.min(8, Math.max(0, cidr.prefix - index * 8));
    const mask = (0xff << (8 - bits)) & 0xff;
    return (byte & mask) === ((candidate[index] ?? 0) & mask);
  });
}

/** Whether the address is the machine's own: 127.0.0.0/8, ::1, or a name that is reserved for it (RFC 6761, Debian's hosts file). */
export function isLoopback(address: string): boolean {
  const bytes = embeddedIpv4(addressBytes(address));
  if (bytes?.length === 4) return bytes[0] === 127;
  if (bytes !== undefined) return formatIpv6(bytes) === '::1';
  return /^(?:(?:.+\.)?localhost|localhost\.localdomain|localhost[46]|ip6-(?:localhost|loopback))\.?$/i.test(address);
}

/** What addresses are set aside for that no host of a plan can have. */
export type ReservedUse = 'loopback' | 'unspecified' | 'link-local' | 'groups' | 'documentation';

/** RFC 6890 and IANA's registries of special-purpose addresses; documentation: RFC 5737, RFC 3849, RFC 9637. */
const reserved: readonly (readonly [Cidr | undefined, ReservedUse])[] = [
  [parseCidr('0.0.0.0/8'), 'unspecified'],
  [parseCidr('169.254.0.0/16'), 'link-local'],
  [parseCidr('192.0.2.0/24'), 'documentation'],
  [parseCidr('198.51.100.0/24'), 'documentation'],
  [parseCidr('203.0.113.0/24'), 'documentation'],
  // Multicast, and the reserved rest with the broadcast address.
  [parseCidr('224.0.0.0/3'), 'groups'],
  [parseCidr('fe80::/10'), 'link-local'],
  [parseCidr('ff00::/8'), 'groups'],
  [parseCidr('2001:db8::/32'), 'documentation'],
  [parseCidr('3fff::/20'), 'documentation'],
];

/** What an address is set aside for, so that it cannot be the address of a host; undefined for every other one, and for names. */
export function reservedUse(address: string): ReservedUse | undefined {
  if (isLoopback(address)) return 'loopback';
  if (isUnspecified(address)) return 'unspecified';
  const bytes = embeddedIpv4(addressBytes(address));
  if (bytes === undefined) return undefined;
  const plain = bytes.length === 4 ? bytes.join('.') : formatIpv6(bytes);
  return reserved.find(([network]) => network !== undefined && cidrContains(network, plain))?.[1];
}

/** Whether the address is 'any address' (0.0.0.0 or ::), which names no host. */
export function isUnspecified(address: string): boolean {
  return addressBytes(address)?.every((byte, index, all) => byte === 0 || isMappedPrefix(all, index)) ?? false;
}

function addressBytes(text: string): readonly number[] | undefined {
  return text.includes(':') ? parseIpv6(text) : parseIpv4(text);
}

function parseIpv4(text: string): readonly number[] | undefined {
  const parts = text.split('.');
  if (parts.length !== 4 || !parts.every((part) => /^(?:0|[1-9]\d{0,2})$/.test(part))) return undefined;
  const bytes = parts.map(Number);
  return bytes.every((byte) => byte <= 255) ? bytes : undefined;
}

function parseIpv6(text: string): readonly number[] | undefined {
  const halves = text.split('::');
  if (halves.length > 2) return undefined;
  const [head, tail] = [halves[0] ?? '', halves[1]];
  const headBytes = groupBytes(head, tail === undefined);
  const tailBytes = tail === undefined ? [] : groupBytes(tail, true);
  if (headBytes === undefined || tailBytes === undefined) return undefined;
  const missing = 16 - headBytes.length - tailBytes.length;
  // '::' stands for at least one group, and without it nothing may be missing.
  if (tail === undefined ? missing !== 0 : missing < 2) return undefined;
  return [...headBytes, ...new Array<number>(missing).fill(0), ...tailBytes];
}

function groupBytes(text: string, mayEndInIpv4: boolean): number[] | undefined {
  if (text === '') return [];
  const bytes: number[] = [];
  const groups = text.split(':');
  for (const [index, group] of groups.entries()) {
    if (/^[0-9a-f]{1,4}$/i.test(group)) {
      const value = Number.parseInt(group, 16);
      bytes.push(value >> 8, value & 0xff);
      continue;
    }
    const embedded = mayEndInIpv4 && index === groups.length - 1 ? parseIpv4(group) : undefined;
    if (embedded === undefined) return undefined;
    bytes.push(...embedded);
  }
  return bytes;
}

/** RFC 5952: lower case, no leading zeros, the longest run of two or more zero groups (the first of equals) shortened. */
function formatIpv6(bytes: readonly number[]): string {
  const mapped = embeddedIpv4(bytes);
  if (mapped?.length === 4) return `::ffff:${mapped.join('.')}`;
  const groups = Array.from({ length: 8 }, (_, index) =>
    (((bytes[index * 2] ?? 0) << 8) | (bytes[index * 2 + 1] ?? 0)).toString(16),
  );
  let best = { start: 0, length: 1 };
  for (let start = 0; start < 8; start++) {
    let length = 0;
    while (groups[start + length] === '0') length++;
    if (length > best.length) best = { start, length };
  }
  if (best.length < 2) return groups.join(':');
  return `${groups.slice(0, best.start).join(':')}::${groups.slice(best.start + best.length).join(':')}`;
}

/** The IPv4 address inside ::ffff:0:0/96; any other address unchanged. */
function embeddedIpv4(bytes: readonly number[] | undefined): readonly number[] | undefined {
  const mapped = bytes?.length === 16 && bytes.slice(0, 10).every((byte) => byte === 0) && isMappedPrefix(bytes, 10);
  return mapped ? bytes?.slice(12) : bytes;
}

function isMappedPrefix(bytes: readonly number[], index: number): boolean {
  return bytes.length === 16 && (index === 10 || index === 11) && bytes[10] === 0xff && bytes[11] === 0xff;
}
