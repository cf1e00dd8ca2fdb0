import { inPasswordOrder } from '../deployment/passwordOrder.ts';
import { say } from '../wording/phrase.ts';
import type { NamedTurn, RotationKind } from './rotation.ts';

/** The passwords of which the operator's side keeps the former value too, since hosts may still have it. */
export type PasswordPosition = readonly string[];

const renew: NamedTurn = { id: 'renew', title: say`Making new passwords, and keeping the former ones` };
const forget: NamedTurn = { id: 'forget', title: say`Forgetting the former passwords: no host has them any more` };

/** New passwords in two turns. Those that an earlier run has made and not brought everywhere are brought, and no further ones are made. */
export const passwordRotation: RotationKind<PasswordPosition> = {
  begun: (pending) => pending.length > 0,
  nextTurn(pending, start, done) {
    if (pending.length > 0) return forget;
    return start.length > 0 || done.length > 0 ? undefined : renew;
  },
  arrange: (steps, { arrivals }) => inPasswordOrder(steps, arrivals),
};
