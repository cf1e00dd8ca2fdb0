import type { webcrypto } from 'node:crypto';
import type { Plan } from '../../../core/plan/plan.ts';
import {
  authoritySecret,
  clientsAuthoritySecret,
  comingAuthority,
  formerAuthority,
} from '../../../core/render/secretNames.ts';
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

const commonNames = { members: 'Quorate project CA', clients: 'Quorate clients CA' } as const;
export type AuthorityName = keyof typeof commonNames;
/** The names in the store of what each authority is trusted by: its certificate, first, and what is trusted beside it. */
export const authoritySecrets = { members: authoritySecret, clients: clientsAuthoritySecret } as const;

export const keySecret = (certificate: string) => certificate.replace(/\.crt$/, '.key');

/** A certificate with the key that signs. */
export interface Signer {
  readonly certificate: x509.X509Certificate;
  readonly privateKey: webcrypto.CryptoKey;
}

/** What signs certificates, and whose signatures count: kept only as long as one change of the store. */
export interface Authority {
  /** Undefined where its key is lost and no other one has come in yet. */
  readonly signer: Signer | undefined;
  /** What hosts trust: one that was signed by any of these is good. */
  readonly trusted: readonly x509.X509Certificate[];
}

/** The authorities of a project: of what hosts show each other, and of what PostgreSQL and PgBouncer show to clients. */
export type Authorities = Readonly<Record<AuthorityName, Authority>>;

export interface ClockOptions {
  /** Default: the system's clock. */
  readonly now?: () => Date;
}

/**
 * The authorities of a draft (EC P-256, 10 years), made in it when they are missing. One past half its life is renewed with the same key,
 * so that certificates it has signed stay valid. Of one whose key is lost the certificate stays: hosts trust it, and another one comes in beside it.
 *
 * Projects of earlier versions had one authority for both, `tls/ca.crt`, which their clients trust. There it becomes the members' and goes on
 * signing what clients see, and what clients are to trust (`tls/ca.crt`) holds it and the clients' own, until `separate` says that clients have both.
 */
export async function authoritiesIn(draft: SecretDraft, now: Date, separate: boolean): Promise<Authorities> {
  const shared = isShared((name) => draft.get(name)?.value);
  if (shared && !draft.has(authoritySecret)) move(draft, clientsAuthoritySecret, authoritySecret);
  const members = await authorityIn(draft, 'members', now);
  const clients = await authorityIn(draft, 'clients', now);
  const staysShared = shared && !separate;
  putTrusted(draft, 'members', members.trusted);
  putTrusted(draft, 'clients', [...clients.trusted, ...(staysShared ? members.trusted : [])]);
  return { members, clients: staysShared ? members : clients };
}

function putTrusted(draft: SecretDraft, name: AuthorityName, trusted: readonly x509.X509Certificate[]): void {
  draft.set(authoritySecrets[name], { kind: 'certificate', value: trusted.map(certificateToPem).join('') });
}

/** Whether clients of this project still see certificates of the members' authority. */
export function sharesAuthority(store: SecretStore): boolean {
  return isShared((name) => store.get(name)?.reveal());
}

function isShared(pemOf: (name: string) => string | undefined): boolean {
  const bare = (pem: string) => pem.replaceAll(/\s/g, '');
  const members = pemOf(authoritySecret);
  const trusted = certificatesIn(pemOf(clientsAuthoritySecret) ?? '').map(bare);
  if (members === undefined) return trusted.length > 0;
  return certificatesIn(members).some((one) => trusted.includes(bare(one)));
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

/** An authority as the draft has it; what hosts trust by it begins with its own certificate. */
async function authorityIn(draft: SecretDraft, name: AuthorityName, now: Date): Promise<Authority> {
  const secret = authoritySecrets[name];
  const [known] = certificatesOf(draft, secret);
  const own =
    known === undefined
      ? await put(draft, secret, await createAuthority(commonNames[name], await generateKeys(), now))
      : { certificate: known, privateKey: await keyOf(draft, secret) };
  const renewed = pastHalfItsLife(own.certificate, now) ? await renew(draft, secret, own, now) : own;
  const coming = certificatesOf(draft, comingAuthority(secret));
  const trusted = [renewed.certificate, ...coming, ...certificatesOf(draft, formerAuthority(secret))];
  const [next] = coming;
  const nextKey = await keyOf(draft, comingAuthority(secret));
  return { signer: signerOf(renewed) ?? (next && signerOf({ certificate: next, privateKey: nextKey })), trusted };
}

/** A certificate, and its key where it is not lost. */
interface Known {
  readonly certificate: x509.X509Certificate;
  readonly privateKey: webcrypto.CryptoKey | undefined;
}

function signerOf({ certificate, privateKey }: Known): Signer | undefined {
  return privateKey === undefined ? undefined : { certificate, privateKey };
}

/** Under the name that it has: what it signed names it. */
async function renew(
  draft: SecretDraft,
  secret: string,
  { certificate, privateKey }: Known,
  now: Date,
): Promise<Known> {
  if (privateKey === undefined) return { certificate, privateKey };
  const publicKey = await certificate.publicKey.export();
  const [commonName = ''] = certificate.subjectName.getField('CN');
  return put(draft, secret, await createAuthority(commonName, { privateKey, publicKey }, now));
}

/**
 * Makes an authority that is to come in beside the one that signs. It has a name of its own: programs that choose between two by their names could
 * not tell them apart.
 */
export async function putComing(draft: SecretDraft, name: AuthorityName, now: Date): Promise<void> {
  const commonName = `${commonNames[name]} ${randomSerial().slice(-8)}`;
  await put(
    draft,
    comingAuthority(authoritySecrets[name]),
    await createAuthority(commonName, await generateKeys(), now),
  );
}

export function certificatesOf(draft: SecretDraft, secret: string): readonly x509.X509Certificate[] {
  return certificatesIn(draft.get(secret)?.value ?? '').map((pem) => new x509.X509Certificate(pem));
}

async function keyOf(draft: SecretDraft, secret: string): Promise<webcrypto.CryptoKey | undefined> {
  const pem = draft.get(keySecret(secret))?.value;
  return pem === undefined ? undefined : privateKeyFromPem(pem);
}

export function systemClock(): Date {
  return new Date();
}

async function createAuthority(
  commonName: string,
  keys: webcrypto.CryptoKeyPair,
  now: Date,
): Promise<CertificateAndKey> {
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

async function put(draft: SecretDraft, name: string, made: CertificateAndKey): Promise<Signer> {
  draft.set(name, { kind: 'certificate', value: made.certificatePem });
  draft.set(keySecret(name), { kind: 'private-key', value: made.privateKeyPem });
  return {
    certificate: new x509.X509Certificate(made.certificatePem),
    privateKey: await privateKeyFromPem(made.privateKeyPem),
  };
}
