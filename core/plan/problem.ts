import { type Phrase, type PhraseValue, say } from '../wording/phrase.ts';
import type { PlanPath } from './planPath.ts';

export type PlanProblemCode =
  | 'too-large'
  | 'empty'
  | 'syntax'
  | 'duplicate-key'
  | 'multiple-documents'
  | 'alias'
  | 'not-a-mapping'
  | 'newer-version'
  | 'missing'
  | 'unknown-key'
  | 'wrong-type'
  | 'not-allowed'
  | 'out-of-range'
  | 'invalid';

/** Why a text is not a plan, at one place of it. */
export interface PlanProblem {
  readonly code: PlanProblemCode;
  readonly path: PlanPath;
  /** Counted from 1. */
  readonly line: number;
  /** Counted from 1. */
  readonly column: number;
  /** The path as people read it: `hosts[0].address`. */
  readonly field: string;
  /** What was found and what is allowed. Found text is quoted, cut short and free of control characters. */
  readonly message: string;
  /** The message with its values apart, for another language. */
  readonly said: Phrase;
  /** What was probably meant, to be put in place of what was found. */
  readonly suggestion?: string | undefined;
}

/** Describes a value of the plan in words, on one line and cut short. */
export function describeFound(value: unknown): PhraseValue {
  if (value === undefined) return say`nothing`;
  if (value === null) return say`an empty value`;
  if (typeof value === 'string') return say`the text ${quoted(value)}`;
  if (typeof value === 'number')
    return Number.isFinite(value) ? say`the number ${value}` : say`a number without an end`;
  if (typeof value === 'boolean') return `${value}`;
  if (!Array.isArray(value)) return say`a mapping`;
  return value.length === 1 ? say`a list of ${value.length} entry` : say`a list of ${value.length} entries`;
}

/** Quotes text that a person wrote, so that it can be shown anywhere: no control, format or line-breaking character survives. */
export function quoted(text: string): string {
  const short = text.length > 60 ? `${text.slice(0, 57)}...` : text;
  return JSON.stringify(short).replaceAll(
    /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu,
    (character) => `\\u${(character.codePointAt(0) ?? 0).toString(16).padStart(4, '0')}`,
  );
}
