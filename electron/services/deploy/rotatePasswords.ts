import { chosenPasswords, loginsOf } from '../../../core/components/passwordChoice.ts';
import { secretsOf } from '../../../core/components/secretsOf.ts';
import { Problem } from '../../../core/problem.ts';
import { type PasswordPosition, passwordRotation } from '../../../core/procedures/passwordTurns.ts';
import { listOf, say } from '../../../core/wording/phrase.ts';
import { forgetFormerPasswords, pendingPasswords, renewPasswords } from '../secrets/renewPasswords.ts';
import type { DeploymentOptions, DeployResult } from './deployment.ts';
import { noteOf } from './runDeployment.ts';
import { type Rotation, runRotation } from './runRotation.ts';

export interface RotatePasswordsOptions extends DeploymentOptions {
  /** Names of passwords, or their last words; none for all that no client has to learn. */
  readonly names: readonly string[];
}

/**
 * Gives a deployed plan new passwords. Those of the plan's users are changed when they are named: their clients have to learn them.
 * @throws Problem `password-unknown` (usage), `rotate-delayed` (no); what `runRotation` throws
 */
export async function rotatePasswords(options: RotatePasswordsOptions): Promise<DeployResult> {
  const { plan, secrets } = options;
  const chosen = chosenPasswords(secretsOf(plan), options.names);
  const names = [...pendingPasswords(secrets), ...chosen];
  const delayed = plan.clusters.find(({ standbyOf }) => (standbyOf?.delaySeconds ?? 0) > 0);
  // Until it has applied them it would know only the former ones.
  if (delayed !== undefined && loginsOf(names).length > 0)
    throw new Problem(
      'rotate-delayed',
      'no',
      say`${delayed.name} applies what it receives later, new passwords of roles too, and nobody could log in there until then. Take the delay of its standbyOf out of the plan, deploy, rotate, and put it back.`,
    );
  return runRotation(options, newPasswords(options, chosen));
}

/** New passwords, as the store keeps them. */
export function newPasswords(
  { secrets, names }: Pick<RotatePasswordsOptions, 'secrets' | 'names'>,
  chosen: readonly string[],
): Rotation<PasswordPosition> {
  const pending = pendingPasswords(secrets);
  const renewed = pending.length > 0 ? pending : chosen;
  const missed = names.length === 0 ? [] : chosen.filter((name) => !renewed.includes(name));
  const learn = renewed.filter((name) => name.startsWith('user/'));
  return {
    kind: passwordRotation,
    position: () => Promise.resolve(pendingPasswords(secrets)),
    turn: (id) => (id === 'renew' ? renewPasswords(secrets, chosen) : forgetFormerPasswords(secrets)),
    notes: () =>
      Promise.resolve([
        noteOf(say`New: ${listOf(renewed, 'comma')}.`),
        ...(missed.length === 0
          ? []
          : [noteOf(say`This finished a rotation that was cut off. Run it again for ${listOf(missed, 'comma')}.`)]),
        ...learn.map((name) => noteOf(say`Give clients the new password: quorate secret PLAN ${name}`)),
      ]),
  };
}
