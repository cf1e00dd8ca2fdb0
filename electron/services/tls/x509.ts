// The decorators of the X.509 library need this before it loads.
import 'reflect-metadata';
import { randomBytes, webcrypto } from 'node:crypto';
import * as x509 from '@peculiar/x509';

x509.cryptoProvider.set(webcrypto as unknown as Parameters<typeof x509.cryptoProvider.set>[0]);

/** P-256 is the curve that etcd 3.4 (Go), PostgreSQL, HAProxy, PgBouncer (OpenSSL) and Python all accept. */
export const algorithm = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' } as const;

export { x509 };

/** A certificate with its private key, both PEM; the key as PKCS #8. */
export interface CertificateAndKey {
  readonly certificatePem: string;
  readonly privateKeyPem: string;
}

export async function generateKeys(): Promise<webcrypto.CryptoKeyPair> {
  return webcrypto.subtle.generateKey(algorithm, true, ['sign', 'verify']);
}

export async function privateKeyToPem(key: webcrypto.CryptoKey): Promise<string> {
  const der = await webcrypto.subtle.exportKey('pkcs8', key);
  return `${x509.PemConverter.encode(der, 'PRIVATE KEY')}\n`;
}

export async function privateKeyFromPem(pem: string): Promise<webcrypto.CryptoKey> {
  return webcrypto.subtle.importKey('pkcs8', x509.PemConverter.decodeFirst(pem), algorithm, true, ['sign']);
}

export function certificateToPem(certificate: x509.X509Certificate): string {
  return `${certificate.toString('pem')}\n`;
}

/** 127 random bits, positive and not zero: RFC 5280 section 4.1.2.2 allows 20 octets. */
export function randomSerial(): string {
  const bytes = randomBytes(16);
  bytes[0] = ((bytes[0] ?? 0) & 0x7f) | 0x40;
  return bytes.toString('hex');
}

export const dayMilliseconds = 86_400_000;

/** Hosts whose clock is behind must accept a new certificate at once. */
export function backdated(now: Date): Date {
  return new Date(now.getTime() - dayMilliseconds);
}

/** Whether a certificate is to be renewed: half its life is left for the renewal to be brought to the hosts. */
export function pastHalfItsLife({ notBefore, notAfter }: x509.X509Certificate, now: Date): boolean {
  return now.getTime() > (notBefore.getTime() + notAfter.getTime()) / 2;
}

/** The certificates of a PEM text, one by one. */
export function certificatesIn(pem: string): readonly string[] {
  return pem.match(/-----BEGIN CERTIFICATE-----[\s\S]+?-----END CERTIFICATE-----/g) ?? [];
}
