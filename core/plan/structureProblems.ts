import { type Document, isAlias, isMap, isNode, isScalar, isSeq, type LineCounter } from 'yaml';
import { type Phrase, phraseText, say } from '../wording/phrase.ts';
import { placeAt } from './locate.ts';
import { formatPath, type PlanPath } from './planPath.ts';
import { type PlanProblem, type PlanProblemCode, quoted } from './problem.ts';
import { yamlFault } from './yamlFault.ts';

/**
 * What is wrong with a document before any schema: syntax, several documents, duplicate keys, anchors and aliases.
 * Aliases are refused: they would let a small text stand for a huge plan, and an edit at one place would change others.
 */
export function structureProblems(document: Document.Parsed, lineCounter: LineCounter): PlanProblem[] {
  const problems: PlanProblem[] = [];
  const add = (code: PlanProblemCode, offset: number, said: Phrase, path: PlanPath = [], message = phraseText(said)) =>
    problems.push({ code, path, ...placeAt(lineCounter, offset), field: formatPath(path), message, said });
  const faults = [...document.errors, ...document.warnings].sort((one, other) => one.pos[0] - other.pos[0]);
  const exhausted = faults.find((fault) => fault.code === 'RESOURCE_EXHAUSTION');
  if (exhausted) add('syntax', exhausted.pos[0], say`the text is nested too deeply`);
  for (const error of exhausted ? [] : faults) {
    if (error.code === 'MULTIPLE_DOCS')
      add('multiple-documents', error.pos[0], say`a second document starts here ("---"); a plan file holds one plan`);
    else if (error.code === 'TAB_AS_INDENT')
      add('syntax', error.pos[0], say`found a tab; YAML is indented with spaces only`);
    // The reader's own words say more, and only in English.
    else
      add(
        'syntax',
        error.pos[0],
        say`this is not YAML: ${yamlFault(error)}`,
        [],
        `this is not YAML: ${oneLine(error.message)}`,
      );
  }
  if (problems.length > 0) return problems;

  const visit = (node: unknown, path: PlanPath): void => {
    if (!isNode(node)) return;
    const offset = node.range?.[0] ?? 0;
    if (isAlias(node) || (node.anchor !== undefined && node.anchor !== ''))
      add('alias', offset, say`found an anchor or alias (&name, *name); write the value out in each place`, path);
    if (isSeq(node)) for (const [index, item] of node.items.entries()) visit(item, [...path, index]);
    if (!isMap(node)) return;
    const seen = new Map<string, number>();
    for (const pair of node.items) {
      if (!isScalar(pair.key)) continue;
      visit(pair.key, path);
      const key = String(pair.key.value);
      const keyOffset = pair.key.range?.[0] ?? offset;
      // Where objects are filled by key, this one would change what they inherit, or vanish without a word.
      if (key === '__proto__') add('unknown-key', keyOffset, say`unknown key ${'"__proto__"'}`, [...path, key]);
      const first = seen.get(key);
      if (first !== undefined) {
        const line = placeAt(lineCounter, first).line;
        add('duplicate-key', keyOffset, say`the key ${quoted(key)} is already given in line ${line}`, [...path, key]);
      } else seen.set(key, keyOffset);
      visit(pair.value, [...path, key]);
    }
  };
  visit(document.contents, []);
  return problems;
}

function oneLine(message: string): string {
  return message.replaceAll(/[\p{Cc}\p{Zl}\p{Zp}]+/gu, ' ').slice(0, 200);
}
