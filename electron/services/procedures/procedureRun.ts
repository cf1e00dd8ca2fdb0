import type { Refusal } from '../../../core/changes/refusal.ts';
import type { StateCheck } from '../../../core/deployment/stateCheck.ts';
import type { Step } from '../../../core/deployment/step.ts';
import type { Setting } from '../../../core/impact/setting.ts';
import type { StageReport } from '../../../core/impact/stageReport.ts';
import type { Plan } from '../../../core/plan/plan.ts';
import type { NextOf } from '../../../core/procedures/procedure.ts';
import type { ProcedureId } from '../../../core/procedures/procedureId.ts';
import type { SecretStore } from '../secrets/secretStore.ts';
import type { HostPool } from '../ssh/hostPool.ts';
import type { SshTarget } from '../ssh/sshTarget.ts';
import type { Counted } from './changeProbe.ts';
import type { Door } from './door.ts';
import type { Gather, LockedFacts } from './hostLocks.ts';
import type { ProcedureEvent, StepFailure } from './procedureEvent.ts';
import type { BundleLocation } from './runBatch.ts';
import type { StepReport } from './scheduler.ts';

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
  /** The name of the plan, typed by a person who knows that the change leaves less redundancy for a while than there is before and after it. */
  readonly confirmed?: string | undefined;
  /** Whether clients are stood in for by a probe while a deployment that runs is changed; default: no. */
  readonly probe?: boolean | undefined;
  readonly bundles?: ReadonlyMap<string, BundleLocation> | undefined;
  /** Asks for a stop: what runs on the hosts comes to its end, nothing new begins. */
  readonly signal?: AbortSignal | undefined;
  readonly onEvent?: ((event: ProcedureEvent) => void) | undefined;
}

/** Something that changes hosts, and how it is done. */
export interface Procedure<F extends LockedFacts, World, Result> {
  readonly id: ProcedureId;
  /** The cluster that it is about; undefined when it is about the whole plan. */
  readonly cluster?: string | undefined;
  /** The hosts that it may change. */
  readonly hosts: readonly string[];
  /** What a host that cannot be reached means: the end before anything is done, or going on without its lock. */
  readonly unreachable: 'refuse' | 'leave-out';
  /** Hosts among them without which it goes on all the same. */
  readonly mayBeMissing?: ReadonlySet<string> | undefined;
  readonly gather: Gather<F>;
  /** It says itself what hosts of other projects mean; else nothing is done where there is one. */
  readonly judgesOwners?: true;
  /**
   * Puts together what `next` is computed from. Changes nothing.
   * @param facts just read
   * @param before what it was before; undefined at the beginning of the run
   */
  look(door: Door<F>, facts: ReadonlyMap<string, F>, before: World | undefined): Promise<World>;
  readonly next: NextOf<World, Result>;
  /** The deployment as the world has it: what clients will notice, and what a loss would mean, is computed from it (`settingOfFacts`, `settingOfStatus`). */
  readonly setting?: (world: World) => Setting | undefined;
  /** Keeps on this machine what a stage asks for (`Stage.turn`): all of it is on the disk when this resolves, or none. */
  readonly turn?: (turn: string, world: World) => Promise<void>;
  /**
   * Proves what came of it, once nothing is left to do. All checks must hold.
   * @param world the last one that was seen
   * @param current whether nothing was changed since
   */
  readonly prove?: (door: Door<F>, world: World, current: boolean) => Promise<readonly StateCheck[]>;
  /** Keeps the result on this machine, while the locks are held. Not after a failure, and not when nothing is changed for real. */
  readonly keep?: (door: Door<F>, result: Result | undefined) => Promise<void>;
}

/** What came of a run. */
export interface ProcedureRun<Result> {
  /**
   * - `done`: nothing is left to do, and every check holds.
   * - `refused`: nothing was touched.
   * - `failed`: a step failed, or a check of the end does not hold.
   * - `stopped`: at a safe point, as was asked.
   */
  readonly end: 'done' | 'refused' | 'failed' | 'stopped';
  /** What the procedure says at its end; undefined where its last stage says nothing more, and before. */
  readonly result: Result | undefined;
  /** The steps of the first stage, with their diffs. */
  readonly planned: readonly Step[];
  readonly steps: readonly StepReport[];
  readonly refusals: readonly Refusal[];
  readonly failures: readonly StepFailure[];
  readonly checks: readonly StateCheck[];
  /** With what was predicted and what was observed; those of a rehearsal as far as they can be foreseen. */
  readonly stages: readonly StageReport[];
  /** Hosts whose loss would need a person meanwhile, and neither before nor after: the plan's name must be typed. */
  readonly risks: readonly string[];
  /** What a probe wrote and found again; null where none was at work. */
  readonly probe: Counted | null;
  readonly seconds: number;
}

/** What whoever asked for a change is told of its proof. */
export type Proven = Pick<ProcedureRun<never>, 'stages' | 'probe'>;

export interface RoundTrips {
  /** Scripts sent over SSH, all hosts together, and the most that one host got. */
  readonly roundTrips: number;
  readonly roundTripsPerHost: number;
}
