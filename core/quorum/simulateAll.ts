import type { Plan } from '../plan/plan.ts';
import { type Failure, type FailureProcess, failureProcesses } from './failure.ts';
import { quorumModel, type SimulationOptions } from './model.ts';
import { runsOn } from './parseFailure.ts';
import { simulateModel } from './simulate.ts';
import type { SimulationResult, Writes } from './simulationResult.ts';

export interface EnumerationOptions extends SimulationOptions {
  /** What may fail besides hosts; default: sites, where the plan has more than one. */
  readonly include?: readonly ('site' | 'process' | 'link')[] | undefined;
  /** Refuses to enumerate more combinations than this; default 100 000. */
  readonly most?: number | undefined;
}

export interface Enumeration {
  readonly combinations: readonly SimulationResult[];
  /** Combinations by the worst outcome for a cluster that clients write to. */
  readonly totals: Readonly<Record<Writes, number>>;
}

/**
 * Simulates every combination of 1 to `most` failures, hosts first, in the order of the plan.
 * A combination that names a site together with one of its own hosts is left out: it is the site's.
 * @throws RangeError when there are more combinations than the options allow; `combinationCount` tells before
 */
export function simulateAll(plan: Plan, most: number, options: EnumerationOptions = {}): Enumeration {
  const candidates = failureCandidates(plan, options.include);
  const allowed = options.most ?? 100_000;
  const count = combinationCount(candidates.length, most);
  if (count > allowed)
    throw new RangeError(
      `${count} combinations of ${candidates.length} failures are more than ${allowed}: ask for fewer at once`,
    );
  const combinations: SimulationResult[] = [];
  const totals = { unaffected: 0, automatic: 0, manual: 0, lost: 0 };
  for (const result of combinationResults(plan, most, options)) {
    combinations.push(result);
    totals[result.writes]++;
  }
  return { combinations, totals };
}

/** As `simulateAll`, one combination at a time and as many as there are: for callers with other work in between. */
export function* combinationResults(
  plan: Plan,
  most: number,
  options: EnumerationOptions = {},
): Generator<SimulationResult, void> {
  const model = quorumModel(plan, options);
  const siteOf = new Map(plan.hosts.map((host) => [host.name, host.site]));
  for (const failures of combinationsOf(failureCandidates(plan, options.include), most))
    if (!repeats(failures, siteOf)) yield simulateModel(model, failures);
}

/** Everything that may fail by itself, in the order of the plan. */
export function failureCandidates(plan: Plan, include: EnumerationOptions['include'] = ['site']): readonly Failure[] {
  const failures: Failure[] = plan.hosts.map((host) => ({ kind: 'host', host: host.name }));
  if (include.includes('site') && plan.sites.length > 1)
    for (const site of plan.sites) failures.push({ kind: 'site', site: site.name });
  if (include.includes('process'))
    for (const host of plan.hosts)
      for (const process of processesOn(plan, host.name)) failures.push({ kind: 'process', host: host.name, process });
  if (include.includes('link')) {
    for (const host of plan.hosts)
      if (runsOn(plan, host.name, 'patroni')) failures.push({ kind: 'dcs', host: host.name });
    for (const [index, host] of plan.hosts.entries())
      for (const other of plan.hosts.slice(index + 1)) failures.push({ kind: 'link', from: host.name, to: other.name });
  }
  return failures;
}

function processesOn(plan: Plan, hostName: string): readonly FailureProcess[] {
  return failureProcesses.filter((process) => runsOn(plan, hostName, process));
}

/** The number of ways to choose 1 to `most` out of `total`. */
export function combinationCount(total: number, most: number): number {
  let count = 0;
  let ways = 1;
  for (let size = 1; size <= Math.min(most, total); size++) {
    ways = (ways * (total - size + 1)) / size;
    count += ways;
  }
  return count;
}

function* combinationsOf(candidates: readonly Failure[], most: number): Generator<readonly Failure[]> {
  for (let size = 1; size <= Math.min(most, candidates.length); size++) yield* choose(candidates, size, 0, []);
}

function* choose(
  candidates: readonly Failure[],
  size: number,
  from: number,
  chosen: readonly Failure[],
): Generator<readonly Failure[]> {
  if (chosen.length === size) {
    yield chosen;
    return;
  }
  for (let index = from; index <= candidates.length - (size - chosen.length); index++) {
    const next = candidates[index];
    if (next !== undefined) yield* choose(candidates, size, index + 1, [...chosen, next]);
  }
}

function repeats(failures: readonly Failure[], siteOf: ReadonlyMap<string, string>): boolean {
  return failures.some(
    (failure) =>
      failure.kind === 'site' &&
      failures.some(
        (other) =>
          (other.kind === 'host' || other.kind === 'process' || other.kind === 'dcs') &&
          siteOf.get(other.host) === failure.site,
      ),
  );
}
