import { tracked } from '@trpc/server';
import { z } from 'zod';
import type { Phrase } from '../../core/wording/phrase.ts';
import { openPackageSource } from '../services/deploy/packageSource.ts';
import { type DeployResult, runDeployment } from '../services/deploy/runDeployment.ts';
import { runDestroy } from '../services/deploy/runDestroy.ts';
import { promoteStandby } from '../services/dr/promoteStandby.ts';
import { returnRegion } from '../services/dr/returnRegion.ts';
import { shownEvent } from '../services/procedures/shownEvent.ts';
import { type RunEnd, type RunKind, runKinds } from '../services/runs/runEvent.ts';
import type { RunHandle } from '../services/runs/runs.ts';
import { acceptInput } from './acceptInput.ts';
import type { Context } from './context.ts';
import { deploymentTarget, refuseErrors } from './deploymentTarget.ts';
import { type OpenedPlan, withOpenedPlan } from './openedPlan.ts';
import { planFileInput } from './planInput.ts';
import { preflight } from './preflight.ts';
import { procedure, router } from './trpc.ts';

const startInput = planFileInput.extend({
  kind: z.enum(runKinds),
  /** Preflight alone: look at these hosts again, and believe what was seen of the others before. */
  hosts: z.array(z.string().min(1).max(255)).max(1000).optional(),
  takeLock: z.boolean().default(false),
  /** Deployment, rehearsal and removal: hosts that are left out by name. */
  without: z.array(z.string().min(1).max(255)).max(1000).default([]),
  /** Deployment and rehearsal: checks of hosts that may fail. */
  accept: acceptInput,
  /** Promotion alone: hosts of the primary region that, should they not be reached, take no writes as the person says. */
  fenced: z.array(z.string().min(1).max(255)).max(1000).default([]),
  /** Promotion and return: the standby cluster; may be left out when there is one. */
  cluster: z.string().min(1).max(63).optional(),
});
type StartInput = z.output<typeof startInput>;

/** Long work that goes on in the program whoever watches it. */
export const runRouter = router({
  /** Begins a run of a plan. Destroying has been confirmed by typing. */
  start: procedure
    .input(startInput)
    .mutation(({ input, ctx }) =>
      ctx.live.runs.start(input.kind, input.planFile, (handle) => carryOut(ctx, input, handle), input),
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
      const changing = moves(input) ? moveRegions(input, opened, handle) : changeHosts(input, opened, handle);
      return await ended(changing, handle.abort, 10);
    } finally {
      // Secrets and services may be others now.
      if (input.kind !== 'preflight' && input.kind !== 'rehearsal') void context.live.monitors.forget(input.planFile);
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

async function checkHosts(context: Context, input: StartInput, opened: OpenedPlan, handle: RunHandle): Promise<RunEnd> {
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

async function changeHosts(input: StartInput, opened: OpenedPlan, handle: RunHandle): Promise<RunEnd> {
  if (input.kind !== 'destroy') refuseErrors(opened);
  const options = {
    ...deploymentTarget(opened),
    ...(await openPackageSource(opened.plan, opened.project.planFile)),
    dryRun: input.kind === 'rehearsal',
    takeLock: input.takeLock,
    without: input.without,
    accept: input.accept,
    signal: handle.pause,
    onEvent: (event: Parameters<typeof shownEvent>[0]) =>
      handle.emit({ type: 'deploy', event: shownEvent(event, withDiffs(input.kind)) }),
  };
  const result = await (input.kind === 'destroy' ? runDestroy(options) : runDeployment(options));
  return { outcome: 'deployment', result: summaryOf(result) };
}

function moves({ kind }: StartInput): boolean {
  return kind === 'promote' || kind === 'return';
}

/** What can be reached of the primary region is stopped first: then nothing of it is lost. */
async function moveRegions(input: StartInput, opened: OpenedPlan, handle: RunHandle): Promise<RunEnd> {
  const options = {
    ...opened,
    ...deploymentTarget(opened),
    takeLock: input.takeLock,
    cluster: input.cluster,
    onEvent: (said: Phrase) => handle.emit({ type: 'region', said }),
  };
  return input.kind === 'promote'
    ? { outcome: 'promoted', result: await promoteStandby({ ...options, stopPrimary: true, fenced: input.fenced }) }
    : { outcome: 'returned', result: await returnRegion(options) };
}

function withDiffs(kind: RunKind): boolean {
  return kind === 'rehearsal';
}

function summaryOf({ planned, steps, ...rest }: DeployResult) {
  return { ...rest, steps: steps.length };
}
