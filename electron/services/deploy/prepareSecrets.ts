import { secretsOf } from '../../../core/components/secretsOf.ts';
import type { Plan } from '../../../core/plan/plan.ts';
import type { Routes } from '../../../core/render/hostNetwork.ts';
import type { SecretStore } from '../secrets/secretStore.ts';
import { type EnsureOptions, ensureCertificates } from '../tls/certificates.ts';
import { planCertificates } from '../tls/planCertificates.ts';

/**
 * Makes every password and certificate that a plan needs and the store lacks.
 * @param routes what the hosts say of their addresses; none before they were asked
 */
export async function prepareSecrets(
  plan: Plan,
  secrets: SecretStore,
  routes: Routes = {},
  options: EnsureOptions = {},
): Promise<void> {
  const passwords = secretsOf(plan).filter((need) => need.kind === 'password');
  await secrets.ensurePasswords(passwords.map((need) => need.name));
  if (plan.security.tls) await ensureCertificates(secrets, planCertificates(plan, routes), options);
}
