import { StepList } from '../../deployment/stepList.ts';
import { removeAside } from '../../operations/majorEnd.ts';
import { Problem } from '../../problem.ts';
import { listOf, type Phrase, say } from '../../wording/phrase.ts';
import type { Next, Past } from '../procedure.ts';

/** What lies aside on each host, and whether something is under way there. */
export type AsideWorld = ReadonlyMap<string, { readonly aside: readonly string[]; readonly underWay: boolean }>;

/** What came of it. */
export interface RemoveOldResult {
  readonly changed: boolean;
  readonly said: Phrase;
}

/** Takes away the data directories and packages that major upgrades have left. @throws Problem `major-under-way` (no) */
export function nextOfRemoveOld(world: AsideWorld, past: Past<AsideWorld>): Next<AsideWorld, RemoveOldResult> {
  const busy = [...world].filter(([, { underWay }]) => underWay).map(([host]) => host);
  if (busy.length > 0)
    throw new Problem(
      'major-under-way',
      'no',
      say`A major upgrade is under way on ${listOf(busy)}, and the old data are its way back. Nothing was removed.`,
    );
  const steps = new StepList();
  const paths = new Set<string>();
  for (const [host, { aside }] of world) {
    if (aside.length === 0) continue;
    for (const path of aside) paths.add(path);
    steps.add(removeAside(host, aside, majorsIn(aside)));
  }
  if (past.has('remove')) {
    const removed = [...new Set([...(past.of('remove')?.before ?? [])].flatMap(([, { aside }]) => aside))];
    return { kind: 'done', result: { changed: true, said: say`Removed: ${listOf(removed, 'comma')}.` } };
  }
  if (steps.all().length === 0)
    return {
      kind: 'done',
      result: { changed: false, said: say`Nothing to remove: no upgrade has left anything on the hosts.` },
    };
  return {
    kind: 'stage',
    stage: {
      id: 'remove',
      title: say`Removing ${listOf([...paths], 'comma')} with the packages of that version`,
      steps: steps.all(),
      pointOfNoReturn: true,
    },
  };
}

/** The versions that stand in the paths. */
function majorsIn(paths: readonly string[]): readonly number[] {
  return [
    ...new Set(paths.flatMap((path) => /^\/var\/lib\/postgresql\/(\d{1,2})\//.exec(path)?.[1] ?? []).map(Number)),
  ];
}
