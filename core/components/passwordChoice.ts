import { quoted } from '../plan/problem.ts';
import { Problem } from '../problem.ts';
import { listOf, say } from '../wording/phrase.ts';
import type { SecretNeed } from './secretsOf.ts';

/**
 * The passwords that a person means.
 * @param words names of secrets, or their last word where only one has it; none for all that no client has to learn
 * @throws Problem `password-unknown` (usage)
 */
export function chosenPasswords(needs: readonly SecretNeed[], words: readonly string[]): readonly string[] {
  const passwords = needs.filter(({ kind }) => kind === 'password').map(({ name }) => name);
  if (words.length === 0) return passwords.filter((name) => !isUsers(name));
  const found = words.map((word) => {
    const named = passwords.filter((name) => name === word);
    const ending = named.length > 0 ? named : passwords.filter((name) => name.endsWith(`/${word}`));
    const [name] = ending;
    if (name === undefined || ending.length > 1)
      throw new Problem(
        'password-unknown',
        'usage',
        say`The plan has ${ending.length === 0 ? say`no password` : say`several passwords`} ${quoted(word)}; it has ${listOf(passwords, 'comma')}.`,
      );
    return name;
  });
  return [...new Set(found)];
}

/** Those among passwords that roles of PostgreSQL have. */
export function loginsOf(names: readonly string[]): readonly string[] {
  return names.filter((name) => /^(?:postgres|pgbouncer|user)\//.test(name));
}

/** Whether clients have to learn it. */
function isUsers(name: string): boolean {
  return name.startsWith('user/');
}
