import { defaultReasons, derivedReasons, openReasons, unitsByField } from '../plan/explanations.ts';
import type { ParsedPlan } from '../plan/parse.ts';
import type { Plan } from '../plan/plan.ts';
import { type PlanPath, valueAt } from '../plan/planPath.ts';
import { type Phrase, phraseText, say } from '../wording/phrase.ts';
import type { TimingExplanation } from './timing.ts';

/** One value that a deployment works with, and why it is what it is. */
export interface Explanation {
  /** Where the value is, or would be, in the plan file. Names of members and maximumLagOnFailover only ever follow from others. */
  readonly path: PlanPath;
  /** Null for what only the hosts can tell. */
  readonly value: unknown;
  readonly unit?: 's' | 'ms' | 'bytes' | 'count' | undefined;
  /** `default` is fixed, `derived` follows from other values. */
  readonly origin: 'set' | 'default' | 'derived';
  readonly reason: string;
  /** The reason with its values apart, for another language. */
  readonly said: Phrase;
}

/** Follows from rpo; a plan cannot set it. */
const onlyDerived = 'maximumLagOnFailover';

/** Sections whose timing values a plan may set, by the first part of their names in a Timing. */
const timingSections: Readonly<Record<string, PlanPath>> = {
  patroni: ['patroni', 'timing'],
  haproxy: ['haproxy', 'checks'],
  etcd: ['etcd'],
};

/**
 * Explains every value of a plan: set, default or derived, in the order of the plan file.
 * @param timing the explanations of the plan's Timing; without them the timing values that are not set are left out
 */
export function explainPlan(parsed: ParsedPlan, timing: readonly TimingExplanation[] = []): Explanation[] {
  const written: unknown = parsed.document.toJS();
  const timed = timing.map((explanation) => explainTiming(explanation, written));
  // Also the sections themselves: they would be shown as empty.
  const known = new Set(timed.flatMap(({ path }) => path.map((_, index) => JSON.stringify(path.slice(0, index + 1)))));
  const values = leaves(fileShape(parsed.plan), [])
    .filter(({ path }) => !known.has(JSON.stringify(path)))
    .map(({ path, value }): Explanation => {
      const unit = unitsByField[String(path.at(-1))];
      if (isWritten(written, path))
        return because({ path, value, unit, origin: 'set' }, say`set in line ${parsed.locate(path).line}`);
      const pattern = patternOf(path);
      const derive = derivedReasons[pattern];
      if (derive) return because({ path, value, unit, origin: 'derived' }, derive(parsed.plan, path));
      return because(
        { path, value, unit, origin: 'default' },
        defaultReasons[pattern] ?? say`the default of the plan file`,
      );
    });
  const open = openReasons
    .filter(({ path }) => !isWritten(written, path))
    .map(({ path, value, reason }) => because({ path, value: value ?? null, origin: 'derived' }, reason));
  return [...values, ...open, ...timed];
}

function explainTiming(explanation: TimingExplanation, written: unknown): Explanation {
  const [component = '', name = ''] = explanation.name.split('.');
  const field = name.replace(/(?:Seconds|Milliseconds|Bytes)$/, '');
  const section = field === onlyDerived ? [component] : (timingSections[component] ?? [component]);
  const path = [...section, field];
  const { value, unit, said } = explanation;
  const origin = isWritten(written, path) ? 'set' : 'derived';
  return because({ path, value, unit, origin }, say`${said.formula} (${said.source})`);
}

function because(explanation: Omit<Explanation, 'reason' | 'said'>, said: Phrase): Explanation {
  return { ...explanation, reason: phraseText(said), said };
}

/** The plan with the keys of the plan file, so that each path is one that a person can write. */
function fileShape(plan: Plan): unknown {
  const { mode, rtoSeconds, rpoBytes } = plan.objectives;
  const clusters = plan.clusters.map(({ standbyOf, ...cluster }) => ({
    ...cluster,
    standbyOf: standbyOf && { cluster: standbyOf.cluster, delay: standbyOf.delaySeconds },
  }));
  return { ...plan, clusters, objectives: { mode, rto: rtoSeconds, rpo: rpoBytes } };
}

function leaves(value: unknown, path: PlanPath): { path: PlanPath; value: unknown }[] {
  if (value === undefined) return [];
  if (typeof value !== 'object' || value === null) return [{ path, value }];
  // A list of plain values is one value, and so is an empty collection.
  const entries = Array.isArray(value) ? [...value.entries()] : Object.entries(value);
  const plain = Array.isArray(value) && value.every((entry) => typeof entry !== 'object');
  if (plain || entries.length === 0) return [{ path, value }];
  return entries.flatMap(([step, inner]) => leaves(inner, [...path, step]));
}

/** Also inside of what may be written short, as a name alone. */
function isWritten(written: unknown, path: PlanPath): boolean {
  const short = path.some((_, depth) => typeof valueAt(written, path.slice(0, depth)) === 'string');
  return short || valueAt(written, path) !== undefined;
}

/** What stands in a cluster's own `postgres` is explained like the same thing of the whole plan. */
function patternOf(path: PlanPath): string {
  const own = path[0] === 'clusters' && path[2] === 'postgres' ? path.slice(2) : path;
  return own.map((step) => (typeof step === 'number' ? '*' : step)).join('.');
}
