import { z } from 'zod';
import { writesInOrder } from '../../../core/quorum/simulationResult.ts';
import type { Phrase, PhraseValue } from '../../../core/wording/phrase.ts';
import type { ShownDeployEvent } from './shownEvent.ts';

const phrase: z.ZodType<Phrase> = z.object({ template: z.string(), values: z.array(z.lazy(() => phraseValue)) });
const phraseValue: z.ZodType<PhraseValue> = z.union([
  z.string(),
  z.number(),
  phrase,
  z.object({ list: z.array(z.lazy(() => phraseValue)), joined: z.enum(['and', 'or', 'comma']) }),
]);
const host = z.string();
const progress = z.object({ doneSteps: z.number(), allSteps: z.number(), percent: z.number() });
const result = z.enum(['done', 'failed', 'skipped', 'unknown']);
const step = z.object({
  id: z.string(),
  host,
  title: z.string(),
  said: phrase,
  after: z.array(z.string()),
  weight: z.number(),
  diffs: z.array(z.never()),
});
const cause = z.object({
  id: z.string(),
  cause: z.string(),
  evidence: z.string(),
  fix: z.string(),
  said: z.object({ cause: phrase, fix: phrase }),
});
const failure = z.object({
  id: z.string(),
  host,
  title: z.string(),
  said: phrase,
  phase: z.enum(['apply', 'verify', 'connection']),
  command: z.string(),
  output: z.string(),
  status: z.number().optional(),
  explained: phraseValue.optional(),
  causes: z.array(cause),
});
const refusal = z.object({
  host,
  code: z.string(),
  check: z.string().optional(),
  message: z.string(),
  said: phrase,
  what: phrase.optional(),
});
const check = z.object({ id: z.string(), ok: z.boolean(), message: z.string(), said: phrase });

const range = z.object({ min: z.number(), typical: z.number(), worst: z.number() }).nullable();
const writes = z.enum(writesInOrder);
const whatIf = z.object({
  lost: z.string(),
  writes,
  reads: z.enum(['all', 'partial', 'none']),
  seconds: range,
  lasting: writes,
});

const shapes = z.discriminatedUnion('code', [
  z.object({ code: z.literal('gathering'), hosts: z.array(host) }),
  z.object({
    code: z.literal('stage'),
    id: z.string(),
    said: phrase,
    predicted: z.object({ writes: range, reads: range }).optional(),
    whatIf: z.array(whatIf).default([]),
    pointOfNoReturn: z.boolean(),
  }),
  z.object({ code: z.literal('awaiting'), said: phrase }),
  z.object({ code: z.literal('planned'), steps: z.array(step), refusals: z.array(refusal) }),
  z.object({ code: z.literal('step-begin'), id: z.string(), host, title: z.string(), said: phrase, progress }),
  z.object({ code: z.literal('step-end'), id: z.string(), host, result, seconds: z.number(), progress }),
  z.object({ code: z.literal('step-failed'), failure }),
  z.object({ code: z.literal('output'), id: z.string(), host, lines: z.array(z.string()) }),
  z.object({ code: z.literal('waiting'), host, message: z.string(), said: phrase }),
  z.object({ code: z.literal('noted'), host: host.optional(), said: phraseValue }),
  z.object({ code: z.literal('probed'), rows: z.number(), lost: z.number().nullable(), said: z.array(phrase) }),
  z.object({ code: z.literal('planning-again'), reasons: z.array(z.string()) }),
  z.object({ code: z.literal('verifying') }),
  z.object({ code: z.literal('verified'), checks: z.array(check) }),
  z.object({ code: z.literal('paused'), message: z.string() }),
]);

/** Reads an event of a run's log; undefined for one that this version does not know. Another version may have written it. */
export function readLoggedEvent(event: unknown): ShownDeployEvent | undefined {
  const read = shapes.safeParse(event);
  // The codes of refusals are left open: another version may have others, and they are shown by their words.
  return read.success ? (read.data as ShownDeployEvent) : undefined;
}
