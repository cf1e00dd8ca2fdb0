import { describedVerbIds } from './describedVerbs.ts';

/** What can be done to the hosts of a plan, by the names that the journal, the locks and the command line use. */
export const procedureIds = [
  'deploy',
  'rotate',
  'destroy',
  'switchover',
  'promote',
  'return',
  'recover',
  'adopt',
  ...describedVerbIds,
] as const;
export type ProcedureId = (typeof procedureIds)[number];
