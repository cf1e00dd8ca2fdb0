import { parsePlan } from '../../plan/parse.ts';
import { formatPath } from '../../plan/planPath.ts';
import { Problem } from '../../problem.ts';
import { linesOf, listOf, say } from '../../wording/phrase.ts';
import { assemblePlan } from './assemblePlan.ts';
import { importAutobase } from './importAutobase.ts';
import { importPigsty } from './importPigsty.ts';
import { type Inventory, mergeInventories, parseInventory } from './inventory.ts';
import type { ImportNote } from './variableReader.ts';

export interface ImportFile {
  readonly name: string;
  readonly text: string;
}

export interface ImportResult {
  readonly format: 'plan' | 'pigsty' | 'autobase';
  readonly planText: string;
  readonly report: readonly ImportNote[];
}

/**
 * Reads a plan, a Pigsty inventory (version 3 or 4) or autobase inventories (one for each cluster, and files of variables) into a plan.
 * @throws Problem `import-unreadable`, `import-unknown`, `import-incomplete` or `plan-invalid` (usage)
 */
export function importFiles(files: readonly ImportFile[]): ImportResult {
  const [only] = files;
  if (only !== undefined && files.length === 1 && /^quorate\s*:/m.test(only.text)) return importOwn(only);
  const inventories = files.map((file) => parseInventory(file.text, file.name));
  const notes: ImportNote[] = [];
  const found = inventories.some(isAutobase)
    ? { format: 'autobase' as const, read: importAutobase(withVariables(inventories), notes) }
    : inventories.some(isPigsty)
      ? { format: 'pigsty' as const, read: importPigsty(mergeInventories(inventories), notes) }
      : undefined;
  if (found === undefined)
    throw new Problem(
      'import-unknown',
      'usage',
      say`${listOf(
        files.map((file) => file.name),
        'comma',
      )}: neither a plan ("quorate: 1"), nor a Pigsty inventory (groups with pg_cluster), nor an autobase inventory (the group master).`,
    );
  const planText = assemblePlan(found.read);
  return { format: found.format, planText, report: inOrder(notes) };
}

function importOwn({ name, text }: ImportFile): ImportResult {
  const parsed = parsePlan(text);
  if (parsed.ok) return { format: 'plan', planText: text, report: [] };
  const lines = parsed.problems.map((one) =>
    one.path.length === 0
      ? say`${name}:${one.line}:${one.column}: ${one.said}`
      : say`${name}:${one.line}:${one.column}: ${formatPath(one.path)}: ${one.said}`,
  );
  throw new Problem('plan-invalid', 'usage', linesOf(lines));
}

function isPigsty(inventory: Inventory): boolean {
  return [...inventory.groups.values()].some((group) => group.variables.pg_cluster !== undefined);
}

function isAutobase(inventory: Inventory): boolean {
  return inventory.groups.has('master') && !isPigsty(inventory);
}

/** Files of variables alone go to every inventory; what an inventory says itself is stronger only in autobase's own defaults. */
function withVariables(inventories: readonly Inventory[]): readonly Inventory[] {
  const shared = inventories.filter((one) => one.groups.size === 0);
  return inventories
    .filter((one) => one.groups.size > 0)
    .map((one) => mergeInventories([one, ...shared.map(({ variables }) => ({ groups: new Map(), variables }))]));
}

/** What was ignored first, then what was defaulted: these want to be looked at. */
function inOrder(notes: readonly ImportNote[]): readonly ImportNote[] {
  const levels = ['ignored', 'defaulted', 'understood'];
  return notes.toSorted((one, other) => levels.indexOf(one.level) - levels.indexOf(other.level));
}
