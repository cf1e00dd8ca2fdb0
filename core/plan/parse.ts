import { type Document, isMap, LineCounter, parseDocument } from 'yaml';
import { type Phrase, phraseText, say } from '../wording/phrase.ts';
import { completePlan } from './complete.ts';
import { type Locate, locateIn } from './locate.ts';
import type { Plan } from './plan.ts';
import { formatPath, type PlanPath } from './planPath.ts';
import { describeFound, type PlanProblem, type PlanProblemCode } from './problem.ts';
import { type PlanFile, planSchema, planVersion } from './schema.ts';
import { schemaProblems } from './schemaProblems.ts';
import { structureProblems } from './structureProblems.ts';

export interface ParsedPlan {
  readonly plan: Plan;
  /** What the schema made of the text, before the defaults that depend on other fields. */
  readonly file: PlanFile;
  readonly document: Document;
  /** Where a path stands in the text; of a path that is not written, its nearest written ancestor. */
  readonly locate: Locate;
}

export type ParseResult =
  | { readonly ok: true; readonly parsed: ParsedPlan }
  | { readonly ok: false; readonly problems: readonly PlanProblem[] };

/** Longest text that is read, in UTF-16 code units: about ten times a plan of 1000 hosts. */
export const maxPlanCharacters = 1024 * 1024;
/** Most problems that are reported: beyond these, the text is not a plan. */
export const maxProblems = 100;

/**
 * Reads the text of a plan file: YAML 1.2, one document, no anchors or aliases.
 * @param text the file's content; a byte order mark is ignored
 * @returns the complete plan, or every problem with its place; never throws for any text
 */
export function parsePlan(text: string): ParseResult {
  if (text.length > maxPlanCharacters)
    return refuse('too-large', say`the plan has ${text.length} characters, more than the ${maxPlanCharacters} allowed`);
  try {
    return readPlan(text);
  } catch (error) {
    // YAML's composer and all that walks a document recurse: thousands of nested brackets end the stack.
    if (error instanceof RangeError) return refuse('syntax', say`the text is nested too deeply`);
    throw error;
  }
}

function readPlan(text: string): ParseResult {
  const lineCounter = new LineCounter();
  const document = parseYaml(text, lineCounter);
  const problems = structureProblems(document, lineCounter);
  if (problems.length > 0) return { ok: false, problems: problems.slice(0, maxProblems) };
  if (document.contents === null)
    return refuse('empty', say`the file is empty; \`quorate new\` writes a plan to start from`);
  const locate = locateIn(document, lineCounter);
  const written: unknown = document.toJS({ maxAliasCount: 0 });
  if (!isMap(document.contents))
    return refuse(
      'not-a-mapping',
      say`found ${describeFound(written)}; a plan is a mapping that starts with "quorate: 1"`,
    );
  const version = (written as { quorate?: unknown }).quorate;
  if (typeof version === 'number' && version > planVersion)
    return refuse(
      'newer-version',
      say`this plan has version ${version}, made by a newer program; this program reads version ${planVersion}`,
      ['quorate'],
      locate,
    );
  const result = planSchema.safeParse(written);
  if (!result.success)
    return { ok: false, problems: schemaProblems(result.error.issues, written, locate, maxProblems) };
  return { ok: true, parsed: { plan: completePlan(result.data), file: result.data, document, locate } };
}

/** Parses with the settings that every reader and writer of plans shares. */
export function parseYaml(text: string, lineCounter: LineCounter): Document.Parsed {
  return parseDocument(text.startsWith('\ufeff') ? text.slice(1) : text, {
    lineCounter,
    prettyErrors: false,
    // 'silent' would also hide a second document.
    logLevel: 'error',
    stringKeys: true,
    resolveKnownTags: false,
    // The library compares each key with all before it; structureProblems does so in linear time.
    uniqueKeys: false,
  });
}

function refuse(code: PlanProblemCode, said: Phrase, path: PlanPath = [], locate?: Locate): ParseResult {
  const place = locate?.(path) ?? { line: 1, column: 1 };
  return { ok: false, problems: [{ code, path, ...place, field: formatPath(path), message: phraseText(said), said }] };
}
