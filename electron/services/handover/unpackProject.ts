import { randomBytes } from 'node:crypto';
import { chmod, cp, mkdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { basename, dirname, join, resolve } from 'node:path';
import { z } from 'zod';
import { parsePlan } from '../../../core/plan/parse.ts';
import { Problem } from '../../../core/problem.ts';
import { listOf, type Phrase, say } from '../../../core/wording/phrase.ts';
import { readHistory } from '../procedures/readHistory.ts';
import { syncFolder, writeFileAtomic } from '../projects/atomicFile.ts';
import { deployedPlanFile } from '../projects/deployedPlan.ts';
import { withFileLock } from '../projects/fileLock.ts';
import { replaceFormerTexts } from '../projects/formerPlans.ts';
import { projectFolder } from '../projects/openProject.ts';
import type { SecretEntries } from '../secrets/secretFile.ts';
import { SecretStore } from '../secrets/secretStore.ts';
import { digestOf, type KeptPart, keptFile, keptParts, keptText, partDigests, readKept } from './keptRecord.ts';
import { mergedJournal } from './packedJournal.ts';
import { type Key, openPack, type Pack } from './packFormat.ts';
import { identityFile, journalFile, packedFiles, planTextIfThere, readPackFile } from './packProject.ts';

export interface UnpackRequest {
  readonly file: string;
  /** Folder for the plan file; made when it is missing. */
  readonly to: string;
  /** What the plan file is called there; default: as it was packed. */
  readonly as?: string;
  readonly key: Key;
  /** Replace what is newer here, because a person said so: a copy of it stays. */
  readonly overwrite: boolean;
  /** Leave a plan file that is here as it is, and take everything else: plan files are kept in git by themselves, too. */
  readonly keepPlan: boolean;
}

export interface Unpacked {
  readonly planFile: string;
  /** `same`: everything of it was here already. */
  readonly what: 'made' | 'replaced' | 'same';
  readonly madeAt: string;
  readonly madeBy: string;
  /** Where what was newer here is kept. */
  readonly replaced: string | null;
  /** The bundle that the plan names, and whether it lies where the plan says; null for a plan without. */
  readonly bundle: { readonly file: string; readonly state: 'there' | 'other' | 'missing' } | null;
}

/** Left in the folder between its coming and that of the plan file. */
const unfinishedFile = 'unpacking.json';
const unfinishedSchema = z.object({ before: z.string().nullable(), after: z.string() });

/**
 * Makes a project from a pack: everything of it is read and judged first, then the folder comes as a whole, then the plan file. Killed anywhere and
 * run again it comes to its end.
 * @throws Problem as `openPack` does; `unpack-other` (usage) where another project is, `unpack-newer` (no) where something is here that the pack does not know,
 * `unpack-busy` (no) during a run, `unpack-unwritable` (no)
 */
export async function unpackProject(request: UnpackRequest): Promise<Unpacked> {
  const file = resolve(request.file);
  const packed = await openPack(await readPackFile(file), request.key, file);
  const folder = resolve(request.to);
  const planFile = join(folder, request.as ?? packed.planFile);
  const directory = projectFolder(planFile);
  try {
    await mkdir(folder, { recursive: true });
    const parent = dirname(directory);
    await mkdir(parent, { recursive: true, mode: 0o700 });
    await chmod(parent, 0o700);
    await writeFile(join(parent, '.gitignore'), '*\n');
  } catch (cause) {
    throw unwritable(folder, cause);
  }
  return withFileLock(`${directory}.unpack.lock`, async () => {
    await goBack(directory);
    const here = request.keepPlan ? await planTextIfThere(planFile) : undefined;
    const pack = here === undefined ? packed : { ...packed, plan: here };
    const found = await lookAt(planFile, directory, pack);
    const done = { planFile, madeAt: pack.madeAt, madeBy: pack.madeBy, replaced: null };
    const bundle = await bundleState(pack, folder);
    if (found.differing.length === 0 && found.there) {
      const kept = await readKept(directory);
      if (kept === undefined || kept.at < pack.madeAt)
        await writeFileAtomic(join(directory, keptFile), await keptHere(directory, packed, file));
      return { ...done, what: 'same', bundle };
    }
    const newer = found.differing.filter((part) => !found.known.includes(part));
    if (newer.length > 0 && !request.overwrite) throw newerHere(planFile, pack, newer);
    try {
      const replaced = await replace({ planFile, directory, file, pack, packed, keep: newer.length > 0, found });
      return { ...done, what: found.there ? 'replaced' : 'made', replaced, bundle };
    } catch (cause) {
      throw cause instanceof Problem ? cause : unwritable(directory, cause);
    }
  });
}

interface Found {
  readonly there: boolean;
  readonly planText: string | undefined;
  /** Parts that are here and differ from the pack's. */
  readonly differing: readonly KeptPart[];
  /** Parts that are as an earlier or this very pack has them: replacing them loses nothing. */
  readonly known: readonly KeptPart[];
}

/** What is where the project goes. */
async function lookAt(planFile: string, directory: string, pack: Pack): Promise<Found> {
  const planText = await planTextIfThere(planFile);
  const identity = await readFile(join(directory, identityFile), 'utf8').catch(() => undefined);
  const own = pack.folder[identityFile];
  if (identity !== undefined ? identity.trim() !== own?.trim() : isOtherPlan(planText, pack.plan))
    throw new Problem(
      'unpack-other',
      'usage',
      say`${planFile} is there and belongs to another project. Unpack into another folder with --to.`,
    );
  const there = planText !== undefined || identity !== undefined;
  if (identity === undefined) {
    const differs = planText !== undefined && planText !== pack.plan;
    // A plan file alone is not the project: it is made.
    return { there: differs, planText, differing: differs ? ['plan'] : [], known: [] };
  }
  const running = (await readHistory(directory)).find(({ outcome, rehearsal }) => outcome === 'going' && !rehearsal);
  if (running !== undefined)
    throw new Problem(
      'unpack-busy',
      'no',
      say`${running.what} of this project is under way here. Wait for its end, and unpack again.`,
    );
  const [kept, now, secrets, deployed] = await Promise.all([
    readKept(directory),
    partDigests(planFile, directory),
    SecretStore.open(directory),
    readFile(join(directory, deployedPlanFile), 'utf8').catch(() => undefined),
  ]);
  const unfinished = await readUnfinished(directory);
  const planIsOld = unfinished?.after === digestOf(pack.plan) && unfinished.before === now.plan;
  const same: Readonly<Record<KeptPart, boolean>> = {
    plan: planText === pack.plan,
    secrets: sameSecrets(secrets.reveal(), pack.secrets),
    deployed: deployed === pack.folder[deployedPlanFile],
  };
  const differing = keptParts.filter((part) => !same[part]);
  // What was kept somewhere else and has not changed since is not lost; an older pack than that one would still take it back.
  const isKept = (part: KeptPart) =>
    (kept !== undefined && kept.at <= pack.madeAt && kept.digests[part] === now[part]) ||
    (part === 'plan' && (planIsOld || planText === undefined));
  return { there, planText, differing, known: differing.filter(isKept) };
}

/** Plans of one project have one name, whatever else was changed in them. */
function isOtherPlan(here: string | undefined, packed: string): boolean {
  if (here === undefined || here === packed) return false;
  const [one, other] = [parsePlan(here), parsePlan(packed)];
  return !one.ok || !other.ok || one.parsed.plan.name !== other.parsed.plan.name;
}

function sameSecrets(one: SecretEntries, other: SecretEntries): boolean {
  const sorted = (entries: SecretEntries) =>
    JSON.stringify(
      Object.entries(entries)
        .map(([name, { kind, value }]) => [name, kind, value])
        .toSorted(([a = ''], [b = '']) => (a < b ? -1 : 1)),
    );
  return sorted(one) === sorted(other);
}

interface Replacing {
  readonly planFile: string;
  readonly directory: string;
  readonly file: string;
  readonly pack: Pack;
  /** As it was packed, where the plan file of this place stays. */
  readonly packed: Pack;
  /** Keep a copy of what is here. */
  readonly keep: boolean;
  readonly found: Found;
}

async function replace(work: Replacing): Promise<string | null> {
  const { planFile, directory, pack } = work;
  const kept = work.keep ? await copyOf(work) : null;
  const beside = join(dirname(directory), `.${basename(directory)}.unpacking-${randomBytes(6).toString('hex')}`);
  const old = oldFolder(directory);
  try {
    const had = await exists(directory);
    if (had) await cp(directory, beside, { recursive: true, preserveTimestamps: true });
    else await mkdir(beside, { mode: 0o700 });
    await chmod(beside, 0o700);
    await fill(beside, work);
    await syncFolder(beside);
    if (had) await rename(directory, old);
    await rename(beside, directory);
    await syncFolder(dirname(directory));
  } catch (error) {
    await rm(beside, { recursive: true, force: true });
    await goBack(directory);
    throw error;
  }
  for (const [name, base64] of Object.entries(pack.beside)) {
    const path = join(dirname(planFile), name);
    if (!(await exists(path))) await writeFileAtomic(path, Buffer.from(base64, 'base64'), 0o644);
  }
  await writeFileAtomic(planFile, pack.plan, 0o644);
  await rm(join(directory, unfinishedFile), { force: true });
  await rm(old, { recursive: true, force: true });
  return kept;
}

/** Plan and folder as they are here, beside the folder. */
async function copyOf({ planFile, directory, found }: Replacing): Promise<string> {
  const copy = `${directory}.replaced-${new Date().toISOString().replaceAll(/[:.]/g, '-')}`;
  await mkdir(copy, { recursive: true, mode: 0o700 });
  if (found.planText !== undefined) await writeFileAtomic(join(copy, basename(planFile)), found.planText);
  if (await exists(directory)) await cp(directory, join(copy, 'folder'), { recursive: true, preserveTimestamps: true });
  return copy;
}

/** Brings everything of the pack into a folder that nobody uses yet. */
async function fill(folder: string, { file, pack, packed, found }: Replacing): Promise<void> {
  for (const name of packedFiles) {
    const text = pack.folder[name];
    const path = join(folder, name);
    if (name === journalFile) {
      const own = await readFile(path, 'utf8').catch(() => '');
      await writeFileAtomic(path, mergedJournal(own, text ?? ''));
    } else if (text === undefined) await rm(path, { force: true });
    else await writeFileAtomic(path, text);
  }
  await replaceFormerTexts(folder, pack.former);
  const store = await SecretStore.open(folder);
  await store.update((draft) => {
    draft.clear();
    for (const [name, entry] of Object.entries(pack.secrets)) draft.set(name, entry);
  });
  const before = found.planText === undefined ? null : digestOf(found.planText);
  const after = digestOf(pack.plan);
  await writeFileAtomic(join(folder, unfinishedFile), `${JSON.stringify({ before, after })}\n`);
  await writeFileAtomic(join(folder, keptFile), await keptHere(folder, packed, file));
}

/** The digests are those of the files as they are here, where the secrets may be encrypted otherwise. */
async function keptHere(folder: string, pack: Pack, file: string): Promise<string> {
  const digests = { ...(await partDigests('', folder)), plan: digestOf(pack.plan) };
  return keptText({ at: pack.madeAt, file, digests });
}

/** Puts back the folder that an earlier try had moved away and not replaced; where it had, nobody needs the old one. */
async function goBack(directory: string): Promise<void> {
  const old = oldFolder(directory);
  if (!(await exists(old))) return;
  if (await exists(directory)) await rm(old, { recursive: true, force: true });
  else await rename(old, directory);
}

function oldFolder(directory: string): string {
  return join(dirname(directory), `.${basename(directory)}.before-unpacking`);
}

async function readUnfinished(directory: string): Promise<z.output<typeof unfinishedSchema> | undefined> {
  try {
    return unfinishedSchema.parse(JSON.parse(await readFile(join(directory, unfinishedFile), 'utf8')));
  } catch {
    return undefined;
  }
}

async function bundleState(pack: Pack, folder: string): Promise<Unpacked['bundle']> {
  if (pack.bundle === null) return null;
  const { file, bytes } = pack.bundle;
  const found = await stat(resolve(folder, file)).catch(() => undefined);
  const state = found === undefined ? 'missing' : bytes !== null && found.size !== bytes ? 'other' : 'there';
  return { file, state };
}

const partWords: Readonly<Record<KeptPart, Phrase>> = {
  plan: say`the plan`,
  secrets: say`the secrets`,
  deployed: say`what was deployed`,
};

function newerHere(planFile: string, pack: Pack, parts: readonly KeptPart[]): Problem {
  return new Problem(
    'unpack-newer',
    'no',
    say`${planFile} is not what the pack of ${pack.madeAt} (by ${pack.madeBy}) knows: ${listOf(
      parts.map((part) => partWords[part]),
      'comma',
    )} changed here since. Nothing was written. Give --overwrite to take what the pack has (a copy of what is here stays), --keep-plan to leave the plan file as it is, or unpack into another folder with --to.`,
    { details: { parts, madeAt: pack.madeAt, madeBy: pack.madeBy } },
  );
}

function unwritable(path: string, cause: unknown): Problem {
  return new Problem(
    'unpack-unwritable',
    'no',
    say`${path} cannot be written: ${(cause as Error).message}. Check its permissions and the space on its disk; run it again afterwards.`,
    { cause },
  );
}

async function exists(path: string): Promise<boolean> {
  return stat(path).then(
    () => true,
    () => false,
  );
}
