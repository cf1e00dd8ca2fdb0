import { type Phrase, phraseText, say } from '../wording/phrase.ts';
import type { Timing } from './timing.ts';

export type PhaseName =
  | 'etcd-election'
  | 'lease'
  | 'detection'
  | 'restart'
  | 'handover'
  | 'haproxy-down'
  | 'loop'
  | 'promotion'
  | 'haproxy-up'
  | 'vip';

/** What a phase is called in a sum. */
export const phaseWords: Readonly<Record<PhaseName, Phrase>> = {
  'etcd-election': say`etcd-election`,
  lease: say`lease`,
  detection: say`detection`,
  restart: say`restart`,
  handover: say`handover`,
  'haproxy-down': say`haproxy-down`,
  loop: say`loop`,
  promotion: say`promotion`,
  'haproxy-up': say`haproxy-up`,
  vip: say`vip`,
};

/** One part of an outage, in seconds. */
export interface BudgetPhase {
  readonly name: PhaseName;
  readonly minSeconds: number;
  readonly typicalSeconds: number;
  readonly worstSeconds: number;
  /** The phase that it runs beside. */
  readonly overlapsWith?: PhaseName | undefined;
  /** What the time is spent on, by the names of the settings. */
  readonly formula: string;
  /** The formula with its values apart, for another language. */
  readonly said: Phrase;
}

/** The formula of a phase. */
export function spentOn(said: Phrase): Pick<BudgetPhase, 'formula' | 'said'> {
  return { formula: phraseText(said), said };
}

export function seconds(min: number, typical: number, worst: number) {
  return { minSeconds: round(min), typicalSeconds: round(typical), worstSeconds: round(worst) };
}

/** The best replica wins the lock and is promoted; measured at 0.1 to 2 s when it has nothing left to replay. */
export const promotionPhase: BudgetPhase = {
  name: 'promotion',
  ...seconds(0.1, 1, 2),
  ...spentOn(say`election among the replicas and promotion: 0.1 to 2 s`),
};

/**
 * The virtual IP follows the leader: its script asks Patroni every second, then VRRP waits three advertisements of 0.3 s and a skew
 * (RFC 5798). It runs beside HAProxy's checks, which start at the same moment.
 */
export const vipPhase: BudgetPhase = {
  name: 'vip',
  ...seconds(1.1, 1.6, 2.1),
  overlapsWith: 'haproxy-up',
  ...spentOn(say`check of the leader 0 to 1 s + 3 advertisements of 0.3 s + skew`),
};

/** HAProxy's next check of a server that was down, then rise - 1 faster ones. */
export function checkPhase({ haproxy }: Timing): BudgetPhase {
  const { downinterSeconds: downinter, fastinterSeconds: fastinter, rise } = haproxy;
  const further = (rise - 1) * fastinter;
  return {
    name: 'haproxy-up',
    ...seconds(further, downinter / 2 + further, downinter + further),
    ...spentOn(say`0 to downinter + (rise - 1) * fastinter = 0 to ${downinter} + ${rise - 1} * ${fastinter}`),
  };
}

/** HAProxy takes the dead server out meanwhile; a check of a host that is gone ends only by its time limit. */
export function detectionPhase({ haproxy }: Timing, overlapsWith: PhaseName): BudgetPhase {
  const { interSeconds: inter, fastinterSeconds: fastinter, fall } = haproxy;
  return {
    name: 'haproxy-down',
    ...seconds(
      (fall - 1) * fastinter,
      inter / 2 + (fall - 1) * fastinter,
      Math.max(fall * inter, inter + (fall - 1) * fastinter),
    ),
    overlapsWith,
    ...spentOn(say`(fall - 1) * fastinter to fall * inter = ${fall - 1} * ${fastinter} to ${fall} * ${inter}`),
  };
}

function round(value: number): number {
  return Math.round(value * 1000) / 1000;
}
