import type { Plan } from '../plan/plan.ts';
import type { Failure } from './failure.ts';
import { type InitialState, quorumModel, type SimulationOptions } from './model.ts';
import { simulateModel } from './simulate.ts';
import type { ClusterOutcome, Refusal, SimulationResult } from './simulationResult.ts';

/** Causes by which a member's key in etcd runs out. */
const unregistered: readonly (Refusal | null)[] = ['host-dead', 'patroni-dead', 'no-dcs'];

/**
 * Simulates failures that come one after the other, each after everything has settled: leaders have been elected, and the leader has dropped
 * the members whose leases have run out; of several members that may be elected the first is. So a cluster may survive in steps what it does not survive at once.
 * @returns the result after each step; what failed in earlier steps stays so. `writes` speaks of the last step alone
 */
export function simulateSequence(
  plan: Plan,
  steps: readonly (readonly Failure[])[],
  options: SimulationOptions = {},
): readonly SimulationResult[] {
  const results: SimulationResult[] = [];
  let initial = options.initial ?? {};
  let failures: readonly Failure[] = [];
  for (const step of steps) {
    failures = [...failures, ...step];
    const result = simulateModel(quorumModel(plan, { ...options, initial }), failures);
    results.push(result);
    initial = Object.fromEntries(
      result.clusters.map((cluster) => [cluster.name, settled(cluster, initial[cluster.name] ?? {})]),
    );
  }
  return results;
}

/** What a cluster starts the next step from. Without a leader that reaches etcd nobody drops anybody. */
function settled(cluster: ClusterOutcome, before: InitialState): InitialState {
  if (cluster.leader === null || cluster.failsafe.state === 'holds' || !cluster.etcdQuorum) return before;
  const gone = cluster.members.filter((member) => unregistered.includes(member.refusal)).map((member) => member.name);
  // Which standby the leader has chosen instead is unknown again.
  const known = before.syncStandbys?.some((name) => name === cluster.leader || gone.includes(name)) ?? false;
  return { ...before, leader: cluster.leader, gone, ...(known ? { syncStandbys: undefined } : {}) };
}
