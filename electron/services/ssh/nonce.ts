import { randomBytes } from 'node:crypto';

/** A word that no host can foresee: it marks the lines of a script's protocol. */
export function newNonce(): string {
  return `Q${randomBytes(16).toString('hex')}`;
}
