import { createHash } from 'node:crypto';
import { mkdir, readdir, rm } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { parsePlan } from '../../../core/plan/parse.ts';
import type { Plan } from '../../../core/plan/plan.ts';
import { readTextIfThere, writeFileAtomic } from './atomicFile.ts';
import { deployedPlanFile } from './deployedPlan.ts';

const pathIn = (directory: string) => join(directory, 'former');

/**
 * Plans whose hosts may still hold something of this project: the one that was deployed last, those of runs that did not come to their end, and those
 * with hosts that could not be reached when they left. The one that was deployed last is the first; what cannot be read is left out.
 */
export async function readFormerPlans(directory: string): Promise<readonly Plan[]> {
  const texts = [
    await readTextIfThere(join(directory, deployedPlanFile)),
    ...(await formerTexts(directory)).map(({ text }) => text),
  ];
  return texts.flatMap((text) => planOf(text) ?? []);
}

/** Notes, before anything is touched, that a plan is being deployed: should the run be cut off, and the plan changed, its hosts are still known. */
export async function noteBegun(directory: string, planText: string): Promise<void> {
  if (planText === (await readTextIfThere(join(directory, deployedPlanFile)))) return;
  await keep(directory, planText);
}

/**
 * Forgets the former plans once a deployment has come to its end. To be called before the new plan is noted as deployed.
 * @param left hosts that left and could not be reached: they still hold everything
 */
export async function settleFormerPlans(directory: string, left: ReadonlySet<string>): Promise<void> {
  const holdsLeft = (text: string | undefined) => planOf(text)?.hosts.some(({ name }) => left.has(name)) === true;
  const deployed = await readTextIfThere(join(directory, deployedPlanFile));
  if (deployed !== undefined && holdsLeft(deployed)) await keep(directory, deployed);
  for (const { path, text } of await formerTexts(directory)) if (!holdsLeft(text)) await rm(path, { force: true });
}

/** The texts of the former plans beside the one that was deployed last, by the names of their files. */
export async function readFormerTexts(directory: string): Promise<Readonly<Record<string, string>>> {
  return Object.fromEntries((await formerTexts(directory)).map(({ path, text }) => [basename(path), text]));
}

/** Puts former plans of another folder of this project in the place of those that are here. */
export async function replaceFormerTexts(directory: string, texts: Readonly<Record<string, string>>): Promise<void> {
  await rm(pathIn(directory), { recursive: true, force: true });
  for (const text of Object.values(texts)) await keep(directory, text);
}

async function keep(directory: string, text: string): Promise<void> {
  await mkdir(pathIn(directory), { recursive: true, mode: 0o700 });
  const name = createHash('sha256').update(text).digest('hex').slice(0, 16);
  await writeFileAtomic(join(pathIn(directory), `${name}.yaml`), text);
}

async function formerTexts(directory: string): Promise<readonly { readonly path: string; readonly text: string }[]> {
  const names = await readdir(pathIn(directory)).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return [];
    throw error;
  });
  const found = await Promise.all(
    names
      .filter((name) => name.endsWith('.yaml'))
      .sort()
      .map(async (name) => ({
        path: join(pathIn(directory), name),
        text: await readTextIfThere(join(pathIn(directory), name)),
      })),
  );
  return found.flatMap(({ path, text }) => (text === undefined ? [] : [{ path, text }]));
}

function planOf(text: string | undefined): Plan | undefined {
  const result = text === undefined ? undefined : parsePlan(text);
  return result?.ok === true ? result.parsed.plan : undefined;
}
