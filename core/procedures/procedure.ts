import type { Refusal } from '../changes/refusal.ts';
import type { Step } from '../deployment/step.ts';
import type { Problem } from '../problem.ts';
import type { Phrase } from '../wording/phrase.ts';

/** A state of the world that must hold before a procedure goes on. */
export interface Gate<World> {
  /** What is waited for, for a person. */
  readonly waitsFor: Phrase;
  /** How long it may take to come. */
  readonly seconds: number;
  open(world: World): boolean;
  /** After the time is over: whether to go on waiting, such as for a copy that grows. */
  readonly goesOn?: (world: World) => boolean;
  /** What to say when the time is over. Without it the procedure goes on and sees from the world that the state did not come. */
  readonly problem?: (world: World) => Problem;
}

/** How long clients cannot write, as predicted, in seconds. */
export interface Interruption {
  readonly minSeconds: number;
  readonly typicalSeconds: number;
  readonly worstSeconds: number;
}

/** A part of a procedure that is done as a whole before the world is looked at again. */
export interface Stage<World> {
  /** Unique in its procedure: journal, log and tests name it. */
  readonly id: string;
  readonly title: Phrase;
  /** May be none, where only the gate or the turn counts. */
  readonly steps: readonly Step[];
  /** What the operator's side has to keep otherwise before the first host learns of it: the name by which the procedure knows it. */
  readonly turn?: string;
  /** Why it is done in this way, for a person. */
  readonly notes?: readonly Phrase[];
  readonly gate?: Gate<World>;
  /** Nothing follows from it: the procedure is not asked again. */
  readonly last?: true;
  /** Why the procedure is to be asked again, for a person. */
  readonly again?: readonly string[];
  /** Where more is known of it than its steps tell: see `predictedOf`. */
  readonly writesStop?: Interruption;
  /** The same for reads. */
  readonly readsStop?: Interruption;
  /** What will probably follow from it, so that it can be said before. */
  readonly foreseen?: readonly ForeseenStage[];
  /** What was there before cannot come back once it has begun. */
  readonly pointOfNoReturn?: true;
}

/** A later stage, as far as it can be foreseen. */
export interface ForeseenStage {
  readonly id: string;
  readonly title: Phrase;
  readonly steps: readonly Step[];
  /** As in `Stage`. */
  readonly writesStop?: Interruption;
  readonly readsStop?: Interruption;
}

/** What a procedure does next. */
export type Next<World, Result> =
  | { readonly kind: 'stage'; readonly stage: Stage<World> }
  | { readonly kind: 'done'; readonly result: Result }
  /** Nothing may be done. @param steps that would be done otherwise */
  | { readonly kind: 'refused'; readonly refusals: readonly Refusal[]; readonly steps?: readonly Step[] };

/** A stage that this run has done. */
export interface PastStage<World> {
  readonly id: string;
  /** The world from which it was computed. */
  readonly before: World;
  readonly seconds: number;
}

/** The stages that this run has done, oldest first. A run that follows one that was cut off begins with none. */
export class Past<World> {
  readonly stages: readonly PastStage<World>[];

  constructor(stages: readonly PastStage<World>[] = []) {
    this.stages = stages;
  }

  has(id: string): boolean {
    return this.of(id) !== undefined;
  }

  of(id: string): PastStage<World> | undefined {
    return this.stages.findLast((one) => one.id === id);
  }

  with(stage: PastStage<World>): Past<World> {
    return new Past([...this.stages, stage]);
  }
}

/**
 * Says what is to be done next. Pure, and asked again after every stage: with the same world and past it gives the same answer, so that a run
 * that was cut off anywhere goes on from what the world has become.
 * @throws Problem where nothing can be done, before anything is touched
 */
export type NextOf<World, Result> = (world: World, past: Past<World>) => Next<World, Result>;
