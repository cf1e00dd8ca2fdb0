import { z } from 'zod';
import { phraseText, say } from '../wording/phrase.ts';

/** What no schema says by itself, in words. */
export const lineRule = say`must be one line without control characters`;

/** Text of 1 to `most` UTF-16 code units. */
export const text = (most: number) => z.string().min(1).max(most);

/** As `line`, or nothing: what a draft does not know yet. The rules say that it is missing. */
export const draftLine = (most: number) =>
  z
    .string()
    .max(most)
    .regex(/^[^\p{Cc}\p{Zl}\p{Zp}]*$/u, phraseText(lineRule));

/** Text that reaches shells, paths and configuration files: printable, one line. The rules say what each name may hold. */
export const line = (most: number) => text(most).regex(/^[^\p{Cc}\p{Zl}\p{Zp}]*$/u, phraseText(lineRule));
