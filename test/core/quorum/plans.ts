import { type NewPlanOptions, newPlan } from '../../../core/plan/newPlan.ts';
import { parsePlan } from '../../../core/plan/parse.ts';
import type { Plan } from '../../../core/plan/plan.ts';
import type { TopologyId } from '../../../core/plan/schema.ts';
import { topologies } from '../../../core/plan/topologies.ts';
import type { Failure } from '../../../core/quorum/failure.ts';
import type { SimulationOptions } from '../../../core/quorum/model.ts';
import { parseFailure } from '../../../core/quorum/parseFailure.ts';
import { simulate } from '../../../core/quorum/simulate.ts';
import type { ClusterOutcome, SimulationResult } from '../../../core/quorum/simulationResult.ts';

/** The plan that `quorate new` writes: hosts n1, n2, ..., with addresses, cluster pg-main and, in a standby region, pg-main-dr. */
export function planFor(topology: TopologyId, options: Omit<NewPlanOptions, 'topology'> = {}): Plan {
  const { layouts } = topologies[topology];
  const layout = layouts.find(({ id }) => id === options.layout) ?? layouts[0];
  const hosts = layout.positions.map((_, index) => ({ name: `n${index + 1}`, address: `10.0.0.${index + 11}` }));
  const written = newPlan({ topology, hosts, ...options });
  if (!written.ok) throw new Error(written.problems.map(({ message }) => message).join('; '));
  const parsed = parsePlan(written.text);
  if (!parsed.ok) throw new Error(parsed.problems.map(({ message }) => message).join('; '));
  return parsed.parsed.plan;
}

export const zeroLoss = { sections: { objectives: { mode: 'zero-loss' as const } } };
export const strict = {
  sections: { ...zeroLoss.sections, patroni: { synchronous: { strict: true } } },
};

/** Failures as on the command line, parted by spaces. */
export function failuresOf(plan: Plan, text: string): readonly Failure[] {
  return text
    .split(' ')
    .filter((part) => part !== '')
    .map((part) => {
      const parsed = parseFailure(part, plan);
      if (!parsed.ok) throw new Error(parsed.problem.message);
      return parsed.failure;
    });
}

export function outcomeOf(plan: Plan, text: string, options?: SimulationOptions): SimulationResult {
  return simulate(plan, failuresOf(plan, text), options);
}

export function clusterOf(result: SimulationResult, name = 'pg-main'): ClusterOutcome {
  const found = result.clusters.find((cluster) => cluster.name === name);
  if (found === undefined) throw new Error(`no cluster ${name}`);
  return found;
}
