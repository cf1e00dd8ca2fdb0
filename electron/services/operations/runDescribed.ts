import { settingOfStatus } from '../../../core/impact/setting.ts';
import { quoted } from '../../../core/plan/problem.ts';
import { Problem } from '../../../core/problem.ts';
import {
  type ClusterWorld,
  type DescribedVerb,
  type Foresight,
  namesFor,
  type VerbChoices,
  type VerbResult,
} from '../../../core/procedures/describedVerb.ts';
import { type DescribedVerbId, describedVerbs } from '../../../core/procedures/describedVerbs.ts';
import type { NextOf } from '../../../core/procedures/procedure.ts';
import type { HostPackages } from '../../../core/procedures/upgrade/packagesWorld.ts';
import type { UpgradeSource } from '../../../core/render/desiredHost.ts';
import { listOf, say } from '../../../core/wording/phrase.ts';
import type { PlanHosts } from '../hosts/openHosts.ts';
import type { Door } from '../procedures/door.ts';
import { gatherLocks } from '../procedures/gatherLocks.ts';
import type { LockedFacts } from '../procedures/hostLocks.ts';
import type { ProcedureContext, ProcedureRun, RoundTrips } from '../procedures/procedureRun.ts';
import { reportOfRun } from '../procedures/resultOfRun.ts';
import { runProcedure } from '../procedures/runProcedure.ts';
import type { StepReport } from '../procedures/scheduler.ts';
import { readStatus } from '../status/readStatus.ts';
import { gatherPackages, lookAtPackages } from './packagesLook.ts';

export interface DescribedRequest extends ProcedureContext {
  readonly hosts: PlanHosts;
  readonly verb: DescribedVerbId;
  readonly choices: VerbChoices;
  /** Where packages come from: for verbs that look at them. */
  readonly packages?: UpgradeSource | undefined;
}

/** What a described procedure came to. */
export interface DescribedResult extends VerbResult {
  readonly message: string;
  readonly steps: readonly StepReport[];
  readonly stages: ProcedureRun<unknown>['stages'];
  readonly probe: ProcedureRun<unknown>['probe'];
  readonly seconds: number;
  readonly roundTrips: number;
}

/**
 * Carries out a procedure that describes itself.
 * @throws Problem `choice-unknown` (usage) for a name that the plan has not; what `runProcedure`, the procedure and `resultOfRun` throw
 */
export async function runDescribed(request: DescribedRequest): Promise<DescribedResult> {
  checkChoices(request);
  const verb: DescribedVerb = describedVerbs[request.verb];
  return reportOfRun(await carryOut(request, (world, past) => verb.next(world, past, request.choices)));
}

/**
 * What a procedure that describes itself would do. Nothing is changed, and nothing locked.
 * @throws Problem `choice-unknown` (usage), `not-foreseen` (usage) for a verb that cannot say it; SshError for a host that it needs and cannot reach
 */
export async function foreseeDescribed(request: DescribedRequest): Promise<Foresight> {
  checkChoices(request);
  const { foresee }: DescribedVerb = describedVerbs[request.verb];
  if (foresee === undefined)
    throw new Problem('not-foreseen', 'usage', say`${request.verb} cannot be looked at before it is done.`);
  let seen: Foresight | undefined;
  await carryOut({ ...request, dryRun: true }, (world) => {
    seen = foresee(world, request.choices);
    return { kind: 'done', result: { changed: false, said: say`Nothing was changed.` } };
  });
  if (seen === undefined) throw new Error('nobody looked');
  return seen;
}

/** Runs it with what it looks at. */
function carryOut(
  request: DescribedRequest,
  next: NextOf<ClusterWorld, VerbResult>,
): Promise<ProcedureRun<VerbResult> & RoundTrips> {
  const { plan, pool, hosts, secrets, choices, targets, packages: source } = request;
  const verb: DescribedVerb = describedVerbs[request.verb];
  const common = {
    id: request.verb,
    hosts: verb.hosts(plan, choices),
    next,
    setting: ({ status }: ClusterWorld) => settingOfStatus(plan, status),
  };
  const look = async (door: Door<LockedFacts>, upkeep: boolean): Promise<ClusterWorld> => ({
    plan,
    reached: door.reached,
    status: await readStatus(plan, hosts, secrets, { upkeep }),
  });
  if (verb.looksAtPackages !== true)
    return runProcedure<LockedFacts, ClusterWorld, VerbResult>(request, {
      ...common,
      // A host that is dark may be the very reason; the procedure says which ones it needs.
      unreachable: 'leave-out',
      gather: gatherLocks(pool),
      look: (door) => look(door, false),
    });
  if (source === undefined) throw new Error(`nobody said where the packages for ${request.verb} come from`);
  return runProcedure<LockedFacts & HostPackages, ClusterWorld, VerbResult>(request, {
    ...common,
    unreachable: 'refuse',
    gather: gatherPackages(plan, pool),
    async look(door, facts, before) {
      const world = await look(door, before === undefined);
      const asked = { plan, pool, targets, projectId: door.projectId, source, status: world.status };
      return { ...world, packages: await lookAtPackages(asked, facts, before?.packages) };
    },
  });
}

/** @throws Problem `choice-unknown` (usage) */
export function checkChoices({ plan, verb, choices }: Pick<DescribedRequest, 'plan' | 'verb' | 'choices'>): void {
  for (const field of describedVerbs[verb].fields) {
    const known = namesFor(field, plan);
    const chosen = choices[field.name] ?? '';
    if (known === undefined && chosen === '')
      throw new Problem('choice-unknown', 'usage', say`${field.title}: give a name.`);
    if (known !== undefined && !known.includes(chosen))
      throw new Problem(
        'choice-unknown',
        'usage',
        say`${field.title}: the plan has no ${quoted(chosen)}; it has ${listOf(known, 'comma')}.`,
      );
  }
}
