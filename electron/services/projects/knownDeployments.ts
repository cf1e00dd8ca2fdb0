import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { writeFileAtomic } from './atomicFile.ts';

/** Ids of the deployments that this folder made or took in: see `DeploymentNote`. */
export const knownDeploymentsFile = 'deployments.json';

const schema = z.object({ quorate: z.literal(1), known: z.array(z.string().max(64)) });
/** Hosts name no more of those that came before. */
const maxKept = 400;

/** The deployments that a project's folder knows; none where it knows none. */
export async function readKnownDeployments(directory: string): Promise<ReadonlySet<string>> {
  try {
    return new Set(schema.parse(JSON.parse(await readFile(join(directory, knownDeploymentsFile), 'utf8'))).known);
  } catch {
    return new Set();
  }
}

/** Remembers deployments, on the disk before this resolves. */
export async function knowDeployments(directory: string, ids: readonly string[]): Promise<void> {
  const before = await readKnownDeployments(directory);
  if (ids.every((id) => before.has(id))) return;
  const known = [...new Set([...before, ...ids])].slice(-maxKept);
  await writeFileAtomic(join(directory, knownDeploymentsFile), `${JSON.stringify({ quorate: 1, known })}\n`);
}
