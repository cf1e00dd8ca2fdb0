import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { open, readFile, stat } from 'node:fs/promises';
import { basename, dirname, isAbsolute, join, resolve } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { parsePlan } from '../../../core/plan/parse.ts';
import type { Plan } from '../../../core/plan/plan.ts';
import { Problem } from '../../../core/problem.ts';
import { say } from '../../../core/wording/phrase.ts';
import { readTextIfThere, writeFileAtomic } from '../projects/atomicFile.ts';
import { deployedPlanFile } from '../projects/deployedPlan.ts';
import { readFormerTexts } from '../projects/formerPlans.ts';
import { knownDeploymentsFile } from '../projects/knownDeployments.ts';
import { operatorName } from '../projects/lockOwner.ts';
import { openProject, readPlanFile } from '../projects/openProject.ts';
import { projectId } from '../projects/projectId.ts';
import { SecretStore } from '../secrets/secretStore.ts';
import { knownHostsFile } from '../ssh/knownHosts.ts';
import { partDigests, writeKept } from './keptRecord.ts';
import { shortJournal } from './packedJournal.ts';
import { type Lock, looksSealed, maxPackBytes, type Pack, sealPack } from './packFormat.ts';

export const journalFile = 'journal.jsonl';
/** @param directory the project's folder */
export const journalPath = (directory: string) => join(directory, journalFile);
export const identityFile = 'project-id';

/** Files of the folder that travel. Not: what was told during runs, how clusters were seen last, the step of the wizard. */
export const packedFiles = [
  identityFile,
  deployedPlanFile,
  knownHostsFile,
  'hosts-seen.json',
  knownDeploymentsFile,
  journalFile,
];

export interface PackRequest {
  readonly planFile: string;
  readonly out: string;
  readonly lock: Lock;
  /** With every run of the journal; else only what says what was deployed. */
  readonly history: boolean;
}

export interface Packed {
  readonly out: string;
  readonly bytes: number;
  /** What the plan names and the file does not hold. */
  readonly bundle: string | null;
  readonly secrets: number;
}

/**
 * Writes a project into one encrypted file, and notes in the project's folder that it was kept there.
 * @throws Problem as opening the project and its secrets do; `pack-passphrase`, `pack-recipient` (usage); `pack-out` (usage) for a file that is no pack; `pack-unwritable` (no)
 */
export async function packProject({ planFile, out, lock, history }: PackRequest): Promise<Packed> {
  const project = await openProject(planFile);
  const path = resolve(out);
  await refuseOther(path);
  const store = await SecretStore.open(project.directory);
  await projectId(project.directory);
  // What changes while this is read is a change since: it is said of the next look.
  const digests = await partDigests(project.planFile);
  const folder: Record<string, string> = {};
  for (const name of packedFiles) {
    const text = await readTextIfThere(join(project.directory, name));
    if (text !== undefined) folder[name] = name === journalFile && !history ? shortJournal(text) : text;
  }
  const plan = planIn(project.planText);
  const bundle = plan?.packages.source === 'bundle' ? plan.packages.file : undefined;
  const pack: Pack = {
    quoratePack: 1,
    madeAt: new Date().toISOString(),
    madeBy: operatorName(),
    planFile: basename(project.planFile),
    plan: project.planText,
    secrets: store.reveal(),
    folder,
    former: await readFormerTexts(project.directory),
    beside: await filesBeside(plan, project.planFile),
    bundle: bundle === undefined ? null : await bundleReference(bundle, project.planFile),
  };
  const sealed = await sealPack(pack, lock);
  try {
    await writeFileAtomic(path, sealed, 0o600);
  } catch (cause) {
    throw new Problem('pack-unwritable', 'no', say`${path} cannot be written: ${(cause as Error).message}`, { cause });
  }
  await writeKept(project.directory, { at: pack.madeAt, file: path, digests });
  return {
    out: path,
    bytes: sealed.length,
    bundle: bundle ?? null,
    secrets: Object.keys(pack.secrets).length,
  };
}

/** An earlier pack is replaced; anything else is not. */
async function refuseOther(path: string): Promise<void> {
  const handle = await open(path, 'r').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return undefined;
    throw new Problem('pack-out', 'usage', say`${path} cannot be written: ${error.message}`);
  });
  if (handle === undefined) return;
  try {
    const { bytesRead, buffer } = await handle.read(Buffer.alloc(100), 0, 100, 0).catch(() => ({
      bytesRead: 100,
      buffer: Buffer.alloc(0),
    }));
    if (bytesRead === 0 || looksSealed(buffer.toString('latin1'))) return;
  } finally {
    await handle.close();
  }
  throw new Problem('pack-out', 'usage', say`${path} is there and is no pack: name another file.`);
}

function planIn(text: string): Plan | undefined {
  const result = parsePlan(text);
  return result.ok ? result.parsed.plan : undefined;
}

/** The signing key of a package repository is of no use to anybody else, and without it nothing can be deployed. */
async function filesBeside(plan: Plan | undefined, planFile: string): Promise<Record<string, string>> {
  const key = plan?.packages.key;
  if (key === undefined || isAbsolute(key) || basename(key) !== key || key.startsWith('.')) return {};
  const path = resolve(dirname(planFile), key);
  const bytes = await readFile(path).catch(() => undefined);
  if (bytes === undefined || bytes.length > maxPackBytes / 4) return {};
  return { [key]: bytes.toString('base64') };
}

async function bundleReference(file: string, planFile: string): Promise<Pack['bundle']> {
  const path = resolve(dirname(planFile), file);
  try {
    const { size } = await stat(path);
    const hash = createHash('sha256');
    await pipeline(createReadStream(path), hash);
    return { file, bytes: size, sha256: hash.digest('hex') };
  } catch {
    return { file, bytes: null, sha256: null };
  }
}

/** The text of a file that is said to be a pack. @throws Problem `pack-unreadable` (usage) */
export async function readPackFile(file: string): Promise<string> {
  try {
    const { size } = await stat(file);
    if (size > maxPackBytes) throw new Error(`it has ${size} bytes`);
    return await readFile(file, 'utf8');
  } catch (cause) {
    throw new Problem('pack-unreadable', 'usage', say`${file} cannot be read: ${(cause as Error).message}`, { cause });
  }
}

/** The plan file of a project, when it can be read. */
export function planTextIfThere(planFile: string): Promise<string | undefined> {
  return readPlanFile(planFile).catch((error: unknown) => {
    if (error instanceof Problem && (error.cause as NodeJS.ErrnoException | undefined)?.code === 'ENOENT')
      return undefined;
    throw error;
  });
}
