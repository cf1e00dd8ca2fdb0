import type { webcrypto } from 'node:crypto';
import type { SecretDraft, SecretStore } from '../secrets/secretStore.ts';
import {
  algorithm,
  backdated,
  type CertificateAndKey,
  certificateToPem,
  dayMilliseconds,
  generateKeys,
  privateKeyFromPem,
  privateKeyToPem,
  randomSerial,
  x509,
} from './x509.ts';

const authorityDays = 3650;
/** An authority with less than this left would cut the life of the certificates that it signs (825 days). */
const renewBelowDays = 900;

const certificateName = 'tls/ca.crt';
const keyName = 'tls/ca.key';

/** What signs certificates: kept only as long as one change of the store. */
export interface Authority {
  readonly certificate: x509.X509Certificate;
  readonly privateKey: webcrypto.CryptoKey;
}

export interface ClockOptions {
  /** Default: the system's clock. */
  readonly now?: () => Date;
}

/**
 * Makes the project's own certificate authority (EC P-256, 10 years) unless the store has it: `tls/ca.crt`, `tls/ca.key`. One that comes near its
 * end is renewed with the same key, so that certificates it has signed stay valid.
 * @returns the authority's certificate, PEM
 */
export async function ensureAuthority(store: SecretStore, options: ClockOptions = {}): Promise<string> {
  const now = (options.now ?? systemClock)();
  const known = store.get(certificateName)?.reveal();
  if (known !== undefined && daysLeft(new x509.X509Certificate(known), now) >= renewBelowDays) return known;
  return store.update(async (draft) => certificateToPem((await authorityIn(draft, now)).certificate));
}

/** The authority of a draft, made or renewed in it when need be. */
export async function authorityIn(draft: SecretDraft, now: Date): Promise<Authority> {
  const certificatePem = draft.get(certificateName)?.value;
  const privateKeyPem = draft.get(keyName)?.value;
  if (certificatePem === undefined || privateKeyPem === undefined) {
    return put(draft, await create(await generateKeys(), now));
  }
  const certificate = new x509.X509Certificate(certificatePem);
  const privateKey = await privateKeyFromPem(privateKeyPem);
  if (daysLeft(certificate, now) >= renewBelowDays) return { certificate, privateKey };
  const publicKey = await certificate.publicKey.export();
  return put(draft, await create({ privateKey, publicKey }, now));
}

export function daysLeft(certificate: x509.X509Certificate, now: Date): number {
  return (certificate.notAfter.getTime() - now.getTime()) / dayMilliseconds;
}

export function systemClock(): Date {
  return new Date();
}

async function create(keys: webcrypto.CryptoKeyPair, now: Date): Promise<CertificateAndKey> {
  const certificate = await x509.X509CertificateGenerator.createSelfSigned({
    serialNumber: randomSerial(),
    name: [{ CN: ['Quorate project CA'] }],
    notBefore: backdated(now),
    notAfter: new Date(now.getTime() + authorityDays * dayMilliseconds),
    signingAlgorithm: algorithm,
    keys,
    extensions: [
      new x509.BasicConstraintsExtension(true, 0, true),
      new x509.KeyUsagesExtension(x509.KeyUsageFlags.keyCertSign | x509.KeyUsageFlags.cRLSign, true),
      await x509.SubjectKeyIdentifierExtension.create(keys.publicKey),
    ],
  });
  return { certificatePem: certificateToPem(certificate), privateKeyPem: await privateKeyToPem(keys.privateKey) };
}

async function put(draft: SecretDraft, made: CertificateAndKey): Promise<Authority> {
  draft.set(certificateName, { kind: 'certificate', value: made.certificatePem });
  draft.set(keyName, { kind: 'private-key', value: made.privateKeyPem });
  return {
    certificate: new x509.X509Certificate(made.certificatePem),
    privateKey: await privateKeyFromPem(made.privateKeyPem),
  };
}
