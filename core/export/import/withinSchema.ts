import { parsePlan } from '../../plan/parse.ts';
import { formatPath, type PlanPath, valueAt } from '../../plan/planPath.ts';
import { Problem } from '../../problem.ts';
import { linesOf, say } from '../../wording/phrase.ts';
import { type ImportNote, noteOf } from './importNote.ts';

type Tree = Record<string, unknown>;

/** What a plan cannot be without. */
const needed: readonly string[] = ['quorate', 'name', 'topology', 'hosts', 'clusters'];

/**
 * Takes out of a plan what its schema refuses, such as numbers that are too large, and says so.
 * @throws Problem `import-incomplete` (usage) where hosts, clusters or their names are refused
 */
export function withinSchema(input: Tree, notes: ImportNote[]): Tree {
  const tree = JSON.parse(JSON.stringify(input)) as Tree;
  for (;;) {
    const parsed = parsePlan(JSON.stringify(tree));
    if (parsed.ok) return tree;
    const [first] = parsed.problems;
    const path = first === undefined || first.code === 'missing' ? first?.path.slice(0, -1) : first.path;
    if (first === undefined || path === undefined || !isLeftOut(path) || !takeOut(tree, path))
      throw new Problem(
        'import-incomplete',
        'usage',
        say`The inventory does not make a plan:\n${linesOf(parsed.problems.slice(0, 20).map((one) => say`${one.field}: ${one.said}`))}`,
      );
    notes.push(noteOf('ignored', formatPath(path), say`${first.said}: it is left out of the plan`));
  }
}

/** Settings, and what a cluster or host has beside its name. */
function isLeftOut(path: PlanPath): boolean {
  if (!needed.includes(String(path[0]))) return path.length > 1;
  return path.includes('postgres') || path.includes('ssh') || path.at(-1) === 'delay';
}

function takeOut(tree: Tree, path: PlanPath): boolean {
  const parent = valueAt(tree, path.slice(0, -1));
  const step = path.at(-1);
  if (Array.isArray(parent) && typeof step === 'number' && step < parent.length)
    return parent.splice(step, 1).length === 1;
  if (typeof parent !== 'object' || parent === null || !Object.hasOwn(parent, String(step))) return false;
  return delete (parent as Tree)[String(step)];
}
