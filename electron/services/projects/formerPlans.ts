import { createHash } from 'node:crypto';
import { mkdir, readdir, rm } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { z } from 'zod';
import { parsePlan } from '../../../core/plan/parse.ts';
import type { Plan } from '../../../core/plan/plan.ts';
import { Problem } from '../../../core/problem.ts';
import { listOf, say } from '../../../core/wording/phrase.ts';
import { readTextIfThere, writeFileAtomic } from './atomicFile.ts';
import { deployedPlanFile } from './deployedPlan.ts';

const pathIn = (directory: string) => join(directory, 'former');

/**
 * Plans whose hosts may still hold something of this project: the one that was deployed last, those of runs that did not come to their end, and those
 * with hosts that could not be reached when they left. The one that was deployed last is the first; what cannot be read is left out.
 */
export async function readFormerPlans(directory: string): Promise<readonly Plan[]> {
  const deployed = planOf(await readTextIfThere(join(directory, deployedPlanFile)));
  const gone = await readGone(directory);
  const former = (await formerTexts(directory)).flatMap(({ text }) => planOf(text) ?? []);
  return [...(deployed === undefined ? [] : [deployed]), ...former.map((plan) => withoutHosts(plan, gone))];
}

/**
 * Notes that a host which left the plan is gone for good: no run tries to reach it any more. What keeps it out stays.
 * @param plan as it is now
 * @throws Problem `forget-planned`, `forget-unknown` (usage)
 */
export async function forgetFormerHost(
  directory: string,
  plan: Plan,
  name: string,
): Promise<{ readonly address: string }> {
  const deployed = planOf(await readTextIfThere(join(directory, deployedPlanFile)));
  const has = (one: Plan | undefined, host: string) => one?.hosts.some((other) => other.name === host) === true;
  if (has(plan, name) || has(deployed, name))
    throw new Problem(
      'forget-planned',
      'usage',
      say`${name} is still counted on. Take it out of the plan and run quorate deploy: that takes it out of etcd, also where it is dead. Then it can be forgotten.`,
    );
  const hosts = (await readFormerPlans(directory)).flatMap((one) => one.hosts);
  const host = hosts.find((one) => one.name === name);
  if (host === undefined) {
    const left = hosts.filter((one) => !has(plan, one.name) && !has(deployed, one.name)).map((one) => one.name);
    throw new Problem(
      'forget-unknown',
      'usage',
      left.length === 0
        ? say`No host has left this plan without being cleaned: there is nothing to forget.`
        : say`${name} is none of the hosts that left this plan without being cleaned: ${listOf([...new Set(left)], 'comma')}.`,
    );
  }
  const { address } = host;
  await writeFileAtomic(goneIn(directory), `${JSON.stringify([...(await readGone(directory)), { name, address }])}\n`);
  return { address };
}

const goneIn = (directory: string) => join(pathIn(directory), 'gone.json');
const goneSchema = z.array(z.object({ name: z.string(), address: z.string() }));
type GoneHost = z.output<typeof goneSchema>[number];

async function readGone(directory: string): Promise<readonly GoneHost[]> {
  const text = await readTextIfThere(goneIn(directory));
  try {
    return goneSchema.safeParse(JSON.parse(text ?? '[]')).data ?? [];
  } catch {
    return [];
  }
}

function withoutHosts(plan: Plan, gone: readonly GoneHost[]): Plan {
  const isGone = (name: string) => {
    const host = plan.hosts.find((one) => one.name === name);
    return gone.some((one) => one.name === name && one.address === host?.address);
  };
  return {
    ...plan,
    hosts: plan.hosts.filter(({ name }) => !isGone(name)),
    clusters: plan.clusters.map((cluster) => ({
      ...cluster,
      members: cluster.members.filter(({ host }) => !isGone(host)),
    })),
  };
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
  if ((await formerTexts(directory)).length === 0) await rm(goneIn(directory), { force: true });
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
