import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { connect as connectTls, createServer as createTlsServer } from 'node:tls';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { SecretStore } from '../../../electron/services/secrets/secretStore.ts';
import { ensureAuthority } from '../../../electron/services/tls/authority.ts';
import {
  ensureClientCertificate,
  ensureHostCertificate,
  ensureHostCertificates,
} from '../../../electron/services/tls/certificates.ts';

let directory: string;
let store: SecretStore;
const n1 = { host: 'n1', names: ['pg-orders', 'db.example.com'], addresses: ['10.0.0.1', 'fd00:0::1'] };
const value = (name: string) => store.get(name)?.reveal() ?? '';
const openssl = (...args: string[]) =>
  execFileSync('openssl', args, { encoding: 'utf8', cwd: directory, stdio: 'pipe' });

function toFiles(...names: string[]): void {
  for (const name of names) writeFileSync(join(directory, name), value(`tls/${name}`));
}

beforeEach(async () => {
  directory = mkdtempSync(join(tmpdir(), 'quorate-tls-'));
  store = await SecretStore.open(directory);
});
afterEach(() => rmSync(directory, { recursive: true, force: true }));

describe('certificates', () => {
  it('makes a chain that openssl verifies for both purposes, with every name, a PKCS #8 key and the lives asked for', async () => {
    await ensureAuthority(store);
    expect(await ensureHostCertificate(store, n1)).toBe(true);
    await ensureClientCertificate(store, { commonName: 'operator' });
    toFiles('ca.crt', 'n1.crt', 'n1.key', 'operator.crt', 'operator.key');
    for (const purpose of ['sslserver', 'sslclient']) {
      expect(openssl('verify', '-x509_strict', '-CAfile', 'ca.crt', '-purpose', purpose, 'n1.crt')).toContain(
        'n1.crt: OK',
      );
    }
    expect(openssl('verify', '-x509_strict', '-CAfile', 'ca.crt', '-purpose', 'sslclient', 'operator.crt')).toContain(
      'OK',
    );
    expect(() => openssl('verify', '-CAfile', 'ca.crt', '-purpose', 'sslserver', 'operator.crt')).toThrow('purpose');
    for (const name of [
      '-verify_hostname|db.example.com',
      '-verify_ip|10.0.0.1',
      '-verify_ip|fd00::1',
      '-verify_ip|127.0.0.1',
    ]) {
      expect(openssl('verify', '-CAfile', 'ca.crt', ...name.split('|'), 'n1.crt')).toContain('OK');
    }
    expect(() => openssl('verify', '-CAfile', 'ca.crt', '-verify_hostname', 'n2', 'n1.crt')).toThrow('mismatch');
    expect(openssl('x509', '-in', 'n1.crt', '-noout', '-subject', '-nameopt', 'RFC2253')).toBe('subject=CN=n1\n');
    expect(value('tls/n1.key')).toMatch(/^-----BEGIN PRIVATE KEY-----\n/);
    expect(openssl('pkey', '-in', 'n1.key', '-pubout')).toBe(openssl('x509', '-in', 'n1.crt', '-noout', '-pubkey'));
    const soon = (file: string, days: number) =>
      openssl('x509', '-in', file, '-noout', '-checkend', String(days * 86_400));
    expect(soon('n1.crt', 824)).toContain('will not expire');
    expect(() => soon('n1.crt', 826)).toThrow();
    expect(soon('ca.crt', 3649)).toContain('will not expire');
  });

  it('authenticates both sides of a connection', async () => {
    await ensureHostCertificate(store, n1);
    await ensureClientCertificate(store, { commonName: 'operator' });
    const ca = value('tls/ca.crt');
    const server = createTlsServer(
      { ca, cert: value('tls/n1.crt'), key: value('tls/n1.key'), requestCert: true, rejectUnauthorized: true },
      (socket) => socket.end(String(socket.getPeerCertificate().subject.CN)),
    );
    await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
    try {
      const { port } = server.address() as { port: number };
      const cn = await new Promise<string>((resolve, reject) => {
        const options = {
          host: '127.0.0.1',
          port,
          ca,
          cert: value('tls/operator.crt'),
          key: value('tls/operator.key'),
        };
        const socket = connectTls({ ...options, servername: 'db.example.com' });
        socket.on('error', reject).on('data', (data) => resolve(data.toString()));
      });
      expect(cn).toBe('operator');
    } finally {
      await new Promise((done) => server.close(done));
    }
  });

  it('issues again only when names change or less than 30 days are left, and renews the authority under its certificates', async () => {
    const at = (days: number) => ({ now: () => new Date(Date.now() + days * 86_400_000) });
    await ensureHostCertificates(store, [n1, { ...n1, host: 'n2' }]);
    const first = value('tls/n1.crt');
    expect(await ensureHostCertificates(store, [{ ...n1, names: [...n1.names].reverse() }], at(794))).toEqual([]);
    expect(value('tls/n1.crt')).toBe(first);
    expect(await ensureHostCertificates(store, [n1, { ...n1, host: 'n2' }], at(796))).toEqual(['n1', 'n2']);
    expect(await ensureHostCertificate(store, { ...n1, addresses: ['10.0.0.9'] })).toBe(true);
    const authority = value('tls/ca.crt');
    await ensureHostCertificate(store, n1, at(2700));
    const signedByTheOld = value('tls/n1.crt');
    await ensureAuthority(store, at(2800));
    expect(value('tls/ca.crt')).not.toBe(authority);
    expect(value('tls/n1.crt')).toBe(signedByTheOld);
    toFiles('ca.crt', 'n1.crt');
    const then = String(Math.floor(at(2800).now().getTime() / 1000));
    expect(openssl('verify', '-attime', then, '-CAfile', 'ca.crt', 'n1.crt')).toContain('OK');
  });

  it.each([{ host: 'ca' }, { host: 'n1', names: ['a b'] }, { host: 'n1\n' }, { host: 'n1', names: ['*.example.com'] }])(
    'refuses the names of %j',
    async (bad) => {
      await expect(ensureHostCertificate(store, { names: [], addresses: [], ...bad })).rejects.toMatchObject({
        code: 'certificate-name',
      });
      expect(store.names()).toEqual([]);
    },
  );
});
