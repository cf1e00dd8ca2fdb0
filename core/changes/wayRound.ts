import { say } from '../wording/phrase.ts';

/** The way to what no procedure brings about, for who has to get there. A removal takes the data with it, which must be said beside it. */
export const newDeployment = say`a new deployment, which keeps no data: dump the databases, run quorate destroy with the old plan, deploy, and load the dump`;
