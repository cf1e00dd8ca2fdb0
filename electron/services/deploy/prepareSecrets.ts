import { type Host, memberOn, type Plan } from '../../../core/plan/plan.ts';
import { servedCluster } from '../../../core/render/hostContext.ts';
import { secretsOf } from '../../../core/render/secretsOf.ts';
import type { SecretStore } from '../secrets/secretStore.ts';
import { ensureClientCertificate, ensureHostCertificates } from '../tls/certificates.ts';

/** Makes every password and certificate that a plan needs and the store lacks. */
export async function prepareSecrets(plan: Plan, secrets: SecretStore): Promise<void> {
  const needs = secretsOf(plan);
  await secrets.ensurePasswords(needs.filter((need) => need.kind === 'password').map((need) => need.name));
  if (!plan.security.tls) return;
  // With it the operator asks etcd and Patroni for their state.
  await ensureClientCertificate(secrets, { commonName: 'operator' });
  await ensureHostCertificates(
    secrets,
    plan.hosts.map((host) => ({ host: host.name, ...clientNames(plan, host) })),
  );
}

/**
 * Every name and address by which clients may reach a host's PostgreSQL and PgBouncer. HAProxy passes TLS through, so a client that verifies
 * names sees the member's certificate behind the address of any HAProxy of its cluster, of the virtual IP, or of the common DNS name.
 */
function clientNames(plan: Plan, host: Host): { names: readonly string[]; addresses: readonly string[] } {
  const { vip, dns } = plan.access;
  const cluster = memberOn(plan, host.name)?.cluster;
  const proxies =
    cluster === undefined
      ? []
      : plan.hosts.filter((proxy) => proxy.roles.includes('haproxy') && servedCluster(plan, proxy) === cluster);
  return {
    names: [...(dns === undefined ? [] : [dns]), ...proxies.map((proxy) => proxy.name)],
    addresses: [
      ...new Set([
        host.address,
        ...proxies.map((proxy) => proxy.address),
        ...(vip === undefined ? [] : [vip.address.split('/')[0] ?? '']),
      ]),
    ],
  };
}
