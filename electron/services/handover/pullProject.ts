import { mkdir } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { diffPlans, type FieldChange } from '../../../core/changes/planDiff.ts';
import { deploySame, latestNotes } from '../../../core/deployment/otherDeployments.ts';
import type { DeploymentNote } from '../../../core/facts/deploymentNote.ts';
import { editPlan, type PlanEdit } from '../../../core/plan/edit.ts';
import { type ParsedPlan, parsePlan } from '../../../core/plan/parse.ts';
import type { Plan } from '../../../core/plan/plan.ts';
import { Problem } from '../../../core/problem.ts';
import type { Templates } from '../../../core/render/renderedFile.ts';
import { printable } from '../../../core/shell/printable.ts';
import { listOf, say } from '../../../core/wording/phrase.ts';
import { type Access, openHosts } from '../hosts/openHosts.ts';
import { refuseStrangers } from '../procedures/refuseStrangers.ts';
import { unreachableHosts } from '../procedures/unreachableHosts.ts';
import { writeFileAtomic } from '../projects/atomicFile.ts';
import { readDeployedText, writeDeployedPlan } from '../projects/deployedPlan.ts';
import { knowDeployments, readKnownDeployments } from '../projects/knownDeployments.ts';
import type { Project } from '../projects/openProject.ts';
import { projectId } from '../projects/projectId.ts';
import type { SecretStore } from '../secrets/secretStore.ts';
import { type Held, readHeld, takeSecrets } from './readHeld.ts';

export interface PullRequest {
  readonly project: Project;
  readonly plan: Plan;
  readonly secrets: SecretStore;
  readonly templates: Templates;
  readonly access: Access;
  /** What becomes of changes of the plan file that were never deployed: they are in the way, a copy of them stays, or the file stays as it is. */
  readonly edits: 'refuse' | 'overwrite' | 'keep';
}

export interface Pulled {
  /** Null: nobody has deployed anything that this folder does not know. */
  readonly from: { readonly operator: string; readonly at: string } | null;
  /** How the plan file differs from before. */
  readonly fields: readonly FieldChange[];
  readonly secrets: readonly string[];
  readonly onlyVerified: readonly string[];
  /** Hosts that did not answer. */
  readonly silent: readonly string[];
  /** Where the plan file as it was is kept. */
  readonly copy: string | null;
}

/**
 * Takes in what somebody else has deployed: the plan and the secrets, from the hosts. Nothing is changed there.
 * @throws SshError when no host can be reached; Problem `taken-over`, `foreign-project` (no) for hosts of another project, `pull-nothing` (no) where hosts have
 * no plan, `pull-edited` (no) where the plan file holds changes that nobody has deployed
 */
export async function pullProject(request: PullRequest): Promise<Pulled> {
  const { project, plan, secrets } = request;
  const first = await heldOf(request, plan);
  const latest = latestNotes(first.hosts);
  const [found] = latest;
  if (found === undefined)
    throw new Problem(
      'pull-nothing',
      'no',
      say`The hosts of this plan hold no plan: a version that did not write one deployed them last. Ask whoever did for a pack of the project (quorate project pack).`,
    );
  const known = await readKnownDeployments(project.directory);
  const silent = first.silent.map(({ host }) => host);
  const unknown = latest.filter(({ note }) => !known.has(note.id));
  const none = { fields: [], secrets: [], onlyVerified: [], silent, copy: null };
  if (unknown.length === 0) return { from: null, ...none };
  const note = unknown[0]?.note ?? found.note;
  const theirs = parsed(note);
  const mine = parsePlan(project.planText);
  if (!mine.ok) throw new Error('a plan that was opened can be read');
  const planText = withOwnWays(note.plan, theirs, mine.parsed);
  const keeps = await keepsPlan(request, mine.parsed, theirs);
  // Hosts that came with it hold secrets that no other has.
  const held = await heldOf(request, planOf(planText) ?? theirs.plan, first);
  const { taken, onlyVerified } = await secrets.update((draft) => takeSecrets(theirs.plan, held, draft));
  await writeDeployedPlan(project.directory, note.plan);
  const copy = keeps || request.edits !== 'overwrite' ? null : await copyOf(project);
  if (!keeps) await writeFileAtomic(project.planFile, planText, 0o644);
  await knowDeployments(project.directory, [...latest.flatMap((one) => [...one.note.after, one.note.id])]);
  const now = planOf(planText);
  const after = parsePlan(planText);
  return {
    from: { operator: printable(note.operator, 200), at: note.at },
    fields: keeps || now === undefined || !after.ok ? [] : diffPlans(mine.parsed, after.parsed),
    secrets: taken,
    onlyVerified,
    silent,
    copy,
  };
}

