import { z } from 'zod';
import { type Phrase, phraseText, say } from '../wording/phrase.ts';

const sizeUnits: Readonly<Record<string, number>> = {
  B: 1,
  kB: 1000,
  MB: 1000 ** 2,
  GB: 1000 ** 3,
  TB: 1000 ** 4,
  KiB: 1024,
  MiB: 1024 ** 2,
  GiB: 1024 ** 3,
  TiB: 1024 ** 4,
};

const durationUnits: Readonly<Record<string, number>> = { ms: 0.001, s: 1, min: 60, m: 60, h: 3600, d: 86_400 };

const quantityPattern = /^(\d+(?:\.\d+)?)\s*([A-Za-z]*)$/;

/**
 * Reads a size such as `1MiB`, `64 kB` or a plain number of bytes.
 * @returns whole bytes, or undefined when the text is not a size
 */
export function parseSizeBytes(text: string): number | undefined {
  const match = quantityPattern.exec(text.trim());
  if (!match) return undefined;
  const factor = match[2] === '' ? 1 : sizeUnits[match[2] ?? ''];
  return factor === undefined ? undefined : Math.round(Number(match[1]) * factor);
}

/**
 * Reads a duration such as `2ms`, `30s`, `5min`, `1h` or a plain number of seconds.
 * @returns seconds, or undefined when the text is not a duration
 */
export function parseDurationSeconds(text: string): number | undefined {
  const match = quantityPattern.exec(text.trim());
  if (!match) return undefined;
  const factor = match[2] === '' ? 1 : durationUnits[match[2] ?? ''];
  // Rounded to a microsecond, so that 0.3 ms does not become 0.00030000000000000003 s.
  return factor === undefined ? undefined : Math.round(Number(match[1]) * factor * 1e6) / 1e6;
}

/** What the schemas accept, in words. */
export const sizeAllowed = say`a size such as 1MiB, 512kB or a number of bytes`;
export const durationAllowed = say`a duration such as 2ms, 30s, 5min, 1h or a number of seconds`;

function quantity(parse: (text: string) => number | undefined, allowed: Phrase) {
  const error = `allowed: ${phraseText(allowed)}`;
  return z.union([z.number().nonnegative(), z.string().max(40)], { error }).transform((value, context) => {
    const parsed = typeof value === 'number' ? value : parse(value);
    if (parsed === undefined || !Number.isFinite(parsed)) {
      context.addIssue({ code: 'custom', message: error });
      return z.NEVER;
    }
    return parsed;
  });
}

/** A size in the plan file: a number of bytes, or text with a unit. Parsed to bytes. */
export const sizeSchema = quantity(parseSizeBytes, sizeAllowed);

/** What pg_basebackup takes as --max-rate, 32 kB/s to 1024 MB/s in units of 1024. Bytes per second. */
const basebackupRates = { min: 32 * 1024, max: 1024 * 1024 ** 2 };
export const basebackupRateAllowed = say`a size per second from 32KiB to 1GiB, such as 50MiB`;

/** A limit on the bandwidth of pg_basebackup in the plan file, a size per second. Parsed to bytes per second. */
export const basebackupRateSchema = sizeSchema.refine(
  (rate) => rate >= basebackupRates.min && rate <= basebackupRates.max,
  `allowed: ${phraseText(basebackupRateAllowed)}`,
);

/** A duration in the plan file: a number of seconds, or text with a unit. Parsed to seconds. */
export const durationSchema = quantity(parseDurationSeconds, durationAllowed);
