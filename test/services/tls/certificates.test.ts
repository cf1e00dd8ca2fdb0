import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { connect as connectTls, createServer as createTlsServer } from 'node:tls';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { phraseText } from '../../../core/wording/phrase.ts';
import { SecretStore } from '../../../electron/services/secrets/secretStore.ts';
import { sharedAuthorityNote, sharesAuthority } from '../../../electron/services/tls/authority.ts';
import { ensureCertificates, type Leaf } from '../../../electron/services/tls/certificates.ts';
import { planOf } from '../../core/deployment/deploymentFixture.ts';

let directory: string;
let store: SecretStore;
const n1: Leaf = {
  name: 'tls/n1',
  commonName: 'n1',
  alternativeNames: ['n1', 'db.example.com', '10.0.0.1', 'fd00:0::1'],
  usages: ['server', 'client'],
  authority: 'members',
};
const seen: Leaf = { ...n1, name: 'tls/clients/n1', usages: ['server'], authority: 'clients' };
const operator: Leaf = {
  ...n1,
  name: 'tls/operator',
  commonName: 'operator',
  alternativeNames: [],
  usages: ['client'],
};
const value = (name: string) => store.get(name)?.reveal() ?? '';
const at = (days: number) => ({ now: () => new Date(Date.now() + days * 86_400_000) });
const openssl = (...args: string[]) =>
  execFileSync('openssl', args, { encoding: 'utf8', cwd: directory, stdio: 'pipe' });
const verify = (authority: string, ...args: string[]) => openssl('verify', '-CAfile', authority, ...args);

function toFiles(...names: string[]): void {
  for (const name of names) writeFileSync(join(directory, basename(name)), value(name));
}

beforeEach(async () => {
  directory = mkdtempSync(join(tmpdir(), 'quorate-tls-'));
  store = await SecretStore.open(directory);
});
afterEach(() => rmSync(directory, { recursive: true, force: true }));

describe('certificates', () => {
  it('makes chains that openssl verifies for their purposes, with every name, a PKCS #8 key and the lives asked for', async () => {
    expect(await ensureCertificates(store, [n1, operator])).toEqual(['tls/n1', 'tls/operator']);
    toFiles('tls/members-ca.crt', 'tls/n1.crt', 'tls/n1.key', 'tls/operator.crt', 'tls/operator.key');
    for (const purpose of ['sslserver', 'sslclient'])
      expect(verify('members-ca.crt', '-x509_strict', '-purpose', purpose, 'n1.crt')).toContain('n1.crt: OK');
    expect(verify('members-ca.crt', '-x509_strict', '-purpose', 'sslclient', 'operator.crt')).toContain('OK');
    expect(() => verify('members-ca.crt', '-purpose', 'sslserver', 'operator.crt')).toThrow('purpose');
    for (const name of ['-verify_hostname|db.example.com', '-verify_ip|10.0.0.1', '-verify_ip|fd00::1'])
      expect(verify('members-ca.crt', ...name.split('|'), 'n1.crt')).toContain('OK');
    expect(() => verify('members-ca.crt', '-verify_hostname', 'n2', 'n1.crt')).toThrow('mismatch');
    expect(openssl('x509', '-in', 'n1.crt', '-noout', '-subject', '-nameopt', 'RFC2253')).toBe('subject=CN=n1\n');
    expect(value('tls/n1.key')).toMatch(/^-----BEGIN PRIVATE KEY-----\n/);
    expect(openssl('pkey', '-in', 'n1.key', '-pubout')).toBe(openssl('x509', '-in', 'n1.crt', '-noout', '-pubkey'));
    const soon = (file: string, days: number) =>
      openssl('x509', '-in', file, '-noout', '-checkend', String(days * 86_400));
    expect(soon('n1.crt', 764)).toContain('will not expire');
    expect(() => soon('n1.crt', 826)).toThrow();
    expect(soon('members-ca.crt', 3649)).toContain('will not expire');
  });

  it('authenticates both sides of a connection', async () => {
    await ensureCertificates(store, [n1, operator]);
    const ca = value('tls/members-ca.crt');
    const server = createTlsServer(
      { ca, cert: value('tls/n1.crt'), key: value('tls/n1.key'), requestCert: true, rejectUnauthorized: true },
      (socket) => socket.end(String(socket.getPeerCertificate().subject.CN)),
    );
    await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
    try {
      const { port } = server.address() as { port: number };
      const cn = await new Promise<string>((resolve, reject) => {
        const login = { ca, cert: value('tls/operator.crt'), key: value('tls/operator.key') };
        const socket = connectTls({ host: '127.0.0.1', port, ...login, servername: 'db.example.com' });
        socket.on('error', reject).on('data', (data) => resolve(data.toString()));
      });
      expect(cn).toBe('operator');
    } finally {
      await new Promise((done) => server.close(done));
    }
  });

  it('lets what clients see answer for nothing that members ask, and the other way round', async () => {
    await ensureCertificates(store, [n1, seen]);
    toFiles('tls/members-ca.crt', 'tls/ca.crt', 'tls/n1.crt');
    writeFileSync(join(directory, 'seen.crt'), value('tls/clients/n1.crt'));
    expect(verify('ca.crt', '-purpose', 'sslserver', '-verify_ip', '10.0.0.1', 'seen.crt')).toContain('OK');
    expect(() => verify('members-ca.crt', 'seen.crt')).toThrow('verification failed');
    expect(() => verify('ca.crt', 'n1.crt')).toThrow('verification failed');
    expect(() => verify('ca.crt', '-purpose', 'sslclient', 'seen.crt')).toThrow('purpose');
  });
});

