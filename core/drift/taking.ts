import { asRecord } from '../deployment/pendingSettings.ts';
import type { Taking } from '../health/drift.ts';
import { clusterFamily, upstreamRoot } from '../plan/clusterFamily.ts';
import type { Cluster, Plan } from '../plan/plan.ts';
import type { PlanPath } from '../plan/planPath.ts';
import { postgresPath } from '../plan/postgresOf.ts';
import { parameterOwner } from '../rules/parametersOwned.ts';

/** Patroni's own settings that a plan can have, in the same units. */
const settings: Readonly<Record<string, PlanPath>> = {
  ttl: ['patroni', 'timing', 'ttl'],
  loop_wait: ['patroni', 'timing', 'loopWait'],
  retry_timeout: ['patroni', 'timing', 'retryTimeout'],
  primary_start_timeout: ['patroni', 'timing', 'primaryStartTimeout'],
  primary_stop_timeout: ['patroni', 'timing', 'primaryStopTimeout'],
  failsafe_mode: ['patroni', 'failsafe'],
  synchronous_mode_strict: ['patroni', 'synchronous', 'strict'],
  synchronous_node_count: ['patroni', 'synchronous', 'nodes'],
};

/** What follows from each other: where the plan gives one, the others would change with it, so that all are taken as they are. */
const together = ['ttl', 'loop_wait', 'retry_timeout', 'primary_start_timeout', 'primary_stop_timeout'];

/** Longest text that a plan takes as a parameter. */
const maxCharacters = 1000;

/**
 * How a plan takes in a setting of Patroni's dynamic configuration.
 * @param way the keys that lead to it
 * @param config the whole of what Patroni has
 * @returns the setting first, and what has to come with it; none where the plan has no place for it, or where somebody else owns it
 */
export function takingOfSetting(
  plan: Plan,
  cluster: Cluster,
  way: readonly string[],
  config: Readonly<Record<string, unknown>>,
): readonly Taking[] {
  const [first = '', second, name] = way;
  if (first === 'postgresql' && second === 'parameters' && name !== undefined && way.length === 3)
    return takingOfParameter(plan, cluster, name, asRecord(asRecord(config.postgresql).parameters)[name]);
  if (way.length !== 1) return [];
  const own = ownSetting(first, config[first]);
  const others = together.includes(first) ? together.filter((other) => other !== first) : [];
  return own.length === 0 ? [] : [...own, ...others.flatMap((other) => ownSetting(other, config[other]))];
}

function ownSetting(key: string, value: unknown): readonly Taking[] {
  const path = Object.hasOwn(settings, key) ? settings[key] : undefined;
  return path === undefined || !isPlain(value) ? [] : [{ path, value }];
}

/**
 * How a plan takes in a parameter of PostgreSQL: where the plan has it already, else for all its clusters when they replicate from each other, else
 * for the family of this one alone.
 * @param value as PostgreSQL or Patroni has it
 * @returns none where a plan cannot set it
 */
export function takingOfParameter(plan: Plan, cluster: Cluster, name: string, value: unknown): readonly Taking[] {
  if (!isPlain(value) || !/^[a-z_][a-z0-9_.]{0,62}$/i.test(name) || parameterOwner(name) !== undefined) return [];
  const written = postgresPath(plan, cluster, 'parameters', name);
  if (written[0] === 'clusters' || clusterFamily(plan, cluster).length === plan.clusters.length)
    return [{ path: written, value }];
  const index = plan.clusters.indexOf(upstreamRoot(plan, cluster));
  return [{ path: ['clusters', index, 'postgres', 'parameters', name], value }];
}

function isPlain(value: unknown): value is Taking['value'] {
  if (typeof value === 'number') return Number.isFinite(value);
  // biome-ignore lint/suspicious/noControlCharactersInRegex: a plan's values are one line of text.
  const oneLine = typeof value === 'string' && value.length <= maxCharacters && !/[\u0000-\u001f\u007f]/.test(value);
  return oneLine || typeof value === 'boolean';
}
