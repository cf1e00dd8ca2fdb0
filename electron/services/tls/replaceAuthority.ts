import type { AuthorityName, AuthorityPhase, AuthorityTurn } from '../../../core/procedures/authorityTurns.ts';
import { refusedSecret } from '../../../core/render/refusedHosts.ts';
import { comingAuthority, formerAuthority, leavingAuthority } from '../../../core/render/secretNames.ts';
import type { SecretDraft, SecretStore } from '../secrets/secretStore.ts';
import { authoritySecrets, type ClockOptions, keySecret, putComing, systemClock } from './authority.ts';
import { ensureIn, isSignedByAny, type Leaf } from './certificates.ts';
import { certificatesIn, x509 } from './x509.ts';

/** Where the replacement of an authority stands, as the store tells it. @param leaves every certificate that the plan needs */
export async function authorityPhase(
  store: SecretStore,
  name: AuthorityName,
  leaves: readonly Leaf[],
): Promise<AuthorityPhase> {
  const secret = authoritySecrets[name];
  const known = (one: string) =>
    certificatesIn(store.get(one)?.reveal() ?? '').map((pem) => new x509.X509Certificate(pem));
  if (known(comingAuthority(secret)).length > 0) return 'coming';
  if (known(leavingAuthority(secret)).length > 0) return 'leaving';
  if (known(formerAuthority(secret)).length === 0) return 'settled';
  const own = known(secret).slice(0, 1);
  for (const leaf of leaves.filter((one) => one.authority === name)) {
    const [certificate] = known(`${leaf.name}.crt`);
    if (certificate !== undefined && !(await isSignedByAny(certificate, own))) return 'serving';
  }
  return 'replaced';
}

/**
 * Takes the replacement of an authority to its next phase, in one change of the store: whatever happens then, hosts get what the store has. The key
 * of the old authority is not needed.
 * @param leaves every certificate that the plan needs
 */
export async function turnAuthority(
  store: SecretStore,
  name: AuthorityName,
  turn: AuthorityTurn,
  leaves: readonly Leaf[],
  { now = systemClock }: ClockOptions = {},
): Promise<void> {
  await store.update(async (draft) => {
    if (turn === 'bring') await putComing(draft, name, now());
    if (turn === 'serve') takeOver(draft, authoritySecrets[name]);
    if (turn === 'forget')
      move(draft, formerAuthority(authoritySecrets[name]), leavingAuthority(authoritySecrets[name]));
    // What it signed opens nothing any more.
    if (turn === 'forget' && name === 'members') draft.delete(refusedSecret);
    if (turn === 'finish') draft.delete(leavingAuthority(authoritySecrets[name]));
    await ensureIn(draft, leaves, { now, renew: (leaf) => leaf.authority === name && isAnew(turn, leaf) });
  });
}

/**
 * Servers come before clients: Patroni's REST interface reads the authorities that it trusts only when its own certificate is another one, so that a
 * member which showed a new certificate at once would be refused by those that have not reloaded. For the same reason it gets one more at the end,
 * without which it would trust the old authority until its next start. (Patroni 3.0 and 4.0, api.py, reload_local_certificate.)
 */
function isAnew(turn: AuthorityTurn, { name, usages }: Leaf): boolean {
  const serves = usages.includes('server');
  if (turn === 'serve') return serves;
  if (turn === 'show') return !serves;
  return turn === 'forget' && name.startsWith('tls/rest/');
}

/** The new authority signs from now on; the old one's certificate stays trusted. */
function takeOver(draft: SecretDraft, secret: string): void {
  const coming = comingAuthority(secret);
  const [old] = certificatesIn(draft.get(secret)?.value ?? '');
  if (old !== undefined) draft.set(formerAuthority(secret), { kind: 'certificate', value: `${old}\n` });
  move(draft, coming, secret);
  move(draft, keySecret(coming), keySecret(secret));
}

/** Gives an entry of the store another name. */
function move(draft: SecretDraft, from: string, to: string): void {
  const entry = draft.get(from);
  if (entry !== undefined) draft.set(to, entry);
  draft.delete(from);
}
