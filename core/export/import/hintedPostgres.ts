import { markOf, type WrittenKey, writtenKeys } from '../inventory/writtenLists.ts';
import { isMapping } from './ansible/inventory.ts';
import type { ImportDraft } from './importDraft.ts';

type Tree = Record<string, unknown>;

/** What each part is called in a plan file. */
const fieldsOf: Readonly<Record<WrittenKey, readonly string[]>> = {
  version: ['version'],
  template: ['template'],
  users: ['users'],
  databases: ['databases'],
  parameters: ['parameters'],
  rules: ['clients', 'hba'],
};

/**
 * Takes the hints' own values for what nobody changed since our export wrote the inventory, and the inventory's for everything else.
 * @param valuesOf what the inventory says of a part, as it stands there; undefined of what its tool has no variable for
 */
export function keepUnchanged(
  draft: ImportDraft,
  valuesOf: (cluster: string, key: WrittenKey) => readonly unknown[] | undefined,
): void {
  const { written } = draft.hints;
  if (!isMapping(written)) return;
  const deciding = draft.clusters.filter(({ upstream }) => upstream === undefined);
  const unchanged = (key: WrittenKey) =>
    deciding.every(({ name }) => {
      const marks = written[name];
      const values = valuesOf(name, key);
      return values === undefined || (isMapping(marks) && marks[key] === markOf(values));
    });
  const hinted = writtenKeys.filter(unchanged).flatMap((key) => fieldsOf[key]);
  const known = Object.values(fieldsOf).flat();
  const kept = (settings: unknown) =>
    without(
      settings,
      known.filter((field) => !hinted.includes(field)),
    );
  const clusters = isMapping(draft.hints.clusters) ? draft.hints.clusters : {};
  draft.hints = { ...draft.hints, versionOpen: false, postgres: kept(draft.hints.postgres) };
  for (const [index, cluster] of draft.clusters.entries())
    draft.clusters[index] = {
      ...cluster,
      postgres: without(cluster.postgres, hinted),
      hinted: kept(clusters[cluster.name]),
    };
}

function without(settings: unknown, fields: readonly string[]): Tree {
  if (!isMapping(settings)) return {};
  return Object.fromEntries(Object.entries(settings).filter(([field]) => !fields.includes(field)));
}
