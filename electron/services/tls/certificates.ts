import { randomInt } from 'node:crypto';
import { isIP } from 'node:net';
import { Problem } from '../../../core/problem.ts';
import { say } from '../../../core/wording/phrase.ts';
import type { SecretDraft, SecretStore } from '../secrets/secretStore.ts';
import { alternativeName } from './alternativeName.ts';
import {
  type Authority,
  type AuthorityName,
  authoritiesIn,
  type ClockOptions,
  type Signer,
  systemClock,
} from './authority.ts';
import { revokedSerials } from './refuseHosts.ts';
import {
  algorithm,
  backdated,
  certificateToPem,
  dayMilliseconds,
  generateKeys,
  pastHalfItsLife,
  privateKeyToPem,
  randomSerial,
  x509,
} from './x509.ts';

/** The most that clients such as Apple's accept for a certificate of a private authority. */
const maxLeafDays = 825;
/** Lives differ by up to this, so that certificates which nobody renews do not all end on one day. */
const spreadDays = 60;

/** A certificate that a project needs. */
export interface Leaf {
  /** Its name in the store, without `.crt` and `.key`. */
  readonly name: string;
  readonly commonName: string;
  /** Addresses and DNS names that it answers for; none for one that is only a client. */
  readonly alternativeNames: readonly string[];
  readonly usages: readonly ('server' | 'client')[];
  readonly authority: AuthorityName;
  /** Names that are not needed and do not hurt: a certificate that has some of them is kept. Default: none. */
  readonly mayHold?: ((name: string) => boolean) | undefined;
}

export interface EnsureOptions extends ClockOptions {
  /** Makes all of them anew, or those that it says, whatever the store has. */
  readonly renew?: true | ((leaf: Leaf) => boolean) | undefined;
  /** Clients have both authorities that `tls/ca.crt` holds: what they see is signed by the clients' own authority from now on. */
  readonly separate?: boolean | undefined;
}

/**
 * Makes the certificates of a project, in one change of the store, unless it has ones that fit: the names that are needed and none that are
 * somebody else's, the same use, signed by the right authority, and not past half their life.
 * @returns the names of those that are new: their hosts need the files again
 * @throws Problem `certificate-name` (usage) when a name cannot be in a certificate
 */
export async function ensureCertificates(
  store: SecretStore,
  leaves: readonly Leaf[],
  options: EnsureOptions = {},
): Promise<readonly string[]> {
  // Before the lock: a name that cannot be in a certificate changes nothing.
  const wanted = leaves.map(withNames);
  return store.update((draft) => ensureIn(draft, wanted, options));
}

/** The same, as a part of a larger change of the store. */
export async function ensureIn(
  draft: SecretDraft,
  leaves: readonly Leaf[],
  { now = systemClock, separate, renew }: EnsureOptions = {},
): Promise<readonly string[]> {
  const time = now();
  const authorities = await authoritiesIn(draft, time, separate === true);
  const issued: string[] = [];
  for (const leaf of leaves.map(withNames)) {
    const authority = authorities[leaf.authority];
    const asked = renew === true || renew?.(leaf) === true;
    if (!asked && (await fits(draft, leaf, authority, time))) continue;
    await issue(draft, leaf, signerFor(leaf, authority), time);
    issued.push(leaf.name);
  }
  return issued;
}

function withNames(leaf: Leaf): Leaf {
  return { ...leaf, alternativeNames: [...new Set(leaf.alternativeNames.map(alternativeName))].sort() };
}

/** @throws Problem `authority-key-lost` (no) */
function signerFor(leaf: Leaf, { signer }: Authority): Signer {
  if (signer !== undefined) return signer;
  throw new Problem(
    'authority-key-lost',
    'no',
    say`${leaf.name} has to be made anew, and the key of the authority that signs it is lost. Run quorate rotate PLAN ca ${leaf.authority}, which brings in another authority beside it.`,
  );
}

async function fits(draft: SecretDraft, leaf: Leaf, authority: Authority, now: Date): Promise<boolean> {
  const pem = draft.get(`${leaf.name}.crt`)?.value;
  if (pem === undefined || !draft.has(`${leaf.name}.key`)) return false;
  const certificate = new x509.X509Certificate(pem);
  const items = certificate.getExtension(x509.SubjectAlternativeNameExtension)?.names.items ?? [];
  const names = new Set(items.map(({ value }) => alternativeName(value)));
  const needed = new Set(leaf.alternativeNames);
  const usages = certificate.getExtension(x509.ExtendedKeyUsageExtension)?.usages ?? [];
  return (
    !pastHalfItsLife(certificate, now) &&
    leaf.alternativeNames.every((name) => names.has(name)) &&
    [...names].every((name) => needed.has(name) || leaf.mayHold?.(name) === true) &&
    usagesOf(leaf).join() === usages.join() &&
    !revokedSerials(draft).has(certificate.serialNumber.toLowerCase()) &&
    (await isSignedByAny(certificate, authority.trusted))
  );
}

/** Whether one of these authorities has signed a certificate. */
export async function isSignedByAny(
  certificate: x509.X509Certificate,
  authorities: readonly x509.X509Certificate[],
): Promise<boolean> {
  for (const { publicKey } of authorities)
    if (await certificate.verify({ publicKey, signatureOnly: true })) return true;
  return false;
}

function usagesOf({ usages }: Leaf): readonly x509.ExtendedKeyUsage[] {
  const { serverAuth, clientAuth } = x509.ExtendedKeyUsage;
  return usages.map((usage) => (usage === 'server' ? serverAuth : clientAuth));
}

async function issue(draft: SecretDraft, leaf: Leaf, authority: Signer, now: Date): Promise<void> {
  const keys = await generateKeys();
  const days = maxLeafDays - randomInt(spreadDays + 1);
  const certificate = await x509.X509CertificateGenerator.create({
    serialNumber: randomSerial(),
    subject: [{ CN: [leaf.commonName] }],
    issuer: authority.certificate.subjectName.toJSON(),
    notBefore: backdated(now),
    notAfter: new Date(Math.min(now.getTime() + days * dayMilliseconds, authority.certificate.notAfter.getTime())),
    signingAlgorithm: algorithm,
    publicKey: keys.publicKey,
    signingKey: authority.privateKey,
    extensions: [
      new x509.BasicConstraintsExtension(false, undefined, true),
      new x509.KeyUsagesExtension(x509.KeyUsageFlags.digitalSignature, true),
      new x509.ExtendedKeyUsageExtension([...usagesOf(leaf)]),
      ...(leaf.alternativeNames.length > 0
        ? [new x509.SubjectAlternativeNameExtension(leaf.alternativeNames.map(generalName))]
        : []),
      await x509.SubjectKeyIdentifierExtension.create(keys.publicKey),
      await x509.AuthorityKeyIdentifierExtension.create(authority.certificate.publicKey),
    ],
  });
  draft.set(`${leaf.name}.crt`, { kind: 'certificate', value: certificateToPem(certificate) });
  draft.set(`${leaf.name}.key`, { kind: 'private-key', value: await privateKeyToPem(keys.privateKey) });
}

function generalName(value: string): { type: 'ip' | 'dns'; value: string } {
  return { type: isIP(value) === 0 ? 'dns' : 'ip', value };
}
