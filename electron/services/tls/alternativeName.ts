import { isIP } from 'node:net';
import { Problem } from '../../../core/problem.ts';
import { type PhraseValue, say } from '../../../core/wording/phrase.ts';

/**
 * An address or DNS name as certificates hold it: one spelling per name, so that two spellings of an IPv6 address compare equal.
 * @throws Problem `certificate-name` (usage) when it is neither
 */
export function alternativeName(text: string): string {
  if (isIP(text) === 4) return text;
  if (isIP(text) === 6) return new URL(`http://[${text}]/`).hostname.slice(1, -1);
  const name = text.toLowerCase();
  if (!/^[a-z0-9_]([a-z0-9_.-]{0,251}[a-z0-9_])?$/.test(name))
    throw nameProblem(text, say`it is neither an address nor a DNS name`);
  return name;
}

/** The fault of a name that no certificate can have. */
export function nameProblem(name: string, why: PhraseValue): Problem {
  return new Problem(
    'certificate-name',
    'usage',
    say`No certificate can be made for the name ${JSON.stringify(name)}: ${why}. Change that name in the plan.`,
  );
}
