import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { type ParsedPlan, parsePlan } from '../../../core/plan/parse.ts';
import type { Plan } from '../../../core/plan/plan.ts';
import { readTextIfThere, writeFileAtomic } from './atomicFile.ts';

/** The text of the plan as it was deployed last, in the project's folder. */
export const deployedPlanFile = 'deployed.yaml';

/**
 * The plan as it was deployed last. Undefined before the first deployment, after a removal, and for a file that this version cannot read:
 * the hosts then tell what they have.
 */
export async function readDeployedPlan(directory: string): Promise<Plan | undefined> {
  return (await readDeployedText(directory))?.plan;
}

/** The same with its text as it was written: see `readDeployedPlan`. */
export async function readDeployedText(directory: string): Promise<ParsedPlan | undefined> {
  const text = await readTextIfThere(join(directory, deployedPlanFile));
  if (text === undefined) return undefined;
  const result = parsePlan(text);
  return result.ok ? result.parsed : undefined;
}

/** Keeps the text of a plan that was deployed with success. */
export function writeDeployedPlan(directory: string, planText: string): Promise<void> {
  return writeFileAtomic(join(directory, deployedPlanFile), planText);
}

/** Forgets what was deployed: it was removed, or its hosts are gone. */
export async function forgetDeployedPlan(directory: string): Promise<void> {
  await rm(join(directory, deployedPlanFile), { force: true });
}
