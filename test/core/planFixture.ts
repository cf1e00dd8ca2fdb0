import { editPlan } from '../../core/plan/edit.ts';
import { newPlan } from '../../core/plan/newPlan.ts';
import { parsePlan } from '../../core/plan/parse.ts';
import type { Plan } from '../../core/plan/plan.ts';
import type { PlanPath } from '../../core/plan/planPath.ts';
import type { PlanSections } from '../../core/plan/planSections.ts';
import { type TopologyId, topologyIds } from '../../core/plan/schema.ts';
import { topologies } from '../../core/plan/topologies.ts';

/** What to change in a plan: paths of the plan file and their new values; undefined removes. */
export type Changes = readonly (readonly [PlanPath, unknown])[];

/** Every layout of every topology. */
export const layouts = topologyIds.flatMap((topology) =>
  topologies[topology].layouts.map(({ id }) => ({ topology, layout: id })),
);

export interface FixtureOptions {
  readonly topology?: TopologyId;
  readonly layout?: string | undefined;
  /** Number of hosts, n1 at 10.0.0.1 and so on; default: as many as the layout has positions. */
  readonly hosts?: number;
  readonly sections?: PlanSections;
}

/** The text of a small valid plan, changed. */
export function planText(options: FixtureOptions = {}, changes: Changes = []): string {
  const { topology = 'three-node', layout, sections } = options;
  const [first] = topologies[topology].layouts;
  const chosen = topologies[topology].layouts.find(({ id }) => id === layout) ?? first;
  const hosts = Array.from({ length: options.hosts ?? chosen.positions.length }, (_, index) => ({
    name: `n${index + 1}`,
    address: `10.0.${Math.floor(index / 250)}.${(index % 250) + 1}`,
  }));
  const made = newPlan({ topology, layout: chosen.id, hosts, sections });
  if (!made.ok) throw new Error(JSON.stringify(made.problems));
  return editPlan(
    made.text,
    changes.map(([path, value]) => ({ path, value })),
  );
}

/** Reads a text that must be a plan. */
export function readPlan(text: string): Plan {
  const result = parsePlan(text);
  if (!result.ok) throw new Error(`${JSON.stringify(result.problems)}\n${text}`);
  return result.parsed.plan;
}

/** A small valid plan, changed. */
export function planFixture(options: FixtureOptions = {}, changes: Changes = []): Plan {
  return readPlan(planText(options, changes));
}