describe('renewal', () => {
  it('comes at half the life, for what is past it alone, and whenever somebody asks', async () => {
    const n2 = { ...n1, name: 'tls/n2', commonName: 'n2' };
    await ensureCertificates(store, [n1]);
    const first = value('tls/n1.crt');
    expect(await ensureCertificates(store, [n1, n2], at(380))).toEqual(['tls/n2']);
    expect(value('tls/n1.crt')).toBe(first);
    expect(await ensureCertificates(store, [n1, n2], at(414))).toEqual(['tls/n1']);
    expect(await ensureCertificates(store, [n1, n2], at(414))).toEqual([]);
    expect(await ensureCertificates(store, [n1, n2], { ...at(414), renew: true })).toEqual(['tls/n1', 'tls/n2']);
  });

  it('does not let all of them end on one day', async () => {
    const many = Array.from({ length: 12 }, (_, index) => ({ ...n1, name: `tls/m${index}` }));
    await ensureCertificates(store, many);
    const ends = many.map(({ name }) => {
      toFiles(`${name}.crt`);
      return openssl('x509', '-in', `${basename(name)}.crt`, '-noout', '-enddate');
    });
    expect(new Set(ends).size).toBeGreaterThan(3);
  });

  it('is asked for by other names, and not by names that do not hurt', async () => {
    await ensureCertificates(store, [n1]);
    const fewer = { ...n1, alternativeNames: n1.alternativeNames.slice(0, -1) };
    expect(await ensureCertificates(store, [{ ...fewer, mayHold: (name) => name === 'fd00::1' }])).toEqual([]);
    expect(await ensureCertificates(store, [{ ...fewer, mayHold: () => false }])).toEqual(['tls/n1']);
    expect(await ensureCertificates(store, [{ ...n1, alternativeNames: ['10.0.0.9'] }])).toEqual(['tls/n1']);
    expect(await ensureCertificates(store, [{ ...n1, alternativeNames: ['10.0.0.9'], usages: ['server'] }])).toEqual([
      'tls/n1',
    ]);
  });

  it('of an authority keeps its key: what it signed stays valid', async () => {
    await ensureCertificates(store, [n1, seen]);
    const [members, clients] = [value('tls/members-ca.crt'), value('tls/ca.crt')];
    await ensureCertificates(store, [n1, seen], at(1800));
    expect([value('tls/members-ca.crt'), value('tls/ca.crt')]).toEqual([members, clients]);
    const signedByTheOld = value('tls/n1.crt');
    await ensureCertificates(store, [n1, seen], at(1830));
    expect(value('tls/members-ca.crt')).not.toBe(members);
    expect(value('tls/ca.crt')).not.toBe(clients);
    expect(value('tls/n1.crt')).toBe(signedByTheOld);
    toFiles('tls/members-ca.crt', 'tls/n1.crt');
    const then = String(Math.floor(at(1830).now().getTime() / 1000));
    expect(verify('members-ca.crt', '-attime', then, 'n1.crt')).toContain('OK');
  });
});

describe('projects with one authority for members and clients', () => {
  it('keep it for what clients see until they are told that clients have the new one', async () => {
    await ensureCertificates(store, [n1]);
    await store.update((draft) => {
      for (const kind of ['crt', 'key']) {
        const members = draft.get(`tls/members-ca.${kind}`);
        if (members !== undefined) draft.set(`tls/ca.${kind}`, members);
        draft.delete(`tls/members-ca.${kind}`);
      }
    });
    const before = value('tls/ca.crt');
    expect(sharesAuthority(store)).toBe(true);
    expect(await ensureCertificates(store, [n1, seen])).toEqual(['tls/clients/n1']);
    expect(value('tls/members-ca.crt')).toBe(before);
    expect(sharesAuthority(store)).toBe(true);
    expect(phraseText(sharedAuthorityNote(planOf(3), store) ?? '')).toContain(
      'rotate PLAN certificates --own-authority',
    );
    expect(sharedAuthorityNote(planOf(3, { security: { tls: false } }), store)).toBeUndefined();
    toFiles('tls/members-ca.crt', 'tls/ca.crt');
    writeFileSync(join(directory, 'seen.crt'), value('tls/clients/n1.crt'));
    expect(verify('members-ca.crt', '-purpose', 'sslserver', 'seen.crt')).toContain('OK');
    expect(verify('ca.crt', '-purpose', 'sslserver', 'seen.crt')).toContain('OK');
    expect(() => verify('members-ca.crt', '-purpose', 'sslclient', 'seen.crt')).toThrow('purpose');
    expect(await ensureCertificates(store, [n1, seen])).toEqual([]);

    const handedOut = value('tls/ca.crt');
    expect(await ensureCertificates(store, [n1, seen], { separate: true })).toEqual(['tls/clients/n1']);
    expect(sharesAuthority(store)).toBe(false);
    expect(sharedAuthorityNote(planOf(3), store)).toBeUndefined();
    writeFileSync(join(directory, 'handed-out.crt'), handedOut);
    writeFileSync(join(directory, 'seen.crt'), value('tls/clients/n1.crt'));
    expect(verify('handed-out.crt', '-purpose', 'sslserver', 'seen.crt')).toContain('OK');
    expect(() => verify('members-ca.crt', 'seen.crt')).toThrow('verification failed');
    expect(await ensureCertificates(store, [n1, seen])).toEqual([]);
  });
});

it.each(['a b', 'n1\n', '*.example.com'])('refuses the name %j', async (bad) => {
  await expect(ensureCertificates(store, [{ ...n1, alternativeNames: [bad] }])).rejects.toMatchObject({
    code: 'certificate-name',
  });
  expect(store.names()).toEqual([]);
});
