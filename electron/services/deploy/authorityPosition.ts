import type { Plan } from '../../../core/plan/plan.ts';
import type { AuthorityPosition } from '../../../core/procedures/authorityTurns.ts';
import type { Routes } from '../../../core/render/hostNetwork.ts';
import { clientsAuthoritySecret } from '../../../core/render/secretNames.ts';
import { type Phrase, say } from '../../../core/wording/phrase.ts';
import type { SecretStore } from '../secrets/secretStore.ts';
import { planCertificates } from '../tls/planCertificates.ts';
import { authorityPhase } from '../tls/replaceAuthority.ts';

/** How far the replacement of each authority of a plan is. @param routes what the hosts say of their addresses */
export async function authorityPosition(secrets: SecretStore, plan: Plan, routes: Routes): Promise<AuthorityPosition> {
  const leaves = planCertificates(plan, routes);
  return {
    members: await authorityPhase(secrets, 'members', leaves),
    clients: await authorityPhase(secrets, 'clients', leaves),
  };
}

/** What is left to do of the replacement of an authority; undefined where none is under way. */
export async function unfinishedAuthority(secrets: SecretStore, plan: Plan): Promise<Phrase | undefined> {
  if (!plan.security.tls) return undefined;
  const { members, clients } = await authorityPosition(secrets, plan, {});
  if (members !== 'settled' || (clients !== 'settled' && clients !== 'coming'))
    return say`The replacement of an authority was begun and is not done: run quorate rotate PLAN ca, which goes on.`;
  if (clients === 'settled') return undefined;
  return say`A new authority waits for clients: give them the file that quorate secret PLAN ${clientsAuthoritySecret} prints, which holds both, then run quorate rotate PLAN ca --clients-have-ca.`;
}
