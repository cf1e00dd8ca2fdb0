import { type Phrase, say } from '../wording/phrase.ts';

/** A member that is in a cluster and not in the plan. Text of a host. */
export interface Stranger {
  readonly cluster: string;
  readonly name: string;
  /** Where its PostgreSQL is reached; empty when Patroni does not tell. */
  readonly address: string;
  readonly role: string;
}

export function strangerSaid({ cluster, name, address, role }: Stranger): Phrase {
  const where = address === '' ? say`an unknown address` : say`${address}`;
  return say`${name} at ${where} is a member of ${cluster} (${role}) and not in the plan: Patroni may promote it`;
}

/** A deployment knows which members it may take out, and says what it does not know. */
export const strangerNext = say`Put it into the plan, or take it out: quorate deploy PLAN does so where it was deployed from here, and says what to do where it was not`;
