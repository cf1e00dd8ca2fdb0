import { Problem } from '../../../core/problem.ts';
import {
  type AuthorityName,
  type AuthorityPosition,
  authorityRotation,
  authorityTurnOf,
} from '../../../core/procedures/authorityTurns.ts';
import { say } from '../../../core/wording/phrase.ts';
import { sharesAuthority } from '../tls/authority.ts';
import { planCertificates } from '../tls/planCertificates.ts';
import { turnAuthority } from '../tls/replaceAuthority.ts';
import { authorityPosition, unfinishedAuthority } from './authorityPosition.ts';
import type { DeploymentOptions, DeployResult } from './deployment.ts';
import { noteOf } from './runDeployment.ts';
import { type Rotation, runRotation } from './runRotation.ts';

export interface RotateAuthorityOptions extends DeploymentOptions {
  /** None for both. */
  readonly authorities: readonly AuthorityName[];
  /** Clients have `tls/ca.crt` with both authorities. */
  readonly clientsReady: boolean;
}

/**
 * Replaces the authorities of a deployed plan. The key of the old one is not needed.
 * @throws Problem `rotate-without-tls`, `rotate-shared-authority`, `rotate-clients-not-waiting` (usage); what `runRotation` throws
 */
export async function rotateAuthority(options: RotateAuthorityOptions): Promise<DeployResult> {
  const { plan, secrets, clientsReady } = options;
  if (!plan.security.tls)
    throw new Problem(
      'rotate-without-tls',
      'usage',
      say`The plan has security.tls off: there is no authority to replace.`,
    );
  if (sharesAuthority(secrets))
    throw new Problem(
      'rotate-shared-authority',
      'usage',
      say`Clients of this plan see certificates of the members' authority. Separate the two first: quorate rotate PLAN certificates --own-authority.`,
    );
  if (clientsReady && (await authorityPosition(secrets, plan, {})).clients !== 'coming')
    throw new Problem(
      'rotate-clients-not-waiting',
      'usage',
      say`No new authority waits for clients to have it. Run quorate rotate PLAN ca clients first, and give them the file that it names.`,
    );
  return runRotation(options, replacement(options));
}

/** The replacement of authorities, as the store keeps it. */
export function replacement(
  options: Pick<RotateAuthorityOptions, 'plan' | 'secrets' | 'authorities' | 'clientsReady'>,
): Rotation<AuthorityPosition> {
  const { plan, secrets, authorities, clientsReady } = options;
  return {
    kind: authorityRotation({ chosen: authorities, clientsReady }),
    position: (routes) => authorityPosition(secrets, plan, routes),
    turn: (id, routes) => {
      const { name, turn } = authorityTurnOf(id);
      return turnAuthority(secrets, name, turn, planCertificates(plan, routes));
    },
    notes: async () => {
      const waits = await unfinishedAuthority(secrets, plan);
      return waits === undefined ? [] : [noteOf(waits)];
    },
  };
}
