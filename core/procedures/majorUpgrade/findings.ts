import { printable } from '../../shell/printable.ts';
import { type Phrase, type PhraseValue, say } from '../../wording/phrase.ts';

/** Something that pg_upgrade has against an upgrade. */
export interface MajorFinding {
  /** Undefined where it is about the whole cluster. */
  readonly database: string | undefined;
  /** What it is about, in pg_upgrade's words; undefined where it names nothing. */
  readonly object: string | undefined;
  /** What was found and what to do. */
  readonly said: Phrase;
}

/** More would help nobody. */
const maxFindings = 50;
const maxCharacters = 300;

/**
 * What each of the files means that pg_upgrade writes (src/bin/pg_upgrade/check.c of PostgreSQL 14 to 18), and the one of `tryMajor`, and what to do. @param what the object, as
 * the file names it
 */
const meanings: readonly (readonly [file: RegExp, said: (what: PhraseValue) => Phrase])[] = [
  [
    /^preload_libraries/,
    (what) =>
      say`shared_preload_libraries names ${what}, which is not there for the new version: name its package in postgres.packages, or take it out of the parameter (in the plan, or by patronictl edit-config) and restart`,
  ],
  [
    /^loadable_libraries/,
    (what) =>
      say`${what}. Name the package that has this library for the new version in postgres.packages, or drop the extension that needs it`,
  ],
  [
    /^tables_using_reg/,
    (what) =>
      say`${what} has a type that holds numbers of objects (regclass and the like), which change: give the column another type, such as text, or drop it`,
  ],
  [
    /^tables_using_aclitem/,
    (what) =>
      say`${what} has the type aclitem, whose form has changed: give the column another type, such as text, or drop it`,
  ],
  [
    /^tables_using_(composite|sql_identifier|unknown|line|removed|abstime)|^tables_using_/,
    (what) => say`${what} has a type that the new version does not take over: give the column another type, or drop it`,
  ],
  [/^tables_with_oids/, (what) => say`${what} was made WITH OIDS: alter table ... set without oids`],
  [
    /^incompatible_polymorphics/,
    (what) =>
      say`${what} takes arguments of types that have changed (anyarray): drop it, and make it again afterwards with anycompatiblearray`,
  ],
  [/^postfix_ops/, (what) => say`${what} is an operator behind its operand, which does not exist any more: drop it`],
  [
    /^encoding_conversions/,
    (what) => say`${what} is a conversion with a function of the older form: drop it, and make it again afterwards`,
  ],
  [/^pg_role_prefix/, (what) => say`${what}: names of roles that begin with pg_ are PostgreSQL's own: rename the role`],
  [
    /^databases_(with|cannot)|^databases_/,
    (what) =>
      say`${what} does not let anybody in: allow connections (alter database ... allow_connections true), or drop it`,
  ],
  [
    /^(invalid_)?(logical_)?slots|^invalid_logical/,
    (what) => say`${what} is a replication slot that cannot be taken over: let its receiver catch up, or drop it`,
  ],
  [
    /^subs_invalid/,
    (what) =>
      say`${what} is a subscription that is not in a state to be taken over: let it finish its copy, or drop it`,
  ],
  [
    /^contrib_isn/,
    (what) => say`${what} is a function of the extension isn, which is stored otherwise: drop the extension`,
  ],
  [/^not_null_inconsistent/, (what) => say`${what} allows null below a column that does not: alter it to not null`],
];

/**
 * Reads what `tryMajor` kept of `pg_upgrade --check`: its status, what it printed, and the lists that it wrote.
 * @param text of a host: untrusted
 * @returns nothing where pg_upgrade has no objection; undefined where nothing of it is there
 */
export function parsePgUpgrade(text: string): readonly MajorFinding[] | undefined {
  const [, status] = /^status (\d{1,3})$/m.exec(text) ?? [];
  if (status === undefined) return undefined;
  if (status === '0') return [];
  const [head = '', ...files] = text.split(/^== file /m);
  const found = files.flatMap(readFile).slice(0, maxFindings);
  return found.length > 0 ? found : [{ database: undefined, object: undefined, said: wholeOutput(head) }];
}

function readFile(block: string): readonly MajorFinding[] {
  const [name = '', ...lines] = block.split('\n');
  const meaning = meanings.find(([file]) => file.test(name))?.[1];
  let database: string | undefined;
  return librariesFirst(name, lines).flatMap((line): MajorFinding[] => {
    const [, named] = /^(?:In )?[Dd]atabase: (.+)$/.exec(line.trim()) ?? [];
    if (named !== undefined) {
      database = shown(named);
      return [];
    }
    const object = shown(line);
    if (object === '') return [];
    const what = meaning?.(object) ?? say`pg_upgrade names ${object} in ${shown(name)}`;
    return [{ database, object, said: database === undefined ? what : say`database ${database}: ${what}` }];
  });
}

/** In the list of libraries the databases stand behind what they need. */
function librariesFirst(name: string, lines: readonly string[]): readonly string[] {
  if (!name.startsWith('loadable_libraries')) return lines;
  const blocks: string[] = [];
  let pending: string[] = [];
  for (const line of lines) {
    if (/^\s*In database: /.test(line)) {
      blocks.push(line, ...pending.filter(Boolean));
      continue;
    }
    if (/^could not load library/.test(line.trim())) pending = [];
    pending.push(line);
  }
  return blocks.length > 0 ? blocks : lines;
}

/** What was printed where no list was written: the check that failed, and the words behind it. */
function wholeOutput(head: string): Phrase {
  const lines = head.split('\n').map(shown).filter(Boolean);
  const at = lines.findLastIndex((line) => /\bfatal$/.test(line));
  const words = lines
    .slice(Math.max(0, at === -1 ? lines.length - 6 : at))
    .filter((line) => line !== 'Failure, exiting')
    .slice(0, 8)
    .join(' ');
  return say`pg_upgrade says: ${words === '' ? '?' : words}`;
}

function shown(text: string): string {
  return printable(text).trim().slice(0, maxCharacters);
}
