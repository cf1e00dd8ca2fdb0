import type { webcrypto } from 'node:crypto';
import type { Plan } from '../../../core/plan/plan.ts';
import { authoritySecret, clientsAuthoritySecret } from '../../../core/render/secretNames.ts';
import { type Phrase, say } from '../../../core/wording/phrase.ts';
import type { SecretDraft, SecretStore } from '../secrets/secretStore.ts';
import {
  algorithm,
  backdated,
  type CertificateAndKey,
  certificatesIn,
  certificateToPem,
  dayMilliseconds,
  generateKeys,
  pastHalfItsLife,
  privateKeyFromPem,
  privateKeyToPem,
  randomSerial,
  x509,
} from './x509.ts';

/** Half of it, the time until it is renewed, is longer than the life of what it signs. */
const authorityDays = 3650;

const keySecret = (certificate: string) => certificate.replace(/\.crt$/, '.key');

/** What signs certificates: kept only as long as one change of the store. */
export interface Authority {
  readonly certificate: x509.X509Certificate;
  readonly privateKey: webcrypto.CryptoKey;
}

/** The authorities of a project. */
export interface Authorities {
  /** Signs what hosts show each other. */
  readonly members: Authority;
  /** Signs what PostgreSQL and PgBouncer show to clients. */
  readonly clients: Authority;
}

export interface ClockOptions {
  /** Default: the system's clock. */
  readonly now?: () => Date;
}

/**
 * The authorities of a draft (EC P-256, 10 years), made in it when they are missing. One past half its life is renewed with the same key,
 * so that certificates it has signed stay valid.
 *
 * Projects of earlier versions had one authority for both, `tls/ca.crt`, which their clients trust. There it becomes the members' and goes on
 * signing what clients see, and what clients are to trust (`tls/ca.crt`) holds it and the clients' own, until `separate` says that clients have both.
 */
export async function authoritiesIn(draft: SecretDraft, now: Date, separate: boolean): Promise<Authorities> {
  const known = draft.get(clientsAuthoritySecret)?.value;
  const isEarlier = known !== undefined && !draft.has(authoritySecret);
  const shared = isEarlier || certificatesIn(known ?? '').length > 1;
  if (isEarlier) move(draft, clientsAuthoritySecret, authoritySecret);
  const members = await authorityIn(draft, authoritySecret, 'Quorate project CA', now);
  const clients = await authorityIn(draft, clientsAuthoritySecret, 'Quorate clients CA', now);
  const staysShared = shared && !separate;
  const trusted = [clients, ...(staysShared ? [members] : [])];
  draft.set(clientsAuthoritySecret, {
    kind: 'certificate',
    value: trusted.map(({ certificate }) => certificateToPem(certificate)).join(''),
  });
  return { members, clients: staysShared ? members : clients };
}

/** Whether clients of this project still see certificates of the members' authority. */
export function sharesAuthority(store: SecretStore): boolean {
  const trusted = store.get(clientsAuthoritySecret)?.reveal() ?? '';
  return certificatesIn(trusted).length > 1 || (trusted !== '' && store.get(authoritySecret) === undefined);
}

/** What an operator is to do about that; undefined where nothing is. Nobody else knows when clients have the new file. */
export function sharedAuthorityNote(plan: Plan, store: SecretStore): Phrase | undefined {
  if (!plan.security.tls || !sharesAuthority(store)) return undefined;
  return say`An earlier version deployed this plan with one authority for members and clients: clients would also believe a stolen certificate of a member. Give clients the file that quorate secret PLAN ${clientsAuthoritySecret} prints, then run quorate rotate PLAN certificates --own-authority.`;
}

/** Gives an authority, certificate and key, another name in the store. */
function move(draft: SecretDraft, from: string, to: string): void {
  for (const [old, name] of [
    [from, to],
    [keySecret(from), keySecret(to)],
  ] as const) {
    const entry = draft.get(old);
    if (entry !== undefined) draft.set(name, entry);
    draft.delete(old);
  }
}

async function authorityIn(draft: SecretDraft, name: string, commonName: string, now: Date): Promise<Authority> {
  const certificatePem = draft.get(name)?.value;
  const privateKeyPem = draft.get(keySecret(name))?.value;
  if (certificatePem === undefined || privateKeyPem === undefined) {
    return put(draft, name, await create(commonName, await generateKeys(), now));
  }
  const certificate = new x509.X509Certificate(certificatesIn(certificatePem)[0] ?? certificatePem);
  const privateKey = await privateKeyFromPem(privateKeyPem);
  if (!pastHalfItsLife(certificate, now)) return { certificate, privateKey };
  const publicKey = await certificate.publicKey.export();
  return put(draft, name, await create(commonName, { privateKey, publicKey }, now));
}

export function systemClock(): Date {
  return new Date();
}

async function create(commonName: string, keys: webcrypto.CryptoKeyPair, now: Date): Promise<CertificateAndKey> {
  const certificate = await x509.X509CertificateGenerator.createSelfSigned({
    serialNumber: randomSerial(),
    name: [{ CN: [commonName] }],
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

async function put(draft: SecretDraft, name: string, made: CertificateAndKey): Promise<Authority> {
  draft.set(name, { kind: 'certificate', value: made.certificatePem });
  draft.set(keySecret(name), { kind: 'private-key', value: made.privateKeyPem });
  return {
    certificate: new x509.X509Certificate(made.certificatePem),
    privateKey: await privateKeyFromPem(made.privateKeyPem),
  };
}
