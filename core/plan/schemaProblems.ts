import { z } from 'zod';
import { listOf, type Phrase, type PhraseValue, phraseText, say } from '../wording/phrase.ts';
import type { Locate } from './locate.ts';
import { formatPath, type PlanPath, valueAt } from './planPath.ts';
import { extensionAllowed, hbaNamesAllowed, schemaAllowed } from './postgresObjects.ts';
import { describeFound, type PlanProblem, type PlanProblemCode, quoted } from './problem.ts';
import { basebackupRateAllowed, durationAllowed, sizeAllowed } from './quantities.ts';
import { directoryRule, parameterAllowed, planSchema } from './schema.ts';
import { lineRule } from './schemaText.ts';
import { suggest } from './suggest.ts';

interface Explained {
  readonly code: PlanProblemCode;
  readonly said: Phrase;
  readonly suggestion?: string | undefined;
}

/** Says what the schema found wrong in the words of the plan file. */
export function schemaProblems(
  issues: readonly z.core.$ZodIssue[],
  written: unknown,
  locate: Locate,
  most: number,
): PlanProblem[] {
  const problems: PlanProblem[] = [];
  for (const issue of issues.flatMap(innermost)) {
    if (problems.length >= most) break;
    const path = issue.path.map((part) => (typeof part === 'number' ? part : String(part)));
    if (issue.code === 'unrecognized_keys') {
      for (const key of issue.keys.slice(0, most - problems.length)) {
        const keyPath = [...path, key];
        const explained = unknownKey(key, keysAt(path));
        problems.push({
          ...explained,
          message: phraseText(explained.said),
          path: keyPath,
          ...locate(keyPath, 'key'),
          field: formatPath(keyPath),
        });
      }
      continue;
    }
    const explained = explain(issue, valueAt(written, path));
    problems.push({
      ...explained,
      message: phraseText(explained.said),
      path,
      ...locate(path),
      field: formatPath(path),
    });
  }
  return problems.sort((one, other) => one.line - other.line || one.column - other.column);
}

/** Of a value that may have several forms, what is wrong with it in the form that it has. */
function innermost(issue: z.core.$ZodIssue): readonly z.core.$ZodIssue[] {
  if (issue.code !== 'invalid_union') return [issue];
  const meant = issue.errors.find(
    (form) => !form.some(({ code, path }) => code === 'invalid_type' && path.length === 0),
  );
  if (meant === undefined) return [issue];
  return meant.flatMap((one) => innermost({ ...one, path: [...issue.path, ...one.path] }));
}

function unknownKey(key: string, allowed: readonly string[]): Explained {
  const here = listOf(allowed, 'comma');
  const suggestion = suggest(key, allowed);
  const meant =
    suggestion === undefined
      ? say`unknown key ${quoted(key)}; allowed here: ${here}`
      : say`unknown key ${quoted(key)} - did you mean "${suggestion}"?; allowed here: ${here}`;
  const secret = /passw|secret|token|credential/i.test(key);
  return {
    code: 'unknown-key',
    said: secret
      ? say`unknown key ${quoted(key)}; secrets are never in a plan: they are generated and kept by the secrets service; allowed here: ${here}`
      : meant,
    suggestion,
  };
}

function explain(issue: z.core.$ZodIssue, found: unknown): Explained {
  const allowed = allowedBy(issue);
  if (found === undefined && issue.code !== 'custom')
    return { code: 'missing', said: say`this field is required; allowed: ${allowed}` };
  const said = say`found ${describeFound(found)}; allowed: ${allowed}`;
  switch (issue.code) {
    case 'invalid_type':
      return { code: 'wrong-type', said, suggestion: retyped(found, issue.expected) };
    case 'invalid_value': {
      const meant = typeof found === 'string' ? suggest(found, issue.values.map(String)) : undefined;
      if (meant === undefined) return { code: 'not-allowed', said };
      return {
        code: 'not-allowed',
        said: say`found ${describeFound(found)}; allowed: ${allowed} - did you mean "${meant}"?`,
        suggestion: meant,
      };
    }
    case 'too_big':
    case 'too_small':
      return { code: 'out-of-range', said };
    case 'invalid_union':
    case 'custom':
      return { code: 'invalid', said };
    case 'invalid_key':
      return { code: 'invalid', said: say`the name of this field must have 1 to 63 characters in one line` };
    default:
      return { code: 'invalid', said: say`found ${describeFound(found)}: ${allowed}` };
  }
}

