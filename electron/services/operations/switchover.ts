import { type Setting, settingOfStatus } from '../../../core/impact/setting.ts';
import { quoted } from '../../../core/plan/problem.ts';
import { Problem } from '../../../core/problem.ts';
import { nextOfSwitchover, type SwitchoverResult, type SwitchoverWorld } from '../../../core/procedures/switchover.ts';
import { switchoverStop } from '../../../core/procedures/switchoverProspect.ts';
import { say } from '../../../core/wording/phrase.ts';
import type { PlanHosts } from '../hosts/openHosts.ts';
import { gatherLocks } from '../procedures/gatherLocks.ts';
import type { LockedFacts } from '../procedures/hostLocks.ts';
import type { ProcedureContext, Proven } from '../procedures/procedureRun.ts';
import { resultOfRun } from '../procedures/resultOfRun.ts';
import { runProcedure } from '../procedures/runProcedure.ts';
import { readStatus } from '../status/readStatus.ts';

export interface SwitchoverRequest extends Omit<ProcedureContext, 'dryRun'> {
  readonly hosts: PlanHosts;
  readonly cluster: string;
  /** Member that leads now: when another does, nothing is done. */
  readonly leader: string;
  /** Member that shall lead. */
  readonly candidate: string;
}

/**
 * Hands the leadership to another member, through the Patroni that leads: it shuts PostgreSQL down cleanly, so that nothing is lost. Cut off in
 * the middle and asked for again it finds the candidate leading, or hands over anew.
 * @throws Problem `switchover-unknown` (usage) for names that are not in the plan, `switchover-refused` (no) with Patroni's reason; what
 * `runProcedure`, `nextOfSwitchover` and `resultOfRun` throw; SshError when the leader's host cannot be reached
 */
export async function switchover(request: SwitchoverRequest): Promise<SwitchoverResult & Proven> {
  const { plan, leader, candidate, pool, hosts, secrets } = request;
  const cluster = plan.clusters.find((one) => one.name === request.cluster);
  const member = cluster?.members.find((one) => one.name === leader);
  if (cluster === undefined || member === undefined || !cluster.members.some((one) => one.name === candidate)) {
    throw new Problem(
      'switchover-unknown',
      'usage',
      say`The plan has no cluster ${quoted(request.cluster)} with members ${quoted(leader)} and ${quoted(candidate)}.`,
    );
  }
  const writesStop = switchoverStop(plan);
  const run = await runProcedure<LockedFacts, SwitchoverWorld & { readonly setting: Setting }, SwitchoverResult>(
    request,
    {
      id: 'switchover',
      cluster: cluster.name,
      hosts: cluster.members.map(({ host }) => host),
      // One of the others may be dark: that can be the very reason for handing over.
      unreachable: 'leave-out',
      gather: gatherLocks(pool),
      look: async (door) => {
        // Without its lock nobody knows who else is at work there; this also says why it cannot be reached.
        if (!door.reached.has(member.host)) await pool.session(hosts.target(member.host));
        const status = await readStatus(plan, hosts, secrets, { upkeep: false });
        const leads = status.clusters.find((one) => one.name === cluster.name)?.leader ?? null;
        return { leader: leads, setting: settingOfStatus(plan, status) };
      },
      next: (world, past) => nextOfSwitchover(world, past, { plan, cluster, leader, candidate, writesStop }),
      setting: ({ setting }) => setting,
    },
  );
  const [failure] = run.failures;
  if (failure !== undefined && failure.phase !== 'connection')
    throw new Problem(
      'switchover-refused',
      'no',
      say`The switchover from ${leader} to ${candidate} did not work, and ${leader} still leads unless quorate status says otherwise: ${failure.output.trim()}`,
      { details: { host: failure.host, causes: failure.causes } },
    );
  return { ...resultOfRun(run), stages: run.stages, probe: run.probe };
}
