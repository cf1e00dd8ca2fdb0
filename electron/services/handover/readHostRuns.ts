import { auditLog } from '../../../core/facts/auditLog.ts';
import { type HostRun, hostRuns } from '../../../core/procedures/hostRuns.ts';
import type { PlanHosts } from '../hosts/openHosts.ts';
import { gatherFacts } from '../ssh/gatherFacts.ts';

export interface HostRunsRead {
  readonly runs: readonly HostRun[];
  /** Hosts that did not answer, and why. */
  readonly silent: readonly { readonly host: string; readonly reason: string }[];
}

/** What the hosts of a plan say was done to them, whoever did it. Nothing is changed. */
export async function readHostRuns({ pool, targets }: PlanHosts): Promise<HostRunsRead> {
  const outcomes = await pool.all(targets, async (session) => {
    const facts = { audit: auditLog };
    const { values } = await gatherFacts(session, facts, { timeoutSeconds: 60, maxOutputBytes: 4 * 1024 * 1024 });
    return values;
  });
  const logs = outcomes.flatMap((one) => (one.ok ? [[one.host, one.value.audit] as const] : []));
  return {
    runs: hostRuns(new Map(logs)),
    silent: outcomes.flatMap((one) => (one.ok ? [] : [{ host: one.host, reason: one.error.message }])),
  };
}
