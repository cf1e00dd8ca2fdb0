import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { refusedSecret } from '../../../core/render/refusedHosts.ts';
import { SecretStore } from '../../../electron/services/secrets/secretStore.ts';
import { ensureCertificates, type Leaf } from '../../../electron/services/tls/certificates.ts';
import { refusedHosts, refuseHosts } from '../../../electron/services/tls/refuseHosts.ts';
import { turnAuthority } from '../../../electron/services/tls/replaceAuthority.ts';

let directory: string;
let store: SecretStore;
const leaf = (name: string): Leaf => ({
  name,
  commonName: name,
  alternativeNames: ['n3'],
  usages: ['client'],
  authority: 'members',
});
const all = [leaf('tls/n3'), leaf('tls/member/n3'), leaf('tls/n1')];
const openssl = (...args: string[]) => execFileSync('openssl', args, { encoding: 'utf8', cwd: directory });
const serial = (name: string) => {
  writeFileSync(join(directory, 'one.crt'), store.get(`${name}.crt`)?.reveal() ?? '');
  return openssl('x509', '-in', 'one.crt', '-noout', '-serial').trim().replace('serial=', '');
};
const revoked = () => {
  writeFileSync(join(directory, 'list.crl'), store.get(refusedSecret)?.reveal() ?? '');
  writeFileSync(join(directory, 'ca.crt'), store.get('tls/members-ca.crt')?.reveal() ?? '');
  const text = openssl('crl', '-in', 'list.crl', '-noout', '-text', '-CAfile', 'ca.crt');
  return [...text.matchAll(/Serial Number: ([0-9A-F]+)/g)].map(([, one]) => one).sort();
};

beforeEach(async () => {
  directory = mkdtempSync(join(tmpdir(), 'quorate-refuse-'));
  store = await SecretStore.open(directory);
  await ensureCertificates(store, all);
});
afterEach(() => rmSync(directory, { recursive: true, force: true }));

describe('hosts that are refused', () => {
  it('lists every certificate of the host and none of another, in a file that openssl reads', async () => {
    await refuseHosts(store, [{ name: 'n3', addresses: ['10.0.0.3', 'n3.example.com', 'fd00::3'] }]);
    expect(revoked()).toEqual([serial('tls/n3'), serial('tls/member/n3')].sort());
    expect(store.get(refusedSecret)?.reveal()).toMatch(/^-----BEGIN X509 CRL-----\n/);
    // A name is nothing that PostgreSQL could compare an address with.
    expect(refusedHosts(store)).toEqual([{ name: 'n3', addresses: ['10.0.0.3', 'fd00::3'] }]);
  });

  it('keeps those that are refused already, and changes nothing where nothing is new', async () => {
    await refuseHosts(store, [{ name: 'n3', addresses: ['10.0.0.3'] }]);
    const before = store.get(refusedSecret)?.reveal();
    await refuseHosts(store, [{ name: 'n3', addresses: ['10.0.0.3'] }]);
    expect(store.get(refusedSecret)?.reveal()).toBe(before);
    await refuseHosts(store, [{ name: 'n1', addresses: ['db1'] }]);
    expect(revoked()).toHaveLength(3);
    expect(refusedHosts(store).map(({ name }) => name)).toEqual(['n1', 'n3']);
  });

  it('gives a host that is back in the plan other certificates, and the others keep theirs', async () => {
    expect(await ensureCertificates(store, all)).toEqual([]);
    await refuseHosts(store, [{ name: 'n3', addresses: ['10.0.0.3'] }]);
    expect(await ensureCertificates(store, all)).toEqual(['tls/n3', 'tls/member/n3']);
    expect(await ensureCertificates(store, all)).toEqual([]);
    expect(revoked()).not.toContain(serial('tls/n3'));
  });

  it('is over when the authority is trusted no more that signed for them', async () => {
    await refuseHosts(store, [{ name: 'n3', addresses: ['10.0.0.3'] }]);
    for (const turn of ['bring', 'serve', 'show'] as const) await turnAuthority(store, 'members', turn, all);
    expect(refusedHosts(store)).toHaveLength(1);
    await turnAuthority(store, 'members', 'forget', all);
    expect(refusedHosts(store)).toEqual([]);
    expect(store.get(refusedSecret)).toBeUndefined();
  });
});
