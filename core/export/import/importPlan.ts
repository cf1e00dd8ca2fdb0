import { parsePlan } from '../../plan/parse.ts';
import type { Plan } from '../../plan/plan.ts';
import { formatPath } from '../../plan/planPath.ts';
import { Problem } from '../../problem.ts';
import { validatePlan } from '../../rules/rules.ts';
import { linesOf, listOf, say } from '../../wording/phrase.ts';
import { type Inventory, mergeInventories } from './ansible/inventory.ts';
import { parseInventory } from './ansible/parseInventory.ts';
import { hostsBelow, settingsOfHosts } from './ansible/precedence.ts';
import { assemblePlan } from './assemblePlan.ts';
import { usualVariables } from './autobase/autobaseDefaults.ts';
import { autobaseEffect } from './autobase/autobaseEffects.ts';
import { importAutobase } from './autobase/importAutobase.ts';
import type { ImportDraft } from './importDraft.ts';
import { type ImportNote, inOrder, noteOf } from './importNote.ts';
import { type Effect, Leaves } from './leaves.ts';
import { importPigsty } from './pigsty/importPigsty.ts';
import { pigstyEffect } from './pigsty/pigstyEffects.ts';
import type { ImportSource } from './subject.ts';
import { placeTarget } from './target.ts';

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
 * Reads a plan, a Pigsty inventory (version 1 to 4) or autobase inventories (one for each cluster, and files of variables) into a plan.
 * Every leaf of the files is in the report: understood, with where it went; defaulted; or ignored, with what is lost.
 * @throws Problem `import-unreadable`, `import-unknown`, `import-incomplete` or `plan-invalid` (usage)
 */
export function importFiles(files: readonly ImportFile[]): ImportResult {
  const [only] = files;
  if (only !== undefined && files.length === 1 && /^quorate\s*:/m.test(only.text)) return importOwn(only);
  const inventories = files.map((file) => parseInventory(file.text, file.name));
  if (inventories.some(isPigsty)) return importAs('pigsty', [mergeInventories(inventories)]);
  if (inventories.some(isAutobase)) return importAs('autobase', withVariables(inventories));
  const names = listOf(
    files.map((file) => file.name),
    'comma',
  );
  const onlyVariables = inventories.every(({ hosts }) => hosts.size === 0);
  throw new Problem(
    'import-unknown',
    'usage',
    onlyVariables && inventories.some(({ files: variables }) => variables.length > 0)
      ? say`${names}: only variables, and no hosts. Name the inventory with its hosts too.`
      : say`${names}: neither a plan ("quorate: 1"), nor a Pigsty inventory (groups with pg_cluster), nor an autobase inventory (the group master).`,
  );
}

function importAs(format: 'pigsty' | 'autobase', inventories: readonly Inventory[]): ImportResult {
  const leaves = new Leaves();
  const notes: ImportNote[] = [];
  const inputs = inventories.map((inventory) => ({ inventory, source: sourceOf(inventory, leaves, format) }));
  const [first] = inputs;
  if (first === undefined) throw new Error('no inventory');
  const draft: ImportDraft =
    format === 'pigsty' ? importPigsty(first.inventory, first.source, notes) : importAutobase(inputs, notes);
  const { text, plan, complete } = assemblePlan(draft);
  const effect: Effect = format === 'pigsty' ? pigstyEffect : autobaseEffect;
  const remarks = inventories.flatMap((one) => one.remarks);
  const report = [
    ...new Set(remarks.map(({ path, said, file, line }) => JSON.stringify([path, said, file, line]))),
  ].map((key) => {
    const [path, said, file, line] = JSON.parse(key);
    return noteOf('ignored', path, said, { file, line: line ?? undefined });
  });
  return {
    format,
    planText: text,
    report: inOrder([
      ...report,
      ...notes,
      ...brokenRules(complete),
      ...leaves.notes(effect, (target) => placeTarget(target, plan)),
    ]),
  };
}

function sourceOf(inventory: Inventory, leaves: Leaves, format: 'pigsty' | 'autobase'): ImportSource {
  const settings = settingsOfHosts(inventory);
  leaves.add(inventory, settings);
  const groups = Object.fromEntries([...inventory.groups.keys()].map((name) => [name, hostsBelow(inventory, name)]));
  return { leaves, settings, groups, usual: format === 'autobase' ? usualVariables : {} };
}

/** What the plan breaks as the files stand: the first thing to mend. */
function brokenRules(plan: Plan): readonly ImportNote[] {
  return validatePlan(plan)
    .filter(({ severity }) => severity === 'error')
    .map(({ path, said }) =>
      noteOf('defaulted', formatPath(path), say`as the files stand, the plan breaks a rule: ${said}`, {
        plan: formatPath(path),
      }),
    );
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

function isPigsty({ groups, hosts, files }: Inventory): boolean {
  const definitions = [
    ...[...groups.values()].flatMap((group) => group.definitions),
    ...[...hosts.values()].flat(),
    ...files,
  ];
  return definitions.some(({ values }) => Object.hasOwn(values, 'pg_cluster'));
}

function isAutobase(inventory: Inventory): boolean {
  return ['master', 'postgres_cluster'].some((name) => inventory.groups.has(name));
}

/** Files of variables go to every inventory. */
function withVariables(inventories: readonly Inventory[]): readonly Inventory[] {
  const shared = inventories.filter((one) => !isAutobase(one));
  return inventories.filter(isAutobase).map((one) => mergeInventories([one, ...shared]));
}
