import { createHash } from 'node:crypto';
import { mkdir, readdir, readFile, rm, stat } from 'node:fs/promises';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { namePatterns, nameRules } from '../../../core/plan/names.ts';
import { quoted } from '../../../core/plan/problem.ts';
import { Problem } from '../../../core/problem.ts';
import { say } from '../../../core/wording/phrase.ts';
import { writeFileAtomic } from './atomicFile.ts';
import { openProject, readPlanFile } from './openProject.ts';

/** Where the wizard keeps its projects: one folder each, with `plan.yaml` in it. */
export function projectsFolder(): string {
  return process.env['QUORATE_PROJECTS'] ?? join(homedir(), 'quorate');
}

export interface ProjectSummary {
  readonly name: string;
  readonly planFile: string;
  /** ISO 8601, UTC. */
  readonly changedAt: string;
}

export interface StoredProject {
  readonly name: string;
  readonly planFile: string;
  readonly planText: string;
  /** Changes with every change of the plan file; `saveProject` refuses to overwrite another one than it was given. */
  readonly revision: string;
  /** Step of the wizard at which the project was left. */
  readonly step: string | undefined;
}

/** All projects, the one changed last first. Folders without a plan are none. */
export async function listProjects(folder = projectsFolder()): Promise<ProjectSummary[]> {
  const names = await readdir(folder).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return [];
    throw unreadable(folder, error);
  });
  const found = await Promise.all(
    names.filter((name) => namePatterns.plan.test(name)).map((name) => summaryOf(folder, name)),
  );
  return found
    .filter((one) => one !== undefined)
    .sort((one, other) => (one.changedAt < other.changedAt ? 1 : one.changedAt > other.changedAt ? -1 : 0));
}

async function summaryOf(folder: string, name: string): Promise<ProjectSummary | undefined> {
  const planFile = join(folder, name, 'plan.yaml');
  const found = await stat(planFile).catch(() => undefined);
  return found?.isFile() ? { name, planFile, changedAt: found.mtime.toISOString() } : undefined;
}

/**
 * Makes a project with a first plan.
 * @throws Problem `project-name` (usage) for a name that cannot be a folder, `project-exists` (usage) when there is one of that name
 */
export async function createProject(name: string, planText: string, folder = projectsFolder()): Promise<StoredProject> {
  const own = projectFolder(folder, name);
  await mkdir(folder, { recursive: true, mode: 0o700 });
  try {
    await mkdir(own, { mode: 0o700 });
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code !== 'EEXIST') throw unreadable(own, cause);
    throw exists(name, cause);
  }
  try {
    await writeFileAtomic(join(own, 'plan.yaml'), planText);
  } catch (cause) {
    await rm(own, { recursive: true, force: true });
    throw unreadable(own, cause);
  }
  return readProject(name, folder);
}

/**
 * A folder that a project of this name would get.
 * @throws Problem `project-name` (usage) for a name that cannot be a folder, `project-exists` (usage) when there is one of that name
 */
export async function freeProjectFolder(name: string, folder = projectsFolder()): Promise<string> {
  const own = projectFolder(folder, name);
  if (await stat(own).catch(() => undefined)) throw exists(name);
  return own;
}

function exists(name: string, cause?: unknown): Problem {
  return new Problem(
    'project-exists',
    'usage',
    say`There is a project ${quoted(name)} already. Choose another name.`,
    cause === undefined ? {} : { cause },
  );
}

/**
 * Removes a project's folder with everything in it. What it has deployed stays on the hosts.
 * @throws Problem `project-missing` (usage) for a folder that has no plan
 */
export async function removeProject(name: string, folder = projectsFolder()): Promise<void> {
  const own = projectFolder(folder, name);
  if ((await summaryOf(folder, name)) === undefined)
    throw new Problem('project-missing', 'usage', say`There is no project ${quoted(name)} in ${folder}.`);
  try {
    // First what makes it a project: a removal that is cut off leaves none that is half there.
    await rm(join(own, 'plan.yaml'));
    await rm(own, { recursive: true, force: true });
  } catch (cause) {
    throw unreadable(own, cause);
  }
}

/** Where the plan file of a project is. @throws Problem `project-name` (usage) for a name that cannot be a folder */
export function planFileOf(name: string, folder = projectsFolder()): string {
  return join(projectFolder(folder, name), 'plan.yaml');
}

/**
 * Opens a project.
 * @throws Problem as `readPlanFile` does
 */
export async function readProject(name: string, folder = projectsFolder()): Promise<StoredProject> {
  const { planFile, planText, directory } = await openProject(planFileOf(name, folder));
  const step = await readFile(join(directory, 'wizard-step'), 'utf8').catch(() => undefined);
  return { name, planFile, planText, revision: revisionOf(planText), step: step?.trim() };
}

/**
 * Writes the plan of a project, unless somebody else has changed it since.
 * @param change.revision what the caller believes to be in the file
 * @returns the new revision
 * @throws Problem `project-changed` (no) when the file holds something else
 */
export async function saveProject(
  name: string,
  change: { readonly planText: string; readonly revision: string },
  folder = projectsFolder(),
): Promise<{ revision: string }> {
  const planFile = planFileOf(name, folder);
  const found = revisionOf(await readPlanFile(planFile));
  const wanted = revisionOf(change.planText);
  if (found !== change.revision && found !== wanted) {
    throw new Problem(
      'project-changed',
      'no',
      say`${planFile} was changed by another program since it was opened here. Open the project again to see that change; what you changed since is not written.`,
    );
  }
  if (found !== wanted) await writeFileAtomic(planFile, change.planText);
  return { revision: wanted };
}

/** Remembers the step of the wizard, to be reopened there. */
export async function saveStep(name: string, step: string, folder = projectsFolder()): Promise<void> {
  const { directory } = await openProject(planFileOf(name, folder));
  await writeFileAtomic(join(directory, 'wizard-step'), `${step}\n`);
}

function projectFolder(folder: string, name: string): string {
  if (namePatterns.plan.test(name)) return join(folder, name);
  throw new Problem('project-name', 'usage', say`A project cannot be called ${quoted(name)}: ${nameRules.plan}.`);
}

function revisionOf(planText: string): string {
  return createHash('sha256').update(planText).digest('hex');
}

function unreadable(path: string, cause: unknown): Problem {
  return new Problem(
    'project-unwritable',
    'no',
    say`${path} cannot be used: ${(cause as Error).message}. Check its permissions and the space on its disk.`,
    { cause },
  );
}
