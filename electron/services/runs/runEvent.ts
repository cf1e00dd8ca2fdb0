import type { PreflightReport } from '../../../core/preflight/checks.ts';
import type { ProblemKind } from '../../../core/problem.ts';
import { procedureIds } from '../../../core/procedures/procedureId.ts';
import type { PromotionResult } from '../../../core/procedures/promotion.ts';
import type { ReturnResult } from '../../../core/procedures/regionReturn.ts';
import type { SwitchoverResult } from '../../../core/procedures/switchover.ts';
import type { PhraseValue } from '../../../core/wording/phrase.ts';
import type { DeployResult } from '../deploy/deployment.ts';
import type { DescribedResult } from '../operations/runDescribed.ts';
import type { PreflightEvent } from '../preflight/runPreflight.ts';
import type { ShownDeployEvent } from '../procedures/shownEvent.ts';

/** What can be under way for a plan: every procedure, the checks of hosts, and a rehearsal, which computes a deployment and changes nothing. */
export const runKinds = ['preflight', 'rehearsal', ...procedureIds] as const;
export type RunKind = (typeof runKinds)[number];

/** `safe-point`: what has begun comes to its end. `at-once`: connections end now; a step under way is unknown until it is looked at again. */
export type StopHow = 'safe-point' | 'at-once';

/** What a deployment came to, without what its events have told already. */
export type DeploySummary = Omit<DeployResult, 'planned' | 'steps'> & { readonly steps: number };

export type RunEnd =
  | { readonly outcome: 'preflight'; readonly report: PreflightReport }
  | { readonly outcome: 'deployment'; readonly result: DeploySummary }
  /** A procedure that describes itself. */
  | { readonly outcome: 'done'; readonly result: DescribedResult }
  | { readonly outcome: 'switched'; readonly result: SwitchoverResult }
  | { readonly outcome: 'promoted'; readonly result: PromotionResult }
  | { readonly outcome: 'returned'; readonly result: ReturnResult }
  | { readonly outcome: 'stopped' }
  /** It could not be done; says why and what to do. */
  | {
      readonly outcome: 'problem';
      readonly code: string;
      readonly kind: ProblemKind | 'fault';
      readonly message: string;
      /** The message with its values apart, for another language. */
      readonly said: PhraseValue;
      readonly details: unknown;
    };

/** Everything that a run tells. Plain data without secrets. */
export type RunEvent =
  | { readonly type: 'preflight'; readonly event: PreflightEvent }
  | { readonly type: 'deploy'; readonly event: ShownDeployEvent }
  | { readonly type: 'stopping'; readonly how: StopHow }
  | { readonly type: 'ended'; readonly end: RunEnd };
