import type { Plan } from '../plan/plan.ts';
import { clusterOutcome } from './clusterOutcome.ts';
import { type Damage, damageOf } from './damage.ts';
import { etcdQuorum } from './etcdQuorum.ts';
import { type Failure, failureText } from './failure.ts';
import { type ClusterModel, type QuorumModel, quorumModel, type SimulationOptions } from './model.ts';
import {
  type ClusterOutcome,
  type EtcdOutcome,
  type SimulationResult,
  type Writes,
  writesInOrder,
} from './simulationResult.ts';

/**
 * Says what a set of failures does to every cluster of a plan: etcd quorum, leaders, clients, time, loss, and why.
 *
 * The model:
 * - Everything fails at the same moment, the clusters were healthy before, and what has failed stays so. Failures one after the other may
 *   end better, since Patroni has had time to drop a dead member: that is `simulateSequence`.
 * - The outcome is the state after all leases have run out, not the way there; the seconds say how long the way is.
 * - `unaffected`, `automatic`, `manual`, `lost` are what happens to writes through HAProxy's primary port from at least one place.
 *   `manual` needs a person, be it only to start something again. `lost` means that no host with a copy of the data is up.
 * - A connection needs both directions, so a one-way cut counts as a full one. Hosts do not forward for each other.
 * - Replicas stream and are as near as the objectives say, unless the options name members that lag. Among equals any may be elected.
 * - In synchronous mode, which standby is the synchronous one is unknown unless given: the outcome is the worst of the possible
 *   choices, `writesAtBest` the best.
 * - More failures never make more writable, with three exceptions that are so in reality: a leader that is alive but useless (no
 *   PgBouncer on its host, no HAProxy that reaches it, or commits that wait for a standby that it may not or cannot give up, in strict
 *   mode or without etcd) is only replaced once it is lost altogether.
 * - Systemd starts a killed Patroni, etcd, HAProxy or PgBouncer again after some seconds; a failed process here does not come back.
 *
 * Sources: Patroni's documentation (dcs_failsafe_mode, replication_modes, watchdog) and `ha.py` of 3.0 to 4.0; etcd's raft.
 * @param failures names that the plan does not have change nothing; `parseFailure` tells of them
 */
export function simulate(plan: Plan, failures: readonly Failure[], options: SimulationOptions = {}): SimulationResult {
  return simulateModel(quorumModel(plan, options), failures);
}

/** `simulate` on a plan prepared by `quorumModel`, for many simulations of one plan. */
export function simulateModel(model: QuorumModel, failures: readonly Failure[]): SimulationResult {
  const damage = damageOf(model, failures);
  const clusters = clusterOutcomes(model, damage);
  const written = clusters.filter((cluster) => cluster.kind === 'primary');
  return {
    failed: failures.map(failureText),
    failures,
    clusters,
    etcd: etcdOutcomes(model, damage),
    writes: worst((written.length > 0 ? written : clusters).map((cluster) => cluster.writes)),
  };
}

/** Outcomes in the order of the plan, each standby cluster judged after the cluster that it follows. */
function clusterOutcomes(model: QuorumModel, damage: Damage): readonly ClusterOutcome[] {
  const done = new Map<ClusterModel, ClusterOutcome>();
  const judge = (cluster: ClusterModel, below: readonly ClusterModel[]): ClusterOutcome => {
    const known = done.get(cluster);
    if (known !== undefined) return known;
    const upstream = cluster.upstream === undefined ? undefined : model.clusters[cluster.upstream];
    const path = [...below, cluster];
    const followed = upstream === undefined || path.includes(upstream) ? undefined : judge(upstream, path);
    const outcome = clusterOutcome(model, cluster, damage, followed);
    done.set(cluster, outcome);
    return outcome;
  };
  return model.clusters.map((cluster) => judge(cluster, []));
}

function etcdOutcomes(model: QuorumModel, damage: Damage): readonly EtcdOutcome[] {
  const outcomes = new Map<number, EtcdOutcome>();
  for (const cluster of model.clusters) {
    if (cluster.etcd.every((host) => outcomes.has(host))) continue;
    const { inQuorum } = etcdQuorum(cluster.etcd, damage);
    for (const host of cluster.etcd) {
      const name = model.plan.hosts[host]?.name ?? '';
      outcomes.set(host, { name, running: damage.runs(host, 'etcd'), quorum: inQuorum.has(host) });
    }
  }
  return [...outcomes.entries()].sort(([one], [other]) => one - other).map(([, outcome]) => outcome);
}

/** The worst of several, `unaffected` of none. */
export function worst(all: readonly Writes[]): Writes {
  return writesInOrder[Math.max(0, ...all.map((writes) => writesInOrder.indexOf(writes)))] ?? 'unaffected';
}
