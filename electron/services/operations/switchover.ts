import type { Cluster, Member } from '../../../core/plan/plan.ts';
import { quoted } from '../../../core/plan/problem.ts';
import { Problem } from '../../../core/problem.ts';
import { addressOnHost } from '../../../core/render/hostNetwork.ts';
import { restUser } from '../../../core/render/patroniConfig.ts';
import { clusterSecrets } from '../../../core/render/secretNames.ts';
import { printable } from '../../../core/shell/printable.ts';
import { say } from '../../../core/wording/phrase.ts';
import type { PlanHosts } from '../hosts/openHosts.ts';
import type { Door } from '../procedures/door.ts';
import { gatherLocks } from '../procedures/gatherLocks.ts';
import { type ProcedureContext, runProcedure } from '../procedures/runProcedure.ts';
import { operatorTls, readStatus } from '../status/readStatus.ts';

export interface SwitchoverRequest extends Omit<ProcedureContext, 'dryRun'> {
  readonly hosts: PlanHosts;
  readonly cluster: string;
  /** Member that leads now: when another does, nothing is done. */
  readonly leader: string;
  /** Member that shall lead. */
  readonly candidate: string;
}

export interface SwitchoverResult {
  /** False when the candidate led already. */
  readonly changed: boolean;
  /** What Patroni said. */
  readonly message: string;
  /** Until Patroni said that the candidate leads. */
  readonly seconds: number;
}

/** Patroni answers when the candidate leads; it waits for as long as its lease, and a checkpoint may be large. */
const mostMilliseconds = 180_000;
const mostSeconds = 60;

/**
 * Hands the leadership to another member, through Patroni's REST API of the leader: it shuts PostgreSQL down cleanly, so that nothing is lost. Cut off in
 * the middle and asked for again it finds the candidate leading, or hands over anew.
 * @throws Problem `switchover-unknown` (usage) for names that are not in the plan, `switchover-stale` (no) when another member leads,
 * `switchover-refused` (no) with Patroni's reason, `switchover-late` (no); what `runProcedure` throws; SshError when the leader's host cannot be reached
 */
export async function switchover(request: SwitchoverRequest): Promise<SwitchoverResult> {
  const { plan, leader, candidate, pool } = request;
  const cluster = plan.clusters.find((one) => one.name === request.cluster);
  const member = cluster?.members.find((one) => one.name === leader);
  if (cluster === undefined || member === undefined || !cluster.members.some((one) => one.name === candidate)) {
    throw new Problem(
      'switchover-unknown',
      'usage',
      say`The plan has no cluster ${quoted(request.cluster)} with members ${quoted(leader)} and ${quoted(candidate)}.`,
    );
  }
  const { changed, message, seconds } = await runProcedure(request, {
    id: 'switchover',
    cluster: cluster.name,
    hosts: cluster.members.map(({ host }) => host),
    // One of the others may be dark: that can be the very reason for handing over.
    unreachable: 'leave-out',
    gather: gatherLocks(pool),
    apply: (door) => handOver(request, cluster, member, door),
    ok: () => true,
  });
  return { changed, message, seconds };
}

async function handOver(
  request: SwitchoverRequest,
  cluster: Cluster,
  member: Member,
  door: Door,
): Promise<SwitchoverResult> {
  const { plan, hosts, secrets, leader, candidate } = request;
  const now = await leaderNow(request, cluster);
  if (now === candidate) return { changed: false, message: `${candidate} leads ${cluster.name} already`, seconds: 0 };
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
  // Without its lock nobody knows who else is at work there; this also says why it cannot be reached.
  if (!door.reaches(member.host)) await hosts.pool.session(target);
  const password = secrets.get(clusterSecrets(plan, cluster).rest)?.reveal() ?? '';
  const started = performance.now();
  const change = { host: member.host, id: 'patroni/switchover', title: say`Hand over to ${candidate}` };
  const question = {
    address: addressOnHost(target.address),
    port: plan.patroni.port,
    path: '/switchover',
    tls: plan.security.tls ? operatorTls(secrets) : undefined,
    auth: `${restUser}:${password}`,
    timeoutMilliseconds: mostMilliseconds,
  };
  const { status, body } = await door.post(change, question, { leader, candidate });
  const seconds = Math.round((performance.now() - started) / 100) / 10;
  const said = printable(body.trim(), 500);
  door.tell({
    code: 'noted',
    host: member.host,
    said: say`Patroni on ${member.host} said after ${seconds} s: ${said}`,
  });
  if (status !== 200) {
    throw new Problem(
      'switchover-refused',
      'no',
      say`Patroni on ${member.host} refused the switchover from ${leader} to ${candidate} (status ${status}): ${said}`,
    );
  }
  await door.gate({
    seconds: mostSeconds,
    everyMilliseconds: 300,
    check: async () => ((await leaderNow(request, cluster)) === candidate ? true : undefined),
    problem: () =>
      new Problem(
        'switchover-late',
        'no',
        say`Patroni said that ${candidate} leads ${cluster.name}, and ${mostSeconds} s later it does not: look at its journal on the host (journalctl -u patroni), and at quorate status.`,
      ),
  });
  return { changed: true, message: said, seconds };
}

async function leaderNow({ plan, hosts, secrets }: SwitchoverRequest, { name }: Cluster): Promise<string | null> {
  const { clusters } = await readStatus(plan, hosts, secrets, { upkeep: false });
  return clusters.find((one) => one.name === name)?.leader ?? null;
}
