import type { DescribedVerb } from './describedVerb.ts';
import { dropDatabaseVerb, dropUserVerb } from './dropObjects.ts';
import { pauseVerb, resumeVerb } from './maintenance.ts';
import { reinitVerb } from './reinit.ts';
import { reloadVerb, restartVerb } from './restartMember.ts';
import { upgradeVerb } from './upgrade/upgrade.ts';

/** Every procedure that describes itself, by its id. */
export const describedVerbs = {
  restart: restartVerb,
  reload: reloadVerb,
  reinit: reinitVerb,
  pause: pauseVerb,
  resume: resumeVerb,
  upgrade: upgradeVerb,
  'drop-database': dropDatabaseVerb,
  'drop-user': dropUserVerb,
} as const satisfies Readonly<Record<string, DescribedVerb>>;

export type DescribedVerbId = keyof typeof describedVerbs;

/** The ids, in the order in which a person is offered them. */
export const describedVerbIds = Object.keys(describedVerbs) as [DescribedVerbId, ...DescribedVerbId[]];
