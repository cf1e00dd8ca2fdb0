import { join } from 'node:path';
import { deployedBy } from '../../../core/health/deployed.ts';
import { parsePlan } from '../../../core/plan/parse.ts';
import type { TopologyId } from '../../../core/plan/schema.ts';
import { pastRuns } from '../../../core/procedures/history.ts';
import { type KeptState, keptState } from '../handover/keptRecord.ts';
import { readJournal, type StoredEntry } from '../procedures/journal.ts';
import { runGoesOn } from '../procedures/readHistory.ts';
import { projectFolder, readPlanFile } from '../projects/openProject.ts';
import { listProjects, type ProjectSummary } from '../projects/projectStore.ts';
import { readHealth, type SeenHealth } from './healthRecord.ts';

/** Where a project stands. `cut-off`: its latest run was killed, and nothing was done since. */
export type ProjectState = 'draft' | 'deployed' | 'removed' | 'going' | 'cut-off';

export interface ListedProject extends ProjectSummary {
  /** What its plan says; null for one that cannot be read as a plan. */
  readonly plan: {
    readonly topology: TopologyId;
    readonly clusters: readonly string[];
    readonly hosts: number;
  } | null;
  readonly state: ProjectState;
  /** How its clusters were seen last; null for one that has none, or that nobody has looked at. */
  readonly health: SeenHealth | null;
  /** When it was last kept somewhere else; null for never. */
  readonly kept: KeptState | null;
}

/** All projects, the one changed last first, each with what is in it and how it stands. A damaged file takes nothing else with it. */
export async function listProjectStates(folder?: string): Promise<readonly ListedProject[]> {
  return Promise.all((await listProjects(folder)).map(listed));
}

async function listed(project: ProjectSummary): Promise<ListedProject> {
  const directory = projectFolder(project.planFile);
  const [plan, lines, health, kept] = await Promise.all([
    planIn(project.planFile),
    readJournal(join(directory, 'journal.jsonl')).catch((): readonly StoredEntry[] => []),
    readHealth(directory),
    keptState(project.planFile).catch(() => null),
  ]);
  const state = stateBy(lines);
  const hasCluster = state === 'deployed' || state === 'going' || state === 'cut-off';
  return { ...project, plan, state, health: hasCluster ? (health ?? null) : null, kept };
}

async function planIn(planFile: string): Promise<ListedProject['plan']> {
  const result = await readPlanFile(planFile).then(parsePlan, () => undefined);
  if (result?.ok !== true) return null;
  const { topology, clusters, hosts } = result.parsed.plan;
  return { topology, clusters: clusters.map(({ name }) => name), hosts: hosts.length };
}

function stateBy(lines: readonly StoredEntry[]): ProjectState {
  const last = pastRuns(lines, runGoesOn(Date.now())).find(({ rehearsal }) => !rehearsal);
  if (last?.outcome === 'going' || last?.outcome === 'cut-off') return last.outcome;
  const deployed = deployedBy(lines);
  return deployed === 'never' ? 'draft' : deployed;
}
