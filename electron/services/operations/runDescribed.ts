import { settingOfStatus } from '../../../core/impact/setting.ts';
import { quoted } from '../../../core/plan/problem.ts';
import { Problem } from '../../../core/problem.ts';
import {
  type ClusterWorld,
  namesFor,
  type VerbChoices,
  type VerbResult,
} from '../../../core/procedures/describedVerb.ts';
import { type DescribedVerbId, describedVerbs } from '../../../core/procedures/describedVerbs.ts';
import { listOf, phraseText, say } from '../../../core/wording/phrase.ts';
import type { PlanHosts } from '../hosts/openHosts.ts';
import { gatherLocks } from '../procedures/gatherLocks.ts';
import type { LockedFacts } from '../procedures/hostLocks.ts';
import type { ProcedureContext } from '../procedures/procedureRun.ts';
import { resultOfRun } from '../procedures/resultOfRun.ts';
import { runProcedure } from '../procedures/runProcedure.ts';
import { readStatus } from '../status/readStatus.ts';

export interface DescribedRequest extends ProcedureContext {
  readonly hosts: PlanHosts;
  readonly verb: DescribedVerbId;
  readonly choices: VerbChoices;
}

/** What a described procedure came to. */
export interface DescribedResult extends VerbResult {
  readonly message: string;
}

/**
 * Carries out a procedure that describes itself.
 * @throws Problem `choice-unknown` (usage) for a name that the plan has not; what `runProcedure`, the procedure and `resultOfRun` throw
 */
export async function runDescribed(request: DescribedRequest): Promise<DescribedResult> {
  const { plan, pool, hosts, secrets, choices } = request;
  const verb = describedVerbs[request.verb];
  checkChoices(request);
  const run = await runProcedure<LockedFacts, ClusterWorld, VerbResult>(request, {
    id: request.verb,
    hosts: verb.hosts(plan, choices),
    // A host that is dark may be the very reason; the procedure says which ones it needs.
    unreachable: 'leave-out',
    gather: gatherLocks(pool),
    look: async (door) => ({
      plan,
      reached: door.reached,
      status: await readStatus(plan, hosts, secrets, { upkeep: false }),
    }),
    next: (world, past) => verb.next(world, past, choices),
    setting: ({ status }) => settingOfStatus(plan, status),
  });
  const result = resultOfRun(run);
  return { ...result, message: phraseText(result.said) };
}

/** @throws Problem `choice-unknown` (usage) */
export function checkChoices({ plan, verb, choices }: Pick<DescribedRequest, 'plan' | 'verb' | 'choices'>): void {
  for (const field of describedVerbs[verb].fields) {
    const known = namesFor(field, plan);
    const chosen = choices[field.name] ?? '';
    if (!known.includes(chosen))
      throw new Problem(
        'choice-unknown',
        'usage',
        say`${field.title}: the plan has no ${quoted(chosen)}; it has ${listOf(known, 'comma')}.`,
      );
  }
}