const typeNames: Readonly<Record<string, Phrase>> = {
  string: say`text`,
  number: say`a number`,
  int: say`a whole number`,
  boolean: say`true or false`,
  array: say`a list`,
  tuple: say`a list`,
  object: say`a mapping`,
  record: say`a mapping`,
};

/** What the schema's own messages stand for. */
const ownWords: ReadonlyMap<string, Phrase> = new Map(
  [
    sizeAllowed,
    basebackupRateAllowed,
    durationAllowed,
    parameterAllowed,
    lineRule,
    directoryRule,
    extensionAllowed,
    schemaAllowed,
    hbaNamesAllowed,
  ].map((phrase) => [phraseText(phrase), phrase]),
);

function allowedBy(issue: z.core.$ZodIssue): PhraseValue {
  switch (issue.code) {
    case 'invalid_type':
      return typeNames[issue.expected] ?? say`another value`;
    case 'invalid_value':
      return listOf(
        issue.values.map((value) => (value === '' ? say`an empty text` : String(value))),
        'comma',
      );
    case 'too_big': {
      const most = amount(issue.origin, issue.maximum);
      return issue.inclusive === false ? say`less than ${most}` : say`at most ${most}`;
    }
    case 'too_small': {
      const least = amount(issue.origin, issue.minimum);
      return issue.inclusive === false ? say`more than ${least}` : say`at least ${least}`;
    }
    default:
      return ownWords.get(issue.message.replace(/^allowed: /, '')) ?? say`another value`;
  }
}

function amount(origin: string, count: number | bigint): PhraseValue {
  const one = Number(count) === 1;
  const figure = String(count);
  if (origin === 'string') return one ? say`${figure} character` : say`${figure} characters`;
  if (origin === 'array' || origin === 'tuple') return one ? say`${figure} entry` : say`${figure} entries`;
  return figure;
}

/** What YAML made of a value that was meant as another type: `port: "5432"`, `name: 007`, `tls: yes`. */
function retyped(found: unknown, expected: string): string | undefined {
  if (expected === 'string' && (typeof found === 'number' || typeof found === 'boolean')) return `"${found}"`;
  if (typeof found !== 'string') return undefined;
  if ((expected === 'number' || expected === 'int') && /^-?\d+(?:\.\d+)?$/.test(found)) return found;
  if (expected === 'boolean' && /^(?:yes|on|y|true)$/i.test(found)) return 'true';
  if (expected === 'boolean' && /^(?:no|off|n|false)$/i.test(found)) return 'false';
  return undefined;
}

/** The keys that the schema allows in the mapping at a path. */
function keysAt(path: PlanPath): readonly string[] {
  let schema: unknown = planSchema;
  for (const part of path) schema = inside(unwrapped(schema), part);
  const object = unwrapped(schema);
  return object instanceof z.ZodObject ? Object.keys(object.shape) : [];
}

function inside(schema: unknown, part: string | number): unknown {
  if (schema instanceof z.ZodObject) return (schema.shape as Record<string, unknown>)[String(part)];
  return schema instanceof z.ZodArray ? schema.element : undefined;
}

function unwrapped(schema: unknown): unknown {
  let inner = schema;
  while (inner instanceof z.ZodOptional || inner instanceof z.ZodDefault || inner instanceof z.ZodPrefault)
    inner = inner.unwrap();
  if (!(inner instanceof z.ZodUnion)) return inner;
  return inner.options.find((form) => form instanceof z.ZodObject || form instanceof z.ZodArray) ?? inner;
}
