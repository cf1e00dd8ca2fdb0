import { createHash, createHmac, timingSafeEqual } from 'node:crypto';

/** One line of a known_hosts file (sshd(8), "SSH_KNOWN_HOSTS FILE FORMAT"). */
export interface KnownHost {
  readonly file: string;
  /** From 1. */
  readonly line: number;
  readonly revoked: boolean;
  readonly patterns: string;
  /** Such as `ssh-ed25519`. */
  readonly type: string;
  readonly key: Buffer;
}

/** Reads the lines of a known_hosts file. Lines that cannot be read and authorities of host certificates, which ssh2 has no use for, are left out. */
export function parseKnownHosts(file: string, text: string): readonly KnownHost[] {
  return text.split('\n').flatMap((line, index) => {
    const words = line.trim().split(/\s+/);
    const marker = words[0]?.startsWith('@') ? words.shift() : undefined;
    const [patterns, type, encoded] = words;
    if (patterns === undefined || patterns.startsWith('#') || type === undefined || encoded === undefined) return [];
    if (marker !== undefined && marker !== '@revoked') return [];
    const key = Buffer.from(encoded, 'base64');
    if (keyType(key) !== type) return [];
    return [{ file, line: index + 1, revoked: marker !== undefined, patterns, type, key }];
  });
}

/** Name of the file of host keys in a project's folder. */
export const knownHostsFile = 'known_hosts';

/** How known_hosts spells a host: the bare address on port 22, else `[address]:port`. */
export function knownHostsName(address: string, port: number): string {
  return port === 22 ? address.toLowerCase() : `[${address.toLowerCase()}]:${port}`;
}

/** Whether a line is about a host, as `knownHostsName` spells it: hashed names, wildcards and negations included. */
export function isAbout(entry: KnownHost, name: string): boolean {
  if (entry.patterns.startsWith('|')) return matchesHashed(entry.patterns, name);
  const patterns = entry.patterns.toLowerCase().split(',');
  if (patterns.some((pattern) => pattern.startsWith('!') && matchesPattern(pattern.slice(1), name))) return false;
  return patterns.some((pattern) => matchesPattern(pattern, name));
}

/** `SHA256:...`, as ssh-keygen -l prints it. */
export function fingerprint(key: Buffer): string {
  return `SHA256:${createHash('sha256').update(key).digest('base64').replace(/=+$/, '')}`;
}

/** The type that a public key names in its first field (RFC 4253 section 6.6); empty when it is not a key. */
export function keyType(key: Buffer): string {
  if (key.length < 4) return '';
  const length = key.readUInt32BE(0);
  return length <= 100 && key.length > 4 + length ? key.toString('latin1', 4, 4 + length) : '';
}

/** `|1|salt|HMAC-SHA1 of the name` */
function matchesHashed(text: string, name: string): boolean {
  const [, version, salt, hash] = text.split('|');
  if (version !== '1' || salt === undefined || hash === undefined) return false;
  const expected = Buffer.from(hash, 'base64');
  const actual = createHmac('sha1', Buffer.from(salt, 'base64')).update(name).digest();
  return expected.length === actual.length && timingSafeEqual(expected, actual);
}

function matchesPattern(pattern: string, name: string): boolean {
  if (!/[*?]/.test(pattern)) return pattern === name;
  const source = pattern
    .replaceAll(/[.+^${}()|[\]\\]/g, '\\$&')
    .replaceAll(/\*+/g, '.*')
    .replaceAll('?', '.');
  return new RegExp(`^${source}$`).test(name);
}
