import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { writeFileAtomic } from '../projects/atomicFile.ts';
import { deployedPlanFile } from '../projects/deployedPlan.ts';
import { projectFolder } from '../projects/openProject.ts';

/** What of a project is lost with its folder, and in a pack. */
export const keptParts = ['plan', 'secrets', 'deployed'] as const;
export type KeptPart = (typeof keptParts)[number];

const digest = z
  .string()
  .regex(/^[0-9a-f]{64}$/)
  .nullable();
const schema = z.object({
  /** When the pack was made. ISO 8601. */
  at: z.iso.datetime(),
  file: z.string().max(4096),
  digests: z.object({ plan: digest, secrets: digest, deployed: digest }),
});

/** The digest of each part; null for what is not there. */
export type PartDigests = z.output<typeof schema>['digests'];
export type KeptRecord = z.output<typeof schema>;

/** When a project was last kept somewhere else, and what has changed since. */
export interface KeptState {
  readonly at: string;
  readonly file: string;
  readonly changed: readonly KeptPart[];
}

export const keptFile = 'kept.json';

/** The digest of the bytes of each part, as they lie in the files: no passphrase is needed. */
export async function partDigests(planFile: string, directory = projectFolder(planFile)): Promise<PartDigests> {
  const [plan, secrets, deployed] = await Promise.all(
    // No plan file is asked for where only the folder counts.
    [planFile, join(directory, 'secrets.json'), join(directory, deployedPlanFile)].map((path) =>
      path === '' ? null : digestOfFile(path),
    ),
  );
  return { plan: plan ?? null, secrets: secrets ?? null, deployed: deployed ?? null };
}

/** When the project was last packed, or unpacked here; undefined for never, and for a record that this version cannot read. */
export async function readKept(directory: string): Promise<KeptRecord | undefined> {
  try {
    return schema.parse(JSON.parse(await readFile(join(directory, keptFile), 'utf8')));
  } catch {
    return undefined;
  }
}

export function writeKept(directory: string, record: KeptRecord): Promise<void> {
  return writeFileAtomic(join(directory, keptFile), keptText(record));
}

export function keptText(record: KeptRecord): string {
  return `${JSON.stringify(record, undefined, 2)}\n`;
}

/** The same for whoever looks at a project; null: it was never kept anywhere else. */
export async function keptState(planFile: string): Promise<KeptState | null> {
  const kept = await readKept(projectFolder(planFile));
  if (kept === undefined) return null;
  const now = await partDigests(planFile);
  return { at: kept.at, file: kept.file, changed: keptParts.filter((part) => now[part] !== kept.digests[part]) };
}

export function digestOf(content: string | Buffer): string {
  return createHash('sha256').update(content).digest('hex');
}

async function digestOfFile(path: string): Promise<string | null> {
  try {
    return digestOf(await readFile(path));
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'ENOENT') return null;
    throw error;
  }
}
