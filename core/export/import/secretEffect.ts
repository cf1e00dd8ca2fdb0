import { type Phrase, say } from '../../wording/phrase.ts';

/** Of passwords, keys and tokens, by the last name of their path; undefined of everything else. */
export function secretEffect(path: readonly (string | number)[]): Phrase | undefined {
  const name = String(path.findLast((part) => typeof part === 'string') ?? '');
  if (!/passw|(?:^|_)pass$|secret|token|cipher_pass|private_key$|access_key/i.test(name)) return undefined;
  return say`secrets are not taken over: the program makes its own, shown by quorate secret`;
}
