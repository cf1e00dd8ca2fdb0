import { say } from '../wording/phrase.ts';
import type { ClusterState } from './clusterState.ts';
import { explained } from './explained.ts';
import type { ClusterOutcome } from './simulationResult.ts';

/** What failsafe mode does about it: it helps only a leader whose Patroni runs and cannot reach the DCS. */
export function failsafeOutcome({ model, cluster, leadership }: ClusterState): ClusterOutcome['failsafe'] {
  const { name } = cluster.leader.member;
  if (!model.plan.patroni.failsafe) return { state: 'off', ...explained(say`failsafe_mode is off in the plan.`) };
  if (leadership.fate === 'failsafe')
    return {
      state: 'holds',
      ...explained(say`Every other member answers ${name}, so none of them leads and it may go on.`),
    };
  if (leadership.fate === 'demotes')
    return {
      state: 'cannot-hold',
      ...explained(say`${name} must get an answer from every other member and does not, so it demotes itself.`),
    };
  if (leadership.fate === 'orphan')
    return {
      state: 'cannot-hold',
      ...explained(say`Failsafe mode is Patroni's own, and the Patroni of ${name} is dead.`),
    };
  return {
    state: 'idle',
    ...explained(say`The leader either reaches etcd or is gone; failsafe mode has nothing to decide.`),
  };
}

/** What the watchdog does about it: it fences a leader whose Patroni no longer feeds it. */
export function watchdogOutcome({ model, cluster, leadership }: ClusterState): ClusterOutcome['watchdog'] {
  const mode = model.plan.patroni.watchdog;
  const { host } = cluster.leader.member;
  if (leadership.fate !== 'orphan' || cluster.cluster.standbyOf !== undefined)
    return { mode, effect: 'none', ...explained(say`Patroni feeds it or its host is gone; it has nothing to fence.`) };
  if (mode === 'off')
    return {
      mode,
      effect: 'none',
      ...explained(say`It is off: nothing stops PostgreSQL on ${host} while its Patroni is dead.`),
    };
  const { ttlSeconds, safetyMarginSeconds } = model.timing.patroni;
  const within = safetyMarginSeconds < 0 ? ttlSeconds / 2 : ttlSeconds - safetyMarginSeconds;
  const resets =
    mode === 'automatic'
      ? say`Nobody feeds it on ${host}: it resets the host within ${within} s, before another member is promoted, given that the host has a watchdog device.`
      : say`Nobody feeds it on ${host}: it resets the host within ${within} s, before another member is promoted.`;
  return { mode, effect: 'resets-host', ...explained(resets) };
}

/**
 * Whether two members may take writes at once. Patroni itself never lets that happen: a leader demotes before its lease runs out. It takes
 * a leader whose Patroni is dead and whose PostgreSQL is not, without a watchdog, and clients that do not come through HAProxy.
 */
export function splitBrainOutcome(state: ClusterState): ClusterOutcome['splitBrain'] {
  const { cluster, leadership } = state;
  const { name, host } = cluster.leader.member;
  if (cluster.cluster.standbyOf !== undefined || leadership.fate !== 'orphan')
    return { exposed: false, ...explained(say`At most one member takes writes.`) };
  if (watchdogOutcome(state).effect === 'resets-host')
    return { exposed: false, ...explained(say`The watchdog resets ${host} before another member is promoted.`) };
  if (leadership.possible.length === 0)
    return {
      exposed: false,
      ...explained(
        say`PostgreSQL of ${name} goes on without Patroni, but nobody else is promoted; promote no one by hand before it is stopped.`,
      ),
    };
  return {
    exposed: true,
    ...explained(
      say`PostgreSQL of ${name} goes on without Patroni and takes writes from clients that reach ${host} directly, while HAProxy sends all others to the new leader.`,
    ),
  };
}
