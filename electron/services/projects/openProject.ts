import { chmod, mkdir, open, writeFile } from 'node:fs/promises';
import { basename, dirname, extname, join, resolve } from 'node:path';
import { Problem } from '../../../core/problem.ts';
import { say } from '../../../core/wording/phrase.ts';

/** Far more than a plan of 1,000 hosts needs; refused before it is read whole. */
const maxPlanBytes = 4 * 1024 * 1024;

/** A plan file and the folder beside it that keeps what the plan must not hold: secrets, host keys, journals. */
export interface Project {
  readonly planFile: string;
  readonly planText: string;
  /** `.quorate/<plan file's name>` beside the plan file; mode 0700. */
  readonly directory: string;
}

/**
 * Reads a plan file as text.
 * @throws Problem `plan-unreadable` (usage) when it is missing, not a file, too large or not UTF-8
 */
export async function readPlanFile(planFile: string): Promise<string> {
  let handle: Awaited<ReturnType<typeof open>>;
  try {
    handle = await open(planFile, 'r');
  } catch (cause) {
    throw new Problem(
      'plan-unreadable',
      'usage',
      say`The plan file ${planFile} cannot be opened: ${(cause as Error).message}`,
      { cause },
    );
  }
  try {
    const stat = await handle.stat();
    if (!stat.isFile())
      throw new Problem('plan-unreadable', 'usage', say`${planFile} is not a file; give the path of a plan file.`);
    if (stat.size > maxPlanBytes) {
      throw new Problem(
        'plan-too-large',
        'usage',
        say`The plan file ${planFile} has ${stat.size} bytes; at most ${maxPlanBytes} are read. Is it a plan file?`,
      );
    }
    const bytes = await handle.readFile();
    try {
      return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
    } catch (cause) {
      throw new Problem(
        'plan-unreadable',
        'usage',
        say`The plan file ${planFile} is not UTF-8 text. Save it as UTF-8.`,
        {
          cause,
        },
      );
    }
  } finally {
    await handle.close();
  }
}

/**
 * Opens the project of a plan file and makes its folder when it is not there yet.
 * @throws Problem `plan-unreadable` or `plan-too-large` as `readPlanFile` does
 */
export async function openProject(planFile: string): Promise<Project> {
  const path = resolve(planFile);
  const planText = await readPlanFile(path);
  return { planFile: path, planText, directory: await projectDirectory(path) };
}

/** Where the folder of a plan file's project is, or would be. */
export function projectFolder(planFile: string): string {
  const path = resolve(planFile);
  return join(dirname(path), '.quorate', basename(path, extname(path)));
}

/** The folder of a plan file's project, made when it is not there yet; the plan file itself need not be there. */
export async function projectDirectory(planFile: string): Promise<string> {
  const directory = projectFolder(planFile);
  const parent = dirname(directory);
  await mkdir(directory, { recursive: true, mode: 0o700 });
  await chmod(parent, 0o700);
  await chmod(directory, 0o700);
  // The folder holds secrets: it must not be committed with the plan by accident.
  await writeFile(join(parent, '.gitignore'), '*\n');
  return directory;
}
