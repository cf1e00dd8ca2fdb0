import { tracked } from '@trpc/server';
import { z } from 'zod';
import { shownEvent } from '../services/procedures/shownEvent.ts';
import type { RunEnd } from '../services/runs/runEvent.ts';
import { changesHosts, type RunHandle } from '../services/runs/runs.ts';
import type { Context } from './context.ts';
import { type OpenedPlan, withOpenedPlan } from './openedPlan.ts';
import { planFileInput } from './planInput.ts';
import { preflight } from './preflight.ts';
import { procedure, router } from './trpc.ts';
import { verbs, type Watcher } from './verbs.ts';

const preflightInput = planFileInput.extend({
  kind: z.literal('preflight'),
  /** Look at these hosts again, and believe what was seen of the others before. */
  hosts: z.array(z.string().min(1).max(255)).max(1000).optional(),
});

const startInput = z.discriminatedUnion('kind', [
  preflightInput,
  verbs.deploy.input.extend({ kind: z.literal('rehearsal') }),
  verbs.deploy.input.extend({ kind: z.literal('deploy') }),
  verbs.rotate.input.extend({ kind: z.literal('rotate') }),
  verbs.destroy.input.extend({ kind: z.literal('destroy') }),
  verbs.switchover.input.extend({ kind: z.literal('switchover') }),
  verbs.promote.input.extend({ kind: z.literal('promote') }),
  verbs.return.input.extend({ kind: z.literal('return') }),
  verbs.described.input,
]);
type StartInput = z.output<typeof startInput>;

/** Long work that goes on in the program whoever watches it. */
export const runRouter = router({
  /** Begins a run of a plan. Destroying has been confirmed by typing. */
  start: procedure
    .input(startInput)
    .mutation(({ input, ctx }) =>
      ctx.live.runs.start(input.kind, input.planFile, (handle) => carryOut(ctx, input, handle), choicesIn(input)),
    ),

  /** Asks a run to stop: at a safe point, or at once when that takes too long. */
  stop: procedure
    .input(z.object({ id: z.string().max(64), how: z.enum(['safe-point', 'at-once']) }))
    .mutation(({ input, ctx }) => ctx.live.runs.stop(input.id, input.how)),

  /** The latest run of each kind: of a plan, or of all. */
  list: procedure
    .input(z.object({ planFile: z.string().max(4096).optional() }))
    .query(({ input, ctx }) => ctx.live.runs.list(input.planFile)),

  /** Everything that a run told and tells, from its beginning; after a lost connection from where it was. */
  follow: procedure
    .input(z.object({ id: z.string().max(64), lastEventId: z.string().max(20).nullish() }))
    .subscription(async function* ({ input, ctx, signal }) {
      const after = Number(input.lastEventId ?? 0) || 0;
      for await (const entries of ctx.live.runs.follow(input.id, after, signal))
        yield tracked(String(entries.at(-1)?.seq ?? after), entries);
    }),
});

async function carryOut(context: Context, input: StartInput, handle: RunHandle): Promise<RunEnd> {
  const access = {
    ...context.access,
    confirmHostKey: async (key: Parameters<Context['access']['confirmHostKey']>[0]) => {
      if (input.kind === 'preflight') handle.emit({ type: 'preflight', event: { code: 'new-key', key } });
      return context.access.confirmHostKey(key);
    },
  };
  return withOpenedPlan({ ...context, access }, input.planFile, async (opened) => {
    const end = () => void opened.hosts.pool.close();
    handle.abort.addEventListener('abort', end, { once: true });
    try {
      if (input.kind === 'preflight') return await ended(checkHosts(context, input, opened, handle), handle.abort, 0);
      return await ended(change(opened, input, handle), handle.abort, 10);
    } finally {
      // Secrets and services may be others now.
      if (changesHosts(input.kind)) void context.live.monitors.forget(input.planFile);
      handle.abort.removeEventListener('abort', end);
    }
  });
}

/** What was asked to end at once is not waited for long: its connections are gone. A deployment may still give its locks back. */
async function ended(work: Promise<RunEnd>, abort: AbortSignal, graceSeconds: number): Promise<RunEnd> {
  const aborted = new Promise<RunEnd>((resolve) => {
    const late = () => setTimeout(() => resolve({ outcome: 'stopped' }), graceSeconds * 1000).unref();
    abort.addEventListener('abort', late, { once: true });
  });
  return Promise.race([work, aborted]);
}

async function checkHosts(
  context: Context,
  input: z.output<typeof preflightInput>,
  opened: OpenedPlan,
  handle: RunHandle,
): Promise<RunEnd> {
  const before = context.live.observed.get(input.planFile);
  const again = input.hosts === undefined || before === undefined ? undefined : { hosts: input.hosts, before };
  const outcome = await preflight(opened, {
    again,
    signal: handle.abort,
    onEvent: (event) => handle.emit({ type: 'preflight', event }),
  });
  context.live.observed.set(input.planFile, outcome.observed);
  return { outcome: 'preflight', report: outcome.report };
}

/** What a person chose that a run which follows this one is to choose too. */
function choicesIn(input: StartInput) {
  return {
    without: 'without' in input ? input.without : [],
    accept: 'accept' in input ? input.accept : [],
  };
}

function change(
  opened: OpenedPlan,
  input: Exclude<StartInput, { kind: 'preflight' }>,
  { emit, pause: signal }: RunHandle,
): Promise<RunEnd> {
  const watcher: Watcher = {
    signal,
    onEvent: (event) => emit({ type: 'deploy', event: shownEvent(event, input.kind === 'rehearsal') }),
  };
  switch (input.kind) {
    case 'rehearsal':
      return verbs.deploy.run(opened, { ...input, dryRun: true }, watcher);
    case 'deploy':
      return verbs.deploy.run(opened, { ...input, dryRun: false }, watcher);
    case 'rotate':
      return verbs.rotate.run(opened, input, watcher);
    case 'destroy':
      return verbs.destroy.run(opened, input, watcher);
    case 'switchover':
      return verbs.switchover.run(opened, input, watcher);
    case 'promote':
      return verbs.promote.run(opened, input, watcher);
    case 'return':
      return verbs.return.run(opened, input, watcher);
    default:
      return verbs.described.run(opened, input, watcher);
  }
}
