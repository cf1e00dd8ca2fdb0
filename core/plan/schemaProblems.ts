import { z } from 'zod';
import type { Locate } from './locate.ts';
import { formatPath, type PlanPath, valueAt } from './planPath.ts';
import { describeFound, type PlanProblem, type PlanProblemCode, quoted } from './problem.ts';
import { planSchema } from './schema.ts';
import { suggest } from './suggest.ts';

interface Explained {
  readonly code: PlanProblemCode;
  readonly message: string;
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
  for (const issue of issues) {
    if (problems.length >= most) break;
    const path = issue.path.map((part) => (typeof part === 'number' ? part : String(part)));
    if (issue.code === 'unrecognized_keys') {
      for (const key of issue.keys.slice(0, most - problems.length)) {
        const keyPath = [...path, key];
        const explained = unknownKey(key, keysAt(path));
        problems.push({ ...explained, path: keyPath, ...locate(keyPath, 'key'), field: formatPath(keyPath) });
      }
      continue;
    }
    const explained = explain(issue, valueAt(written, path));
    problems.push({ ...explained, path, ...locate(path), field: formatPath(path) });
  }
  return problems.sort((one, other) => one.line - other.line || one.column - other.column);
}

function unknownKey(key: string, allowed: readonly string[]): Explained {
  const suggestion = suggest(key, allowed);
  const secret = /passw|secret|token|credential/i.test(key)
    ? '; secrets are never in a plan: they are generated and kept by the secrets service'
    : '';
  return {
    code: 'unknown-key',
    message: `unknown key ${quoted(key)}${meant(suggestion)}${secret}; allowed here: ${allowed.join(', ')}`,
    suggestion,
  };
}

function explain(issue: z.core.$ZodIssue, found: unknown): Explained {
  if (found === undefined && issue.code !== 'custom')
    return { code: 'missing', message: `this field is required; allowed: ${allowedBy(issue)}` };
  const sentence = `found ${describeFound(found)}; allowed: ${allowedBy(issue)}`;
  switch (issue.code) {
    case 'invalid_type':
      return { code: 'wrong-type', message: sentence, suggestion: retyped(found, issue.expected) };
    case 'invalid_value':
      return notAllowed(sentence, typeof found === 'string' ? suggest(found, issue.values.map(String)) : undefined);
    case 'too_big':
    case 'too_small':
      return { code: 'out-of-range', message: sentence };
    case 'invalid_union':
    case 'custom':
      return { code: 'invalid', message: `found ${describeFound(found)}; ${issue.message}` };
    default:
      return { code: 'invalid', message: `found ${describeFound(found)}: ${issue.message}` };
  }
}

function notAllowed(sentence: string, suggestion: string | undefined): Explained {
  return { code: 'not-allowed', message: `${sentence}${meant(suggestion)}`, suggestion };
}

function meant(suggestion: string | undefined): string {
  return suggestion === undefined ? '' : ` - did you mean "${suggestion}"?`;
}

const typeNames: Readonly<Record<string, string>> = {
  string: 'text',
  number: 'a number',
  int: 'a whole number',
  boolean: 'true or false',
  array: 'a list',
  tuple: 'a list',
  object: 'a mapping',
  record: 'a mapping',
};

function allowedBy(issue: z.core.$ZodIssue): string {
  switch (issue.code) {
    case 'invalid_type':
      return typeNames[issue.expected] ?? issue.expected;
    case 'invalid_value':
      return issue.values.map(String).join(', ');
    case 'too_big':
      return `${issue.inclusive === false ? 'less than' : 'at most'} ${issue.maximum}${unitOf(issue.origin, issue.maximum)}`;
    case 'too_small':
      return `${issue.inclusive === false ? 'more than' : 'at least'} ${issue.minimum}${unitOf(issue.origin, issue.minimum)}`;
    default:
      return issue.message.replace(/^allowed: /, '');
  }
}

function unitOf(origin: string, count: number | bigint): string {
  const one = Number(count) === 1;
  if (origin === 'string') return one ? ' character' : ' characters';
  if (origin === 'array' || origin === 'tuple') return one ? ' entry' : ' entries';
  return '';
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
  return inner;
}
