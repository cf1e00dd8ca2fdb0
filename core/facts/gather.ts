import { shellQuote } from '../shell/shellQuote.ts';
import { type Fact, type FactValues, Unreadable } from './fact.ts';

export type Facts = Readonly<Record<string, Fact<unknown>>>;

/** A fact that could not be read: its command ended with another status than 0, nothing came back at all, or it was not to be understood. */
export interface UnreadFact {
  readonly id: string;
  /** 124: it took too long; undefined where nothing came back. */
  readonly status: number | undefined;
  /** The line that cannot be understood. Text of a host. */
  readonly line?: string;
}

export interface Gathered<F extends Facts> {
  readonly values: FactValues<F>;
  readonly unread: readonly UnreadFact[];
}

/** Seconds that one fact may take before it is given up; the others still come back. */
export const maxSecondsPerFact = 15;

/**
 * Shell functions that run one fact: in a process group of its own, which is killed when the time is over. Its end comes back through a pipe that
 * the shell has both ends of, so that no fact needs a program but those of its own command: a process that is started costs a busy host more than
 * all the reading does.
 */
const runner = (maxSeconds: number) => `exec {ends}<> <(:)
set -m
fact() {
  printf '\\n%s begin %s\\n' "$1" "$2"
  { (eval "$3"); printf '%s %s\\n' "$2" "$?" >&"$ends"; } 2>/dev/null </dev/null &
  local status=124 id=
  while read -r -t ${maxSeconds} -u "$ends" id status; do [ "$id" = "$2" ] && break; done
  [ "$id" = "$2" ] || { status=124; kill -KILL -- "-$!"; }
  wait "$!"
  printf '\\n%s end %s %s\\n' "$1" "$2" "$status"
} 2>/dev/null
`;

/**
 * One script that prints all facts of a host. Each command runs by itself with its own time limit, so that one that hangs
 * or fails costs only its own fact. How much they print together is limited where the output is read.
 * @param nonce letters and digits that the host cannot foresee: they mark the sections, and what a host prints is untrusted
 * @param maxSeconds for each of them
 */
export function gatherScript(facts: Facts, nonce: string, maxSeconds = maxSecondsPerFact): string {
  const sections = Object.values(facts).map(
    (fact) => `fact ${nonce} ${shellQuote(fact.id)} ${shellQuote(fact.command)}\n`,
  );
  return `export LC_ALL=C PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin\n${runner(maxSeconds)}${sections.join('')}`;
}

/**
 * Takes the output of the gathering script apart. Sections that are missing, repeated or cut off are not trusted: their
 * fact is parsed from empty text and listed as unread, as is one that its parser cannot understand.
 */
export function parseGathered<F extends Facts>(output: string, nonce: string, facts: F): Gathered<F> {
  const sections = splitSections(output, nonce);
  const unread: UnreadFact[] = [];
  const values: Record<string, unknown> = {};
  for (const [key, fact] of Object.entries(facts)) {
    const section = sections.get(fact.id);
    if (section?.status !== 0) unread.push({ id: fact.id, status: section?.status });
    try {
      values[key] = fact.parse(section?.text ?? '');
    } catch (error) {
      if (!(error instanceof Unreadable)) throw error;
      if (section?.status === 0) unread.push({ id: fact.id, status: 0, line: error.line });
      values[key] = fact.parse('');
    }
  }
  // Each key of the record got the value that its own fact parsed, which is what FactValues says.
  return { values: values as FactValues<F>, unread };
}

function splitSections(output: string, nonce: string): Map<string, { text: string; status: number }> {
  const sections = new Map<string, { text: string; status: number }>();
  const pattern = new RegExp(`\\n${nonce} begin ([a-z0-9-]+)\\n([\\s\\S]*?)\\n${nonce} end \\1 (\\d{1,3})(?=\\n)`, 'g');
  for (const [, id, text, status] of `\n${output}`.matchAll(pattern)) {
    if (id !== undefined && text !== undefined && !sections.has(id)) sections.set(id, { text, status: Number(status) });
  }
  return sections;
}
