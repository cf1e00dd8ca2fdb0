import { readFile } from 'node:fs/promises';
import { Problem } from '../../../core/problem.ts';
import { say } from '../../../core/wording/phrase.ts';
import { Secret } from '../secrets/secret.ts';

/** Identities of an age key file, as age-keygen writes them. @throws Problem `pack-identity` (usage) */
export async function readIdentities(path: string): Promise<readonly Secret[]> {
  const lines = await linesOf(path, 'pack-identity');
  const keys = lines.filter((line) => line.startsWith('AGE-SECRET-KEY-'));
  if (keys.length > 0) return keys.map((key) => new Secret(key));
  throw new Problem(
    'pack-identity',
    'usage',
    say`${path} holds no age key in clear text (AGE-SECRET-KEY-...). A key file that is encrypted itself is decrypted first: age -d ${path}.`,
  );
}

/** Public keys of a file, one a line, with comments, as age -R reads it. @throws Problem `pack-recipient` (usage) */
export async function readRecipients(path: string): Promise<readonly string[]> {
  const keys = (await linesOf(path, 'pack-recipient')).filter((line) => line !== '' && !line.startsWith('#'));
  if (keys.length > 0) return keys;
  throw new Problem('pack-recipient', 'usage', say`${path} names no key. It holds age keys (age1...), one a line.`);
}

async function linesOf(path: string, code: string): Promise<readonly string[]> {
  try {
    return (await readFile(path, 'utf8')).split('\n').map((line) => line.trim());
  } catch (cause) {
    throw new Problem(code, 'usage', say`The key file ${path} cannot be read: ${(cause as Error).message}`, { cause });
  }
}
