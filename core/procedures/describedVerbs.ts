import { reinitVerb } from './reinit.ts';

/** Every procedure that describes itself, by its id. */
export const describedVerbs = {
  reinit: reinitVerb,
} as const;

export type DescribedVerbId = keyof typeof describedVerbs;

/** The ids, in the order in which a person is offered them. */
export const describedVerbIds = Object.keys(describedVerbs) as [DescribedVerbId, ...DescribedVerbId[]];
