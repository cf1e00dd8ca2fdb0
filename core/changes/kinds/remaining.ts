import type { Plan } from '../../plan/plan.ts';
import { listOf, say } from '../../wording/phrase.ts';
import type { Change } from '../change.ts';

/** Databases and users that the plan no longer has: a deployment never drops any, and says so. */
export function remaining(before: Plan, now: Plan): readonly Change[] {
  const host = now.hosts[0]?.name ?? now.name;
  return (['databases', 'users'] as const).flatMap((what): Change[] => {
    const gone = before.postgres[what].filter(({ name }) => !now.postgres[what].some((one) => one.name === name));
    if (gone.length === 0) return [];
    const names = listOf(gone.map(({ name }) => name));
    const said =
      what === 'databases'
        ? say`the databases ${names} are not in the plan any more. They stay as they are: quorate drop-database removes one that nobody needs, with its data`
        : say`the users ${names} are not in the plan any more. They stay, and can still log in: quorate drop-user removes one that nobody needs`;
    return [{ id: 'databases-stay', subject: what, verdict: 'converge', path: ['postgres', what], host, said }];
  });
}
