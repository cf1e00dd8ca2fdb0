import { createHash } from 'node:crypto';
import { secretsOf } from '../../../core/components/secretsOf.ts';
import type { Plan } from '../../../core/plan/plan.ts';
import type { SecretStore } from '../secrets/secretStore.ts';

/**
 * The checksum of everything secret that a plan's files and SQL name. Of all of it together: there are keys and long random passwords in it, so
 * that nobody can guess at a part.
 */
export function secretsDigest(plan: Plan, secrets: SecretStore): string {
  const values = secretsOf(plan)
    .map(({ name }) => [name, secrets.get(name)?.reveal() ?? null])
    .toSorted(([one], [other]) => ((one ?? '') < (other ?? '') ? -1 : 1));
  return createHash('sha256').update(JSON.stringify(values)).digest('hex');
}