/** @throws Problem `pull-edited` (no). @returns whether the plan file stays as it is */
async function keepsPlan({ project, edits }: PullRequest, mine: ParsedPlan, theirs: ParsedPlan): Promise<boolean> {
  if (edits === 'keep' || deploySame(mine.plan, theirs.plan)) return true;
  if (edits === 'overwrite') return false;
  const before = await readDeployedText(project.directory);
  if (before !== undefined && deploySame(before.plan, mine.plan)) return false;
  const own = before === undefined ? [] : diffPlans(before, mine).map(({ field }) => field);
  throw new Problem(
    'pull-edited',
    'no',
    say`${project.planFile} holds changes that were not deployed${own.length === 0 ? '' : say`: ${listOf(own.slice(0, 20), 'comma')}`}. Nothing was taken in. Give --overwrite to take the deployed plan (a copy of the file stays), or --keep-plan to take in everything else and leave the file: the next deployment then brings what the file says.`,
  );
}

async function copyOf({ planFile, planText, directory }: Project): Promise<string> {
  const folder = `${directory}.replaced-${new Date().toISOString().replaceAll(/[:.]/g, '-')}`;
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const copy = join(folder, basename(planFile));
  await writeFileAtomic(copy, planText);
  return copy;
}

/** What the hosts of a plan hold. @throws SshError when none answers, Problem as `refuseStrangers` does */
async function heldOf({ project, templates, access }: PullRequest, plan: Plan, before?: Held): Promise<Held> {
  const missing = before !== undefined && plan.hosts.every(({ name }) => before.hosts.has(name)) ? before : undefined;
  if (missing !== undefined) return missing;
  const hosts = openHosts(plan, project.directory, access);
  try {
    const held = await readHeld(plan, hosts, templates);
    if (held.hosts.size === 0) throw unreachableHosts(held.silent);
    refuseStrangers(
      await projectId(project.directory),
      new Map([...held.hosts].map(([host, { owner }]) => [host, { lock: undefined, owner }])),
    );
    return held;
  } finally {
    await hosts.pool.close();
  }
}

function parsed(note: DeploymentNote): ParsedPlan {
  const result = parsePlan(note.plan);
  if (result.ok) return result.parsed;
  throw new Problem(
    'pull-nothing',
    'no',
    say`${printable(note.operator, 200)} deployed a plan at ${note.at} that this version cannot read: use the version that deployed it, or a newer one.`,
  );
}

function planOf(text: string): Plan | undefined {
  const result = parsePlan(text);
  return result.ok ? result.parsed.plan : undefined;
}

/** Their plan with how hosts are reached from here, and where packages lie here. */
function withOwnWays(text: string, theirs: ParsedPlan, mine: ParsedPlan): string {
  const [own, other] = [written(mine), written(theirs)];
  const edits: PlanEdit[] = [];
  const put = (path: PlanEdit['path'], value: unknown, there: unknown) => {
    if (JSON.stringify(value) !== JSON.stringify(there)) edits.push({ path, value });
  };
  put(['ssh'], own.ssh, other.ssh);
  for (const [index, host] of (other.hosts ?? []).entries()) {
    const known = own.hosts?.find(({ name }) => name === host.name);
    if (known !== undefined) put(['hosts', index, 'ssh'], known.ssh, host.ssh);
  }
  if (own.packages?.source === other.packages?.source)
    for (const key of ['file', 'key'] as const) put(['packages', key], own.packages?.[key], other.packages?.[key]);
  try {
    const edited = editPlan(text, edits);
    return planOf(edited) === undefined ? text : edited;
  } catch {
    return text;
  }
}

interface Written {
  readonly ssh?: unknown;
  readonly hosts?: readonly { readonly name?: unknown; readonly ssh?: unknown }[];
  readonly packages?: { readonly source?: unknown; readonly file?: unknown; readonly key?: unknown };
}

function written({ document }: ParsedPlan): Written {
  // A plan that was parsed has this shape.
  return document.toJS() as Written;
}
