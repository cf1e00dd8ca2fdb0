import type { Plan } from '../plan/plan.ts';
import { postgresOf } from '../plan/postgresOf.ts';
import {
  authoritySecret,
  clientsAuthoritySecret,
  clusterSecrets,
  haproxyStatsSecret,
  leafSecret,
} from '../render/secretNames.ts';
import { certificateUsesOf } from './certificates.ts';
import { haproxy } from './haproxy.ts';

export interface SecretNeed {
  readonly name: string;
  readonly kind: 'password' | 'tls';
}

/**
 * Every secret that the files and SQL of a plan name, each once, in a fixed order.
 * Passwords must be letters and digits only: they are put into files without quoting.
 * @throws Problem `render.unsafe-value` for a name that cannot be part of a secret's name
 */
export function secretsOf(plan: Plan): readonly SecretNeed[] {
  const names = new Set<string>();
  for (const cluster of plan.clusters) {
    const { user, ...fixed } = clusterSecrets(plan, cluster);
    for (const name of Object.values(fixed)) names.add(name);
    for (const one of postgresOf(plan, cluster).users) if (one.login) names.add(user(one.name));
  }
  if (plan.hosts.some((host) => haproxy.runsOn(plan, host))) names.add(haproxyStatsSecret);
  const passwords = [...names].map((name): SecretNeed => ({ name, kind: 'password' }));
  if (!plan.security.tls) return passwords;
  const leaves = plan.hosts.flatMap((host) => certificateUsesOf(plan, host).map((use) => leafSecret(use, host.name)));
  const tls = [authoritySecret, clientsAuthoritySecret, ...leaves.flatMap((leaf) => [`${leaf}.crt`, `${leaf}.key`])];
  return [...passwords, ...tls.map((name): SecretNeed => ({ name, kind: 'tls' }))];
}
