import type { RunbookId } from '../../quorum/simulationResult.ts';

/** What a person has to do by hand, in the order of the book: first what the simulator sends people to. */
export const procedureIds = [
  'two-of-three-recovery',
  'two-node-promotion',
  'split-brain',
  'etcd-member-replacement',
  'dr-promote',
  'dr-return',
  'replica-reinit',
  'switchover',
  'full-disk',
  'troubleshooting',
] as const satisfies readonly (RunbookId | string)[];
export type ProcedureId = (typeof procedureIds)[number];

export interface ProcedureStep {
  /** Unique in its procedure: `keep-out/n2`. */
  readonly id: string;
  /** The host on which root runs the command; undefined for the machine that has the plan and the program. */
  readonly host: string | undefined;
  readonly title: string;
  /** Shell, as it is printed and as the tests run it: status 0 when it has done what it should. */
  readonly command: string;
  readonly expect: string;
  /** Set for a step that is only done under this condition. */
  readonly onlyIf?: string | undefined;
}

/** One procedure for one situation of a plan, with its hosts and addresses. */
export interface Procedure {
  readonly id: ProcedureId;
  /** The host, member or way that this one is for: `n2 survives`. */
  readonly variant: string;
  readonly title: string;
  readonly when: string;
  /** What makes it worse when it is not known before the first step. */
  readonly warnings: readonly string[];
  readonly steps: readonly ProcedureStep[];
}
