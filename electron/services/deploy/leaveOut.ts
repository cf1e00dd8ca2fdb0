import { join } from 'node:path';
import type { Refusal } from '../../../core/changes/refusal.ts';
import { etcdOptions } from '../../../core/deployment/factRequest.ts';
import { leaveOutRefusals } from '../../../core/deployment/leaveOut.ts';
import type { HostFacts } from '../../../core/facts/deploymentFacts.ts';
import { leftOutHosts, mayHoldData } from '../../../core/health/leftOut.ts';
import { etcdHosts } from '../../../core/plan/plan.ts';
import type { DesiredState } from '../../../core/render/desiredHost.ts';
import { clusterKeys } from '../../../core/render/patroniConfig.ts';
import { readJournal } from '../procedures/journal.ts';
import type { ProcedureContext } from '../procedures/procedureRun.ts';

/**
 * Judges whether a deployment may leave out the hosts that it is told to, and whether an earlier run left something behind that stands in its way.
 * @param facts of the hosts that are visited
 * @returns what speaks against it, empty when nothing does
 */
export async function judgeLeaveOut(
  context: ProcedureContext,
  state: DesiredState,
  facts: ReadonlyMap<string, HostFacts>,
): Promise<readonly Refusal[]> {
  const { plan, directory, without = [] } = context;
  const lines = await readJournal(join(directory, 'journal.jsonl'));
  return leaveOutRefusals({
    plan,
    without,
    facts,
    state,
    deployed: mayHoldData(lines),
    missed: leftOutHosts(lines),
    leaders: without.length === 0 ? new Map() : await readLeaders(context, facts),
  });
}

/** Who leads each cluster by the leader key in etcd, which only a member with etcd's majority can hold. Clusters without such a key are left out. */
export async function readLeaders(
  { plan, pool, targets }: Pick<ProcedureContext, 'plan' | 'pool' | 'targets'>,
  facts: ReadonlyMap<string, HostFacts>,
): Promise<ReadonlyMap<string, string>> {
  const found = await Promise.all(
    plan.clusters.map(async (cluster): Promise<[string, string][]> => {
      const host = etcdHosts(plan, cluster).find(({ name }) => facts.get(name)?.etcd === 'healthy');
      const target = host === undefined ? undefined : targets.get(host.name);
      if (host === undefined || target === undefined) return [];
      const session = await pool.session(target);
      const script = `ETCDCTL_API=3 etcdctl --command-timeout=5s ${etcdOptions(plan, host)} get --print-value-only ${clusterKeys(cluster.name)}/leader`;
      const { stdout } = await session.run(script, { timeoutSeconds: 20 });
      return stdout.trim() === '' ? [] : [[cluster.name, stdout.trim()]];
    }),
  );
  return new Map(found.flat());
}
