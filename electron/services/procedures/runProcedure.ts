import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { unfinishedRuns } from '../../../core/procedures/unfinished.ts';
import { phraseText } from '../../../core/wording/phrase.ts';
import { beginRun, endRun, processGone, thisProcess } from '../projects/lockOwner.ts';
import { projectId } from '../projects/projectId.ts';
import type { SshTarget } from '../ssh/sshTarget.ts';
import { Door } from './door.ts';
import { HostLocks, type LockedFacts } from './hostLocks.ts';
import { Journal, type JournalEntry, readJournal } from './journal.ts';
import type { ProcedureEvent } from './procedureEvent.ts';
import type { Procedure, ProcedureContext, ProcedureRun, RoundTrips } from './procedureRun.ts';
import { refuseStrangers } from './refuseStrangers.ts';
import { RunLog } from './runLog.ts';
import { runStages } from './runStages.ts';
import { shownEvent } from './shownEvent.ts';
import { unreachableHosts } from './unreachableHosts.ts';
import { type EndedBadly, thrownEnd, whyNot } from './whyNot.ts';

/**
 * The only way to change hosts: says in the journal what begins, by whom, and where; takes the lock of every host and reads its facts under it; does
 * stage after stage; gives the locks back and says in the journal how it ended. Killed at any moment it leaves a beginning without an end,
 * which the next run finds, and locks that count no more.
 * @throws SshError when a host cannot be reached that must be; Problem `locked`, `lock-failed` (no); what the procedure and its gates throw
 */
export async function runProcedure<F extends LockedFacts, World, Result>(
  context: ProcedureContext,
  procedure: Procedure<F, World, Result>,
): Promise<ProcedureRun<Result> & RoundTrips> {
  const { plan, directory, secrets, pool, dryRun, without = [] } = context;
  const started = performance.now();
  const run = randomUUID();
  const owner = beginRun(run, await projectId(directory), procedure.id);
  const locks = new HostLocks({ pool, owner, takeLock: context.takeLock === true });
  const targets = targetsOf(context, procedure);
  const hosts = targets.map(({ name }) => name);
  const before = targets.map((target) => pool.roundTrips(target));
  let journal: Journal | undefined;
  let ok = false;
  let why: EndedBadly | undefined;
  const redact = (text: string) => secrets.redact(text);
  const log = await RunLog.open(directory, run, redact);
  const onEvent = (event: ProcedureEvent) => {
    log.write(shownEvent(event, false));
    context.onEvent?.(event);
  };
  onEvent({ code: 'gathering', hosts });
  try {
    journal = await Journal.open(join(directory, 'journal.jsonl'), redact);
    await journal.write([
      {
        event: 'run',
        run,
        what: procedure.id,
        plan: plan.name,
        operator: owner.operator,
        at: thisProcess(),
        hosts,
        ...(dryRun === true ? { dryRun } : {}),
        ...(without.length > 0 ? { without } : {}),
        ...(procedure.cluster === undefined ? {} : { cluster: procedure.cluster }),
      },
    ]);
    const { facts, unreachable } = await locks.take(targets, procedure.gather, dryRun !== true);
    if (unreachable.length > 0) {
      const needed = unreachable.filter(({ host }) => procedure.mayBeMissing?.has(host) !== true);
      if (procedure.unreachable === 'refuse' && needed.length > 0) throw unreachableHosts(needed);
      await journal.write([{ event: 'unreachable', run, hosts: unreachable.map(({ host }) => host) }]);
    }
    if (dryRun !== true) await noteUnknownRuns(journal, directory, run);
    if (procedure.judgesOwners !== true) refuseStrangers(owner.project, facts);
    const door = new Door({ ...procedure, owner, journal, facts, targets, onEvent });
    const done = await runStages({ ...context, onEvent }, procedure, door);
    ok = done.end === 'done';
    if (!ok) why = whyNot(done);
    const each = targets.map((target, index) => pool.roundTrips(target) - (before[index] ?? 0));
    const seconds = Math.round(performance.now() - started) / 1000;
    return { ...done, seconds, ...roundTripsOf(each) };
  } catch (error) {
    why = thrownEnd(error);
    throw error;
  } finally {
    try {
      await locks.release();
    } finally {
      endRun(owner);
      await log.close();
      await journal?.write([finished(run, ok, why)]);
      await journal?.close();
    }
  }
}

function finished(run: string, ok: boolean, why: EndedBadly | undefined): JournalEntry {
  const said = why?.said;
  return {
    event: 'finished',
    run,
    ok,
    ...(why?.how === undefined ? {} : { how: why.how }),
    ...(said === undefined ? {} : { message: phraseText(said), said }),
  };
}

function targetsOf(
  { targets, without = [] }: ProcedureContext,
  { hosts }: { readonly hosts: readonly string[] },
): readonly SshTarget[] {
  return hosts
    .filter((name) => !without.includes(name))
    .map((name) => {
      const target = targets.get(name);
      if (target === undefined) throw new Error(`there is no way to reach ${name}`);
      return target;
    });
}

/** Whoever holds the locks knows that no other run is at work: one without an end was cut off. */
async function noteUnknownRuns(journal: Journal, directory: string, run: string): Promise<void> {
  const unfinished = unfinishedRuns(await readJournal(join(directory, 'journal.jsonl')));
  await journal.write(
    unfinished
      // One that is about to be refused, since these locks are taken, says its end itself.
      .filter(
        ({ begun }) =>
          begun.run !== run && !(begun.event === 'run' && begun.at !== undefined && processGone(begun.at) === false),
      )
      .map(({ begun, unknownSteps }) => ({ event: 'unknown', run: begun.run, steps: unknownSteps })),
  );
}

function roundTripsOf(each: readonly number[]): RoundTrips {
  return { roundTrips: each.reduce((sum, one) => sum + one, 0), roundTripsPerHost: Math.max(0, ...each) };
}
