import { printable } from '../../../core/operations/printable.ts';
import type { Plan } from '../../../core/plan/plan.ts';
import { quoted } from '../../../core/plan/problem.ts';
import { Problem } from '../../../core/problem.ts';
import { restUser } from '../../../core/render/patroniConfig.ts';
import { clusterSecrets } from '../../../core/render/secretsOf.ts';
import { say } from '../../../core/wording/phrase.ts';
import type { PlanHosts } from '../hosts/openHosts.ts';
import type { SecretStore } from '../secrets/secretStore.ts';
import { askHttp } from '../status/askHttp.ts';
import { operatorTls, readStatus } from '../status/readStatus.ts';

export interface SwitchoverRequest {
  readonly plan: Plan;
  readonly hosts: PlanHosts;
  readonly secrets: SecretStore;
  readonly cluster: string;
  /** Member that leads now: when another does, nothing is done. */
  readonly leader: string;
  /** Member that shall lead. */
  readonly candidate: string;
}

/** Patroni answers when the candidate leads; it waits for as long as its lease, and a checkpoint may be large. */
const mostMilliseconds = 180_000;

/**
 * Hands the leadership to another member, through Patroni's REST API of the leader: it shuts PostgreSQL down cleanly, so that nothing is lost.
 * @returns what Patroni said, and the time it took
 * @throws Problem `switchover-unknown` (usage) for names that are not in the plan, `switchover-stale` (no) when another member leads,
 * `switchover-refused` (no) with Patroni's reason; SshError when the leader's host cannot be reached
 */
export async function switchover(request: SwitchoverRequest): Promise<{ message: string; seconds: number }> {
  const { plan, hosts, secrets, leader, candidate } = request;
  const cluster = plan.clusters.find((one) => one.name === request.cluster);
  const member = cluster?.members.find((one) => one.name === leader);
  if (cluster === undefined || member === undefined || !cluster.members.some((one) => one.name === candidate)) {
    throw new Problem(
      'switchover-unknown',
      'usage',
      say`The plan has no cluster ${quoted(request.cluster)} with members ${quoted(leader)} and ${quoted(candidate)}.`,
    );
  }
  const now =
    (await readStatus(plan, hosts, secrets)).clusters.find((one) => one.name === cluster.name)?.leader ?? null;
  if (now !== leader) {
    throw new Problem(
      'switchover-stale',
      'no',
      now === null
        ? say`Nobody leads ${cluster.name}, not ${quoted(leader)}: look at it again before changing it.`
        : say`${quoted(now)} leads ${cluster.name}, not ${quoted(leader)}: look at it again before changing it.`,
    );
  }
  const target = hosts.target(member.host);
  const session = await hosts.pool.session(target);
  const password = secrets.get(clusterSecrets(plan, cluster).rest)?.reveal() ?? '';
  const started = performance.now();
  const { status, body } = await askHttp(session, {
    address: target.address,
    port: plan.patroni.port,
    path: '/switchover',
    tls: plan.security.tls ? operatorTls(secrets) : undefined,
    auth: `${restUser}:${password}`,
    body: { leader, candidate },
    timeoutMilliseconds: mostMilliseconds,
  });
  const said = printable(body.trim(), 500);
  if (status !== 200) {
    throw new Problem(
      'switchover-refused',
      'no',
      say`Patroni on ${member.host} refused the switchover from ${leader} to ${candidate} (status ${status}): ${said}`,
    );
  }
  return { message: said, seconds: Math.round((performance.now() - started) / 100) / 10 };
}
