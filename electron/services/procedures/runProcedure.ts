import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import type { Plan } from '../../../core/plan/plan.ts';
import { Problem } from '../../../core/problem.ts';
import type { ProcedureId } from '../../../core/procedures/procedureId.ts';
import { unfinishedRuns } from '../../../core/procedures/unfinished.ts';
import { type PhraseValue, phraseText } from '../../../core/wording/phrase.ts';
import { beginRun, endRun, processGone, thisProcess } from '../projects/lockOwner.ts';
import { projectId } from '../projects/projectId.ts';
import type { SecretStore } from '../secrets/secretStore.ts';
import type { HostPool } from '../ssh/hostPool.ts';
import type { SshTarget } from '../ssh/sshTarget.ts';
import { Door } from './door.ts';
import { type Gather, HostLocks, type LockedFacts } from './hostLocks.ts';
import { Journal, type JournalEntry, readJournal } from './journal.ts';
import { RunLog } from './runLog.ts';
import { unreachableHosts } from './unreachableHosts.ts';

/** What every procedure is given. */
export interface ProcedureContext {
  readonly plan: Plan;
  /** The project's folder: secrets, journal, identity. */
  readonly directory: string;
  readonly secrets: SecretStore;
  readonly pool: HostPool;
  /** How to reach each host of the plan, by its name. */
  readonly targets: ReadonlyMap<string, SshTarget>;
  /** Compute and report, change nothing, take no lock. */
  readonly dryRun?: boolean | undefined;
  /** Take over a lock that somebody else has, because a person said so. */
  readonly takeLock?: boolean | undefined;
  /** Hosts of the plan that a person left out by name: they are neither visited nor changed. */
  readonly without?: readonly string[] | undefined;
}

/** Something that changes hosts, and how it is done. */
export interface Procedure<F extends LockedFacts, R> {
  readonly id: ProcedureId;
  /** The cluster that it is about; undefined when it is about the whole plan. */
  readonly cluster?: string | undefined;
  /** The hosts that it may change. */
  readonly hosts: readonly string[];
  /** What a host that cannot be reached means: the end before anything is done, or going on without its lock. */
  readonly unreachable: 'refuse' | 'leave-out';
  readonly gather: Gather<F>;
  /** Changes the hosts through the door and proves what came of it. */
  apply(door: Door<F>): Promise<R>;
  /** Whether the result is the one that was wanted. */
  ok(result: R): boolean;
  /** For the journal: why it is not. */
  why?(result: R): EndedBadly | undefined;
}

/** Why a run did not come to a good end: what was refused or failed, or that it was stopped. */
export interface EndedBadly {
  readonly how?: 'refused' | 'stopped';
  readonly said?: PhraseValue;
}

export interface RoundTrips {
  /** Scripts sent over SSH, all hosts together, and the most that one host got. */
  readonly roundTrips: number;
  readonly roundTripsPerHost: number;
}

/**
 * The only way to change hosts: says in the journal what begins, by whom, and where; takes the lock of every host and reads its facts under it; lets the
 * procedure do its work; gives the locks back and says in the journal how it ended. Killed at any moment it leaves a beginning without an end,
 * which the next run finds, and locks that count no more.
 * @throws SshError when a host cannot be reached that must be; Problem `locked`, `lock-failed` (no); what the procedure throws
 */
export async function runProcedure<F extends LockedFacts, R>(
  context: ProcedureContext,
  procedure: Procedure<F, R>,
): Promise<R & RoundTrips> {
  const { plan, directory, secrets, pool, dryRun, without = [] } = context;
  const run = randomUUID();
  const owner = beginRun(run, await projectId(directory), procedure.id);
  const locks = new HostLocks({ pool, owner, takeLock: context.takeLock === true });
  const targets = targetsOf(context, procedure);
  const before = targets.map((target) => pool.roundTrips(target));
  let journal: Journal | undefined;
  let ok = false;
  let why: EndedBadly | undefined;
  const redact = (text: string) => secrets.redact(text);
  const log = await RunLog.open(directory, run, redact);
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
        hosts: targets.map(({ name }) => name),
        ...(dryRun === true ? { dryRun } : {}),
        ...(without.length > 0 ? { without } : {}),
        ...(procedure.cluster === undefined ? {} : { cluster: procedure.cluster }),
      },
    ]);
    log.write({ code: 'gathering', hosts: targets.map(({ name }) => name) });
    const { facts, unreachable } = await locks.take(targets, procedure.gather, dryRun !== true);
    if (unreachable.length > 0) {
      if (procedure.unreachable === 'refuse') throw unreachableHosts(unreachable);
      await journal.write([{ event: 'unreachable', run, hosts: unreachable.map(({ host }) => host) }]);
    }
    if (dryRun !== true) await noteUnknownRuns(journal, directory, run);
    const result = await procedure.apply(new Door({ ...context, ...procedure, owner, journal, log, facts, targets }));
    ok = procedure.ok(result);
    if (!ok) why = procedure.why?.(result);
    const each = targets.map((target, index) => pool.roundTrips(target) - (before[index] ?? 0));
    return { ...result, ...roundTripsOf(each) };
  } catch (error) {
    why = thrown(error);
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

function thrown(error: unknown): EndedBadly {
  const said = error instanceof Problem ? error.said : error instanceof Error ? error.message : String(error);
  return error instanceof Problem && error.kind === 'no' ? { how: 'refused', said } : { said };
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

function targetsOf<F extends LockedFacts, R>(
  { targets, without = [] }: ProcedureContext,
  { hosts }: Procedure<F, R>,
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
