import { parseAddress } from '../../../core/plan/address.ts';
import { type RefusedHost, readRefused, refusedSecret, refusedText } from '../../../core/render/refusedHosts.ts';
import { authoritySecret, certificateUses, leafSecret } from '../../../core/render/secretNames.ts';
import type { SecretDraft, SecretStore } from '../secrets/secretStore.ts';
import { authoritiesIn, type ClockOptions, systemClock } from './authority.ts';
import { algorithm, certificatesIn, dayMilliseconds, generateKeys, x509 } from './x509.ts';

/** Nobody who reads the list today looks at its end. */
const listDays = 3650;

/** The hosts that left and are refused until the authority of the members is replaced. */
export function refusedHosts(store: SecretStore): readonly RefusedHost[] {
  return readRefused(store.get(refusedSecret)?.reveal() ?? '');
}

/**
 * Puts hosts that left, and could not be reached then, among those that are refused: every certificate of theirs that the store knows, and their
 * addresses. Those that are refused already stay so, and nothing changes where nothing is new.
 */
export async function refuseHosts(
  store: SecretStore,
  hosts: readonly RefusedHost[],
  { now = systemClock }: ClockOptions = {},
): Promise<void> {
  if (hosts.length === 0 || store.get(authoritySecret) === undefined) return;
  await store.update(async (draft) => {
    const known = draft.get(refusedSecret)?.value ?? '';
    const before = readRefused(known);
    const revoked = new Set(serialsIn(known));
    const serials = new Set([...revoked, ...hosts.flatMap(({ name }) => serialsOf(draft, name))]);
    const all = hosts.reduce(withHost, before);
    if (serials.size === revoked.size && JSON.stringify(all) === JSON.stringify(before)) return;
    const value = refusedText(await listOf(draft, [...serials], now()), all);
    draft.set(refusedSecret, { kind: 'certificate', value });
  });
}

/** Serial numbers in hexadecimal that a store's list revokes: a host that is back in the plan needs new certificates. */
export function revokedSerials(draft: SecretDraft): ReadonlySet<string> {
  return new Set(serialsIn(draft.get(refusedSecret)?.value ?? ''));
}

function serialsIn(text: string): readonly string[] {
  const [pem] = text.match(/-----BEGIN X509 CRL-----[\s\S]+?-----END X509 CRL-----/) ?? [];
  return pem === undefined ? [] : new x509.X509Crl(pem).entries.map(({ serialNumber }) => serialNumber.toLowerCase());
}

function serialsOf(draft: SecretDraft, host: string): readonly string[] {
  return certificateUses.flatMap((use) =>
    certificatesIn(draft.get(`${leafSecret(use, host)}.crt`)?.value ?? '').map((pem) =>
      new x509.X509Certificate(pem).serialNumber.toLowerCase(),
    ),
  );
}

function withHost(before: readonly RefusedHost[], host: RefusedHost): readonly RefusedHost[] {
  const numbers = host.addresses.filter((one) => ['ipv4', 'ipv6'].includes(parseAddress(one)?.kind ?? ''));
  const known = before.find(({ name }) => name === host.name);
  const addresses = [...new Set([...(known?.addresses ?? []), ...numbers])].sort();
  return [...before.filter((one) => one !== known), { name: host.name, addresses }].sort((one, other) =>
    one.name < other.name ? -1 : 1,
  );
}

/** Signed by the members' authority; where its key is lost, by one of nobody: etcd compares serial numbers and asks nothing else of the list. */
async function listOf(draft: SecretDraft, serials: readonly string[], now: Date): Promise<string> {
  const { members } = await authoritiesIn(draft, now, true);
  const issuer = members.signer?.certificate ?? members.trusted[0];
  const crl = await x509.X509CrlGenerator.create({
    issuer: issuer?.subjectName.toJSON() ?? [{ CN: ['Quorate'] }],
    thisUpdate: now,
    nextUpdate: new Date(now.getTime() + listDays * dayMilliseconds),
    entries: serials.map((serialNumber) => ({ serialNumber, revocationDate: now })),
    signingAlgorithm: algorithm,
    signingKey: members.signer?.privateKey ?? (await generateKeys()).privateKey,
  });
  // The only label that Go's reader knows; with another one etcd would let nobody in.
  return x509.PemConverter.encode(crl.rawData, 'X509 CRL');
}
