import { z } from 'zod';
import { phraseText, say } from '../wording/phrase.ts';

/** What no schema says by itself, in words. */
export const lineRule = say`must be one line without control characters`;

/** Text of 1 to `most` UTF-16 code units. */
export const text = (most: number) => z.string().min(1).max(most);

/** Text that reaches shells, paths and configuration files: printable, one line. The rules say what each name may hold. */
export const line = (most: number) => text(most).regex(/^[^\p{Cc}\p{Zl}\p{Zp}]*$/u, phraseText(lineRule));
