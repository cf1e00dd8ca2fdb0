import { z } from 'zod';
import { checks } from '../../core/preflight/checks.ts';

/** Names of checks of hosts that a person accepts to fail. A name that no check has is refused: it would accept nothing. */
export const acceptInput = z
  .array(z.enum(checks.map(({ id }) => id)))
  .max(checks.length)
  .default([]);
