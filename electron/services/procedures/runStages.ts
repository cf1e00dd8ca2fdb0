import { setTimeout as sleep } from 'node:timers/promises';
import type { Impact } from '../../../core/impact/impact.ts';
import { type Gate, Past, type Stage } from '../../../core/procedures/procedure.ts';
import type { Door } from './door.ts';
import type { LockedFacts } from './hostLocks.ts';
import type { ProcedureEvent } from './procedureEvent.ts';
import type { Procedure, ProcedureContext, ProcedureRun } from './procedureRun.ts';
import { RunProof } from './runProof.ts';
import { runSteps } from './runSteps.ts';

const gateMilliseconds = 300;
/** A gate that opens at once needs no word. */
const silentMilliseconds = 1500;

/**
 * Asks the procedure what is next, does it, waits for its gate, and asks again until nothing is left; then proves and keeps what came of it.
 * @throws what looking, `next` and the gates throw
 */
export async function runStages<F extends LockedFacts, World, Result>(
  context: ProcedureContext,
  procedure: Procedure<F, World, Result>,
  door: Door<F>,
): Promise<Omit<ProcedureRun<Result>, 'seconds'>> {
  const proof = new RunProof<World>(context, door, procedure.setting);
  let run: Carried<Result>;
  if (context.dryRun !== true) await proof.removeLeft();
  try {
    run = await untilDone(context, procedure, door, proof);
  } finally {
    await proof.end();
  }
  return { ...run, stages: proof.stages, risks: proof.risks, probe: proof.counted };
}

type Carried<Result> = Omit<ProcedureRun<Result>, 'seconds' | 'stages' | 'risks' | 'probe'>;

async function untilDone<F extends LockedFacts, World, Result>(
  context: ProcedureContext,
  procedure: Procedure<F, World, Result>,
  door: Door<F>,
  proof: RunProof<World>,
): Promise<Carried<Result>> {
  const tell = context.onEvent ?? (() => {});
  const rehearsal = context.dryRun === true;
  let past = new Past<World>();
  let world = await procedure.look(door, door.facts, undefined);
  let current = true;
  let run: Carried<Result> = { ...nothing, result: undefined };
  for (;;) {
    const next = procedure.next(world, past);
    // What is shown as the plan are the steps of the first stage; later ones follow from what was done.
    const first = past.stages.length === 0;
    if (next.kind === 'refused') {
      const { steps = [], refusals } = next;
      tell({ code: 'planned', steps, refusals });
      return { ...run, end: 'refused', refusals, ...(first ? { planned: steps } : {}) };
    }
    if (next.kind === 'done') {
      if (first) tell({ code: 'planned', steps: [], refusals: [] });
      run = { ...run, result: next.result };
      break;
    }
    const { stage } = next;
    if (first) run = { ...run, planned: stage.steps };
    if (rehearsal) {
      proof.foresee(stage, world);
      tell({ code: 'planned', steps: stage.steps, refusals: [] });
      return { ...run, end: 'done' };
    }
    const impact = await proof.begin(stage, world);
    const began = performance.now();
    const done = await doSteps(context, door, stage, impact, tell, () => takeTurn(procedure, stage, world));
    current &&= stage.steps.length === 0;
    run = { ...run, steps: [...run.steps, ...done.reports], failures: done.failures };
    if (stopAsked(context)) return stopped(run, tell);
    if (!done.ok) return { ...run, end: 'failed' };
    const before = world;
    if (stage.gate !== undefined) {
      world = await untilOpen(stage.gate, procedure, door, world, context.signal, tell);
      if (stopAsked(context)) return stopped(run, tell);
      current = true;
    }
    past = past.with({ id: stage.id, before, seconds: (performance.now() - began) / 1000 });
    if (stage.last === true) break;
    if (stage.gate === undefined) {
      if (stage.again !== undefined) tell({ code: 'planning-again', reasons: stage.again });
      world = await procedure.look(door, await door.look(), world);
      current = true;
    }
  }
  // Proving writes a row, and what is kept would be taken for deployed.
  if (rehearsal) return run;
  if (procedure.prove !== undefined) {
    tell({ code: 'verifying' });
    const checks = await procedure.prove(door, world, current);
    tell({ code: 'verified', checks });
    run = { ...run, checks };
    if (!checks.every(({ ok }) => ok)) return { ...run, end: 'failed' };
  }
  await procedure.keep?.(door, run.result);
  return { ...run, end: 'done' };
}

function stopAsked({ signal }: ProcedureContext): boolean {
  return signal?.aborted === true;
}

function stopped<Run>(run: Run, tell: (event: ProcedureEvent) => void): Run & { readonly end: 'stopped' } {
  tell({ code: 'paused', message: 'stopped as asked; run again to go on' });
  return { ...run, end: 'stopped' };
}

const nothing: Omit<Carried<never>, 'result'> = {
  end: 'done',
  planned: [],
  steps: [],
  refusals: [],
  failures: [],
  checks: [],
};

async function takeTurn<F extends LockedFacts, World, Result>(
  procedure: Procedure<F, World, Result>,
  { id, turn }: Stage<World>,
  world: World,
): Promise<void> {
  if (turn === undefined) return;
  if (procedure.turn === undefined) throw new Error(`nobody takes the turn of the stage ${id}`);
  await procedure.turn(turn, world);
}

async function doSteps(
  context: ProcedureContext,
  door: Door<LockedFacts>,
  stage: Stage<never>,
  { predicted, whatIf = [] }: Partial<Impact>,
  tell: (event: ProcedureEvent) => void,
  turn: () => Promise<void>,
) {
  const { id, title, steps, notes = [], pointOfNoReturn } = stage;
  await door.journal.write([{ event: 'stage', run: door.run, stage: id }]);
  tell({ code: 'stage', id, said: title, predicted, whatIf, pointOfNoReturn: pointOfNoReturn === true });
  for (const said of notes) tell({ code: 'noted', host: undefined, said });
  await turn();
  tell({ code: 'planned', steps, refusals: [] });
  return runSteps({
    ...context,
    bundles: context.bundles ?? new Map(),
    signal: context.signal,
    door,
    steps,
    onEvent: tell,
  });
}

/** @returns the world that was seen last: the one for which the gate opened, or not, where the procedure goes on all the same */
async function untilOpen<F extends LockedFacts, World, Result>(
  gate: Gate<World>,
  procedure: Procedure<F, World, Result>,
  door: Door<F>,
  before: World,
  signal: AbortSignal | undefined,
  tell: (event: ProcedureEvent) => void,
): Promise<World> {
  const began = performance.now();
  let told = false;
  for (;;) {
    const world = await procedure.look(door, await door.look(), before);
    if (gate.open(world) || signal?.aborted === true) return world;
    const waited = performance.now() - began;
    if (waited > gate.seconds * 1000 && gate.goesOn?.(world) !== true) {
      if (gate.problem === undefined) return world;
      throw gate.problem(world);
    }
    if (!told && waited > silentMilliseconds) {
      tell({ code: 'awaiting', said: gate.waitsFor });
      told = true;
    }
    await sleep(gateMilliseconds);
  }
}
