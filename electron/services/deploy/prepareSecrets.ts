import type { Plan } from '../../../core/plan/plan.ts';
import { secretsOf } from '../../../core/render/secretsOf.ts';
import type { SecretStore } from '../secrets/secretStore.ts';
import { ensureHostCertificates } from '../tls/certificates.ts';

/** Makes every password and certificate that a plan needs and the store lacks. */
export async function prepareSecrets(plan: Plan, secrets: SecretStore): Promise<void> {
  const needs = secretsOf(plan);
  await secrets.ensurePasswords(needs.filter((need) => need.kind === 'password').map((need) => need.name));
  if (!plan.security.tls) return;
  const { vip, dns } = plan.access;
  const vipAddress = vip === undefined ? [] : [vip.address.split('/')[0] ?? vip.address];
  await ensureHostCertificates(
    secrets,
    plan.hosts.map((host) => ({
      host: host.name,
      names: dns === undefined ? [] : [dns],
      addresses: [host.address, ...vipAddress],
    })),
  );
}
