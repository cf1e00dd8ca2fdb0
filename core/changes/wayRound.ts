import { type Phrase, say } from '../wording/phrase.ts';

/** The way to what no procedure brings about, for who has to get there. A removal takes the data with it, which must be said beside it. */
export const newDeployment = say`a new deployment, which keeps no data: dump the databases, run quorate destroy with the old plan, deploy, and load the dump`;

/** What a plan with another major version than the hosts have is told. */
export function majorDiffers(then: number, now: number): Phrase {
  return now > then
    ? say`PostgreSQL ${then} was deployed, and the plan asks for ${now}: a deployment does not convert data. Run quorate upgrade PLAN --to ${now}, or put postgres.version: ${then} into the plan`
    : say`PostgreSQL ${then} was deployed, and the plan asks for ${now}: no data go back to an older version. Put postgres.version: ${then} into the plan; another version needs ${newDeployment}`;
}
