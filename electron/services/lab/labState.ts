import { randomBytes } from 'node:crypto';
import { access, mkdir, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { Problem } from '../../../core/problem.ts';
import { listOf, say } from '../../../core/wording/phrase.ts';
import { labReleases } from './imageRecipe.ts';
import { labDirectory, labsRoot } from './labPaths.ts';

const hostSchema = z.object({
  name: z.string(),
  address: z.string(),
  release: z.enum(labReleases),
  site: z.string().optional(),
  machine: z.string(),
  /** The line of its host key, as in known_hosts after the name. */
  hostKey: z.string(),
  /** Lower directories of its root tree, uppermost first. */
  layers: z.array(z.string()),
});

const labSchema = z.object({
  name: z.string(),
  tag: z.string(),
  bridge: z.string(),
  /** The first three numbers of its /24. */
  subnet: z.string(),
  /** Whether `up` came to its end. */
  complete: z.boolean(),
  hosts: z.array(hostSchema),
});

/** What a lab was made as; whether it runs is asked of the kernel. */
export type LabRecord = z.infer<typeof labSchema>;
export type LabHostRecord = z.infer<typeof hostSchema>;

const nameShape = /^[a-z0-9]([a-z0-9-]{0,30}[a-z0-9])?$/;

/** @throws Problem `lab-name` for a name of a lab or host that could not name a machine, an interface or a directory */
export function checkName(name: string, what: 'lab' | 'host'): void {
  if (nameShape.test(name)) return;
  throw new Problem(
    'lab-name',
    'usage',
    what === 'lab'
      ? say`The lab name ${JSON.stringify(name.slice(0, 60))} is not 1 to 32 of a-z, 0-9 and - (not first or last).`
      : say`The host name ${JSON.stringify(name.slice(0, 60))} is not 1 to 32 of a-z, 0-9 and - (not first or last).`,
  );
}

/** @returns undefined when there is no lab of that name */
export async function readLab(name: string): Promise<LabRecord | undefined> {
  checkName(name, 'lab');
  let text: string;
  try {
    text = await readFile(recordFile(name), 'utf8');
  } catch {
    return undefined;
  }
  try {
    return parseLab(text);
  } catch (cause) {
    throw new Problem(
      'lab-record',
      'no',
      say`${recordFile(name)} is not a lab's record: run quorate lab down ${name}.`,
      {
        cause,
      },
    );
  }
}

/** Reads the text of a record. @throws Error when it is none */
export function parseLab(text: string): LabRecord {
  return labSchema.parse(JSON.parse(text));
}

/** @throws Problem `lab-unknown` naming the labs that there are */
export async function requireLab(name: string): Promise<LabRecord> {
  const lab = await readLab(name);
  if (lab !== undefined) return lab;
  const names = await labNames();
  throw new Problem(
    'lab-unknown',
    'no',
    names.length === 0
      ? say`There is no lab ${name}. None is up.`
      : say`There is no lab ${name}. There are: ${listOf(names, 'comma')}.`,
  );
}

/** Writes a lab's record, whole or not at all. */
export async function writeLab(lab: LabRecord): Promise<void> {
  await mkdir(labDirectory(lab.name), { recursive: true, mode: 0o700 });
  const beside = `${recordFile(lab.name)}.${randomBytes(4).toString('hex')}`;
  await writeFile(beside, `${JSON.stringify(lab, undefined, 2)}\n`);
  await rename(beside, recordFile(lab.name));
}

/** Names of all lab directories, records or not. */
export async function labNames(): Promise<readonly string[]> {
  const entries = await readdir(labsRoot(), { withFileTypes: true }).catch(() => []);
  return entries.filter((entry) => entry.isDirectory() && nameShape.test(entry.name)).map((entry) => entry.name);
}

/** The directory of a host: its log and its overlay. */
export function hostDirectory(lab: string, host: string): string {
  return join(labDirectory(lab), 'hosts', host);
}

/** Whether a host was powered off by `labFault`, not by an accident. */
export function isDeliberatelyOff(lab: string, host: string): Promise<boolean> {
  return access(offMark(lab, host)).then(
    () => true,
    () => false,
  );
}

/** Remembers that a host was powered off on purpose, or forgets it. */
export async function markOff(lab: string, host: string, isOff: boolean): Promise<void> {
  await (isOff ? writeFile(offMark(lab, host), '') : rm(offMark(lab, host), { force: true }));
}

/** The private key with which root of every host of a lab is reached. */
export function labKeyFile(lab: string): string {
  return join(labDirectory(lab), 'key');
}

/** @throws Problem `lab-host-unknown` naming the hosts that there are */
export function requireHost(lab: LabRecord, name: string): LabHostRecord {
  const host = lab.hosts.find((one) => one.name === name);
  if (host !== undefined) return host;
  const names = listOf(
    lab.hosts.map((one) => one.name),
    'comma',
  );
  throw new Problem(
    'lab-host-unknown',
    'usage',
    say`The lab ${lab.name} has no host ${name.slice(0, 60)}; it has ${names}.`,
  );
}

function offMark(lab: string, host: string): string {
  return join(hostDirectory(lab, host), 'powered-off');
}

function recordFile(name: string): string {
  return join(labDirectory(name), 'lab.json');
}
