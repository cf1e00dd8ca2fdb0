import { isIP } from 'node:net';
import { Problem } from '../../../core/problem.ts';
import { type PhraseValue, say } from '../../../core/wording/phrase.ts';
import type { SecretDraft, SecretStore } from '../secrets/secretStore.ts';
import { type Authority, authorityIn, type ClockOptions, daysLeft, systemClock } from './authority.ts';
import {
  algorithm,
  backdated,
  certificateToPem,
  dayMilliseconds,
  generateKeys,
  privateKeyToPem,
  randomSerial,
  x509,
} from './x509.ts';

/** The most that clients such as Apple's accept for a certificate of a private authority. */
const leafDays = 825;
const reissueBelowDays = 30;
/** Names in the store that are no host's. */
const reserved = ['ca', 'operator'];
/** Every service of a host is also reached on itself. */
const loopback = ['127.0.0.1', '::1', 'localhost'];

export interface HostCertificate {
  /** The host's name in the plan: the certificate's CN and its name in the store, `tls/<host>.crt` and `.key`. */
  readonly host: string;
  /** Further DNS names that clients may use: of clusters, of the VIP. */
  readonly names: readonly string[];
  /** Every address (or address name) of the host, and the VIP's. */
  readonly addresses: readonly string[];
}

export interface ClientCertificate {
  /** The CN, by which etcd knows the user; stored as `tls/<commonName>.crt` and `.key`. */
  readonly commonName: string;
}

interface Leaf {
  readonly commonName: string;
  readonly alternativeNames: readonly string[];
  readonly usages: readonly x509.ExtendedKeyUsage[];
}

const { serverAuth, clientAuth } = x509.ExtendedKeyUsage;

/**
 * Makes the certificate of a host unless the store has one that fits: same names, signed by this authority, at least 30 days left.
 * It serves and authenticates clients: etcd's own gateway and its peers use one certificate for both.
 * @returns true when it was issued anew: the host needs the files again
 * @throws Problem `certificate-name` (usage) when a name cannot be in a certificate
 */
export async function ensureHostCertificate(
  store: SecretStore,
  host: HostCertificate,
  options: ClockOptions = {},
): Promise<boolean> {
  return (await ensureHostCertificates(store, [host], options)).length > 0;
}

/** As `ensureHostCertificate`, for many hosts in one change of the store. @returns the hosts whose certificate is new */
export async function ensureHostCertificates(
  store: SecretStore,
  hosts: readonly HostCertificate[],
  options: ClockOptions = {},
): Promise<readonly string[]> {
  return ensureLeaves(store, hosts.map(hostLeaf), options);
}

/** Makes the certificate of a client (the operator, Patroni towards etcd) unless the store has one that fits. @returns true when it is new */
export async function ensureClientCertificate(
  store: SecretStore,
  client: ClientCertificate,
  options: ClockOptions = {},
): Promise<boolean> {
  if (client.commonName === 'ca') throw nameProblem(client.commonName, say`it is kept for the authority`);
  const leaf: Leaf = { commonName: client.commonName, alternativeNames: [], usages: [clientAuth] };
  return (await ensureLeaves(store, [leaf], options)).length > 0;
}

function hostLeaf({ host, names, addresses }: HostCertificate): Leaf {
  if (reserved.includes(host)) throw nameProblem(host, say`it is kept for another certificate of the project`);
  const alternativeNames = [...new Set([host, ...addresses, ...names, ...loopback].map(alternativeName))].sort();
  return { commonName: host, alternativeNames, usages: [serverAuth, clientAuth] };
}

async function ensureLeaves(
  store: SecretStore,
  leaves: readonly Leaf[],
  options: ClockOptions,
): Promise<readonly string[]> {
  const now = (options.now ?? systemClock)();
  const issued: string[] = [];
  await store.update(async (draft) => {
    const authority = await authorityIn(draft, now);
    for (const leaf of leaves) {
      if (await fits(draft, leaf, authority, now)) continue;
      await issue(draft, leaf, authority, now);
      issued.push(leaf.commonName);
    }
  });
  return issued;
}

async function fits(draft: SecretDraft, leaf: Leaf, authority: Authority, now: Date): Promise<boolean> {
  const pem = draft.get(`tls/${leaf.commonName}.crt`)?.value;
  if (pem === undefined || !draft.has(`tls/${leaf.commonName}.key`)) return false;
  const certificate = new x509.X509Certificate(pem);
  const names =
    certificate
      .getExtension(x509.SubjectAlternativeNameExtension)
      ?.names.items.map(({ value }) => alternativeName(value)) ?? [];
  const usages = certificate.getExtension(x509.ExtendedKeyUsageExtension)?.usages ?? [];
  return (
    daysLeft(certificate, now) >= reissueBelowDays &&
    names.sort().join() === leaf.alternativeNames.join() &&
    leaf.usages.join() === usages.join() &&
    (await certificate.verify({ publicKey: authority.certificate.publicKey, signatureOnly: true }))
  );
}

async function issue(draft: SecretDraft, leaf: Leaf, authority: Authority, now: Date): Promise<void> {
  const keys = await generateKeys();
  const wanted = now.getTime() + leafDays * dayMilliseconds;
  const certificate = await x509.X509CertificateGenerator.create({
    serialNumber: randomSerial(),
    subject: [{ CN: [leaf.commonName] }],
    issuer: authority.certificate.subjectName.toJSON(),
    notBefore: backdated(now),
    notAfter: new Date(Math.min(wanted, authority.certificate.notAfter.getTime())),
    signingAlgorithm: algorithm,
    publicKey: keys.publicKey,
    signingKey: authority.privateKey,
    extensions: [
      new x509.BasicConstraintsExtension(false, undefined, true),
      new x509.KeyUsagesExtension(x509.KeyUsageFlags.digitalSignature, true),
      new x509.ExtendedKeyUsageExtension([...leaf.usages]),
      ...(leaf.alternativeNames.length > 0
        ? [new x509.SubjectAlternativeNameExtension(leaf.alternativeNames.map(generalName))]
        : []),
      await x509.SubjectKeyIdentifierExtension.create(keys.publicKey),
      await x509.AuthorityKeyIdentifierExtension.create(authority.certificate.publicKey),
    ],
  });
  draft.set(`tls/${leaf.commonName}.crt`, { kind: 'certificate', value: certificateToPem(certificate) });
  draft.set(`tls/${leaf.commonName}.key`, { kind: 'private-key', value: await privateKeyToPem(keys.privateKey) });
}

function generalName(value: string): { type: 'ip' | 'dns'; value: string } {
  return { type: isIP(value) === 0 ? 'dns' : 'ip', value };
}

/** One spelling per name, so that two spellings of an IPv6 address compare equal. */
function alternativeName(text: string): string {
  if (isIP(text) === 4) return text;
  if (isIP(text) === 6) return new URL(`http://[${text}]/`).hostname.slice(1, -1);
  const name = text.toLowerCase();
  if (!/^[a-z0-9_]([a-z0-9_.-]{0,251}[a-z0-9_])?$/.test(name))
    throw nameProblem(text, say`it is neither an address nor a DNS name`);
  return name;
}

function nameProblem(name: string, why: PhraseValue): Problem {
  return new Problem(
    'certificate-name',
    'usage',
    say`No certificate can be made for the name ${JSON.stringify(name)}: ${why}. Change that name in the plan.`,
  );
}
