import { postgresSchema } from '../../plan/schema.ts';
import { say } from '../../wording/phrase.ts';
import type { ImportDraft } from './importDraft.ts';
import { noteOf } from './importNote.ts';
import type { Item } from './item.ts';
import type { Target } from './target.ts';

/**
 * PostgreSQL's major version of a cluster.
 * @param usual what the tool has where the file says nothing; undefined where that depends on its release
 * @returns undefined where the plan is to take that of the hosts' distribution
 */
export function readVersion(
  draft: ImportDraft,
  item: Item | undefined,
  target: Target,
  usual?: number,
): number | undefined {
  const number = item?.asNumber();
  if (item === undefined) {
    if (Object.keys(draft.hints).length === 0)
      draft.notes.push(
        usual === undefined
          ? noteOf(
              'defaulted',
              'postgres.version',
              say`the file does not say it: the plan takes that of the hosts' distribution`,
            )
          : noteOf('defaulted', 'postgres.version', say`${usual}, as this release of Pigsty has it`, {
              plan: 'postgres.version',
            }),
      );
    return usual;
  }
  if (number === undefined) return item.number(target);
  const major = Math.floor(number);
  if (!postgresSchema.shape.version.safeParse(major).success) {
    item.ignored(say`a plan cannot have PostgreSQL ${major}: it takes that of the hosts' distribution`);
    return undefined;
  }
  item.understood(target, say`read as ${major}`);
  return major;
}
