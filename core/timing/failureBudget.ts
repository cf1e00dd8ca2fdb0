import { type Phrase, type PhraseValue, phraseText, say } from '../wording/phrase.ts';
import {
  type BudgetPhase,
  checkPhase,
  detectionPhase,
  type PhaseName,
  phaseWords,
  promotionPhase,
  seconds,
  spentOn,
  vipPhase,
} from './phases.ts';
import type { Timing } from './timing.ts';

export const failureKinds = [
  'hostLoss',
  'etcdLeaderAndPrimary',
  'patroniCrash',
  'postgresCrash',
  'switchover',
] as const;

/**
 * What fails: the primary's host (or its network); that host with the etcd leader on it; Patroni killed and not restarted; PostgreSQL,
 * and it cannot be started again; nothing (a planned switchover, or Patroni stopped cleanly).
 */
export type FailureKind = (typeof failureKinds)[number];

/** The unplanned failures that an objective is about. That the lost host also led etcd is a coincidence of its own, and costs more. */
export const objectiveFailures = [
  'hostLoss',
  'patroniCrash',
  'postgresCrash',
] as const satisfies readonly FailureKind[];

/** How long clients cannot write, and what the time goes into. All in seconds. */
export interface FailureBudget {
  readonly kind: FailureKind;
  readonly minSeconds: number;
  readonly typicalSeconds: number;
  readonly worstSeconds: number;
  /** In order. Phases with `overlapsWith` run inside another one and count only as far as they outlast it. */
  readonly phases: readonly BudgetPhase[];
  /** The sums with their inputs filled in. */
  readonly formula: { readonly min: string; readonly typical: string; readonly worst: string };
}

export interface BudgetOptions {
  /** Whether clients come through a virtual IP, which has to move too. */
  readonly vip?: boolean | undefined;
}

/**
 * The time from a failure until clients can write again through HAProxy.
 *
 * HAProxy asks a server that is down every `downinter` and not every `inter` (HAProxy, `srv_getinter`; seen with 2.6), so the
 * new primary waits up to downinter for the first check that sees it; the classic recipe counts inter.
 */
export function failureBudget(timing: Timing, kind: FailureKind, options: BudgetOptions = {}): FailureBudget {
  const phases = phasesOf(timing, kind, options);
  return {
    kind,
    minSeconds: total(phases, 'minSeconds'),
    typicalSeconds: total(phases, 'typicalSeconds'),
    worstSeconds: total(phases, 'worstSeconds'),
    phases,
    formula: {
      min: phraseText(sum(phases, 'minSeconds')),
      typical: phraseText(sum(phases, 'typicalSeconds')),
      worst: phraseText(sum(phases, 'worstSeconds')),
    },
  };
}

/** One figure of a budget, without its words: for a search that looks at many. */
export function outageSeconds(
  timing: Timing,
  kind: FailureKind,
  measure: 'typical' | 'worst',
  options: BudgetOptions = {},
): number {
  return total(phasesOf(timing, kind, options), measure === 'worst' ? 'worstSeconds' : 'typicalSeconds');
}

function phasesOf(timing: Timing, kind: FailureKind, options: BudgetOptions): readonly BudgetPhase[] {
  return [
    ...phasesBefore(timing, kind),
    promotionPhase,
    checkPhase(timing),
    ...(options.vip === true ? [vipPhase] : []),
  ];
}

function phasesBefore(timing: Timing, kind: FailureKind): readonly BudgetPhase[] {
  const { ttlSeconds: ttl, loopWaitSeconds: loop, primaryStartTimeoutSeconds: start } = timing.patroni;
  const wake: BudgetPhase = {
    name: 'loop',
    ...seconds(0, loop / 2, loop),
    ...spentOn(say`a replica sees it at once, or in its next loop (loop_wait)`),
  };
  switch (kind) {
    case 'hostLoss':
    case 'patroniCrash':
      return [
        {
          name: 'lease',
          ...seconds(ttl - loop, ttl - loop / 2, ttl),
          ...spentOn(say`what is left of the lease: ttl - loop_wait to ttl`),
        },
        detectionPhase(timing, 'lease'),
        wake,
      ];
    case 'etcdLeaderAndPrimary': {
      const election = timing.etcd.electionMilliseconds / 1000;
      return [
        {
          name: 'etcd-election',
          ...seconds(2 * election, 2.5 * election, 3 * election),
          ...spentOn(say`2 to 3 election timeouts: one to two until a member stands, one that it adds to every lease`),
        },
        {
          name: 'lease',
          ...seconds(ttl, ttl, ttl),
          ...spentOn(say`a new etcd leader gives every lease its full ttl again`),
        },
        detectionPhase(timing, 'lease'),
        wake,
      ];
    }
    case 'postgresCrash':
      return [
        { name: 'detection', ...seconds(0, loop / 2, loop), ...spentOn(say`Patroni looks once per loop_wait`) },
        {
          name: 'restart',
          ...seconds(0, start, start),
          ...spentOn(say`Patroni tries to start PostgreSQL again for primary_start_timeout`),
        },
        detectionPhase(timing, 'restart'),
        wake,
      ];
    case 'switchover':
      return [
        {
          name: 'handover',
          ...seconds(0.1, 0.5, 1),
          ...spentOn(say`shutdown of an idle primary after its last checkpoint`),
        },
      ];
  }
}

type Column = 'minSeconds' | 'typicalSeconds' | 'worstSeconds';

/** Phases that overlap another one add what they last longer. */
function total(phases: readonly BudgetPhase[], column: Column): number {
  const counted = phases
    .filter((phase) => phase.overlapsWith === undefined)
    .map((phase) => Math.max(phase[column], ...overlapping(phases, phase.name).map((inner) => inner[column])));
  return Math.round(counted.reduce((all, one) => all + one, 0) * 1000) / 1000;
}

function overlapping(phases: readonly BudgetPhase[], name: PhaseName): readonly BudgetPhase[] {
  return phases.filter((phase) => phase.overlapsWith === name);
}

/** The sum of one column with its inputs filled in. */
function sum(phases: readonly BudgetPhase[], column: Column): Phrase {
  const term = (phase: BudgetPhase): Phrase => say`${phaseWords[phase.name]} ${phase[column]}`;
  const terms = phases
    .filter((phase) => phase.overlapsWith === undefined)
    .map((phase) => {
      const inner = overlapping(phases, phase.name);
      const together = [phase, ...inner].map(term).reduce((all, one) => say`${all}, ${one}`);
      return inner.length === 0 ? together : say`${'max('}${together})`;
    });
  const [first, ...rest] = terms;
  const added = rest.reduce<PhraseValue>((all, one) => say`${all} + ${one}`, first ?? '');
  return say`${added} = ${`${total(phases, column)} s`}`;
}

/** The sum of the measure that counts, for a sentence. */
export function budgetSum({ phases }: FailureBudget, measure: 'typical' | 'worst'): Phrase {
  return sum(phases, measure === 'worst' ? 'worstSeconds' : 'typicalSeconds');
}
