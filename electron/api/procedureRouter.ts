import { z } from 'zod';
import { regionPair } from '../../core/dr/regionPair.ts';
import type { Impact } from '../../core/impact/impact.ts';
import { describedVerbs } from '../../core/procedures/describedVerbs.ts';
import type { Stage } from '../../core/procedures/procedure.ts';
import { switchoverCluster, switchoverProspect } from '../../core/procedures/switchoverProspect.ts';
import { phraseText } from '../../core/wording/phrase.ts';
import { foreseeMajorUpgrade } from '../services/deploy/runMajorUpgrade.ts';
import { checkChoices, foreseeDescribed } from '../services/operations/runDescribed.ts';
import type { ProcedureEvent } from '../services/procedures/procedureEvent.ts';
import { readPlanFile } from '../services/projects/openProject.ts';
import { readStatus } from '../services/status/readStatus.ts';
import { type OpenedPlan, withOpenedPlan } from './openedPlan.ts';
import { parsedPlan, planFileInput } from './planInput.ts';
import { streamed } from './streamed.ts';
import { procedure, router } from './trpc.ts';
import { describedInput, describedRequest, majorUpgradeRequest, majorVersion, verbs, type Watcher } from './verbs.ts';

const name = z.string().min(1).max(255);

/** A procedure as a stream: what happens, then the result. Leaving the stream asks for a stop at a safe point. */
function streamOf<Input extends z.ZodObject, Result>(verb: {
  readonly input: Input;
  carryOut(opened: OpenedPlan, input: z.output<Input>, watcher: Watcher): Promise<Result>;
}) {
  return procedure
    .input(verb.input)
    .subscription(({ input, ctx }) =>
      streamed<ProcedureEvent, Result>((onEvent, signal) =>
        withOpenedPlan(ctx, planFileInput.parse(input).planFile, (opened) =>
          verb.carryOut(opened, input as z.output<Input>, { onEvent, signal }),
        ),
      ),
    );
}

/** A stage as it is told before it is done. */
function foreseenStage({ stage, impact }: { readonly stage: Stage<never>; readonly impact: Impact }) {
  const { id, title, steps, notes = [], pointOfNoReturn } = stage;
  return {
    id,
    title: phraseText(title),
    said: title,
    notes,
    ...impact,
    observed: null,
    pointOfNoReturn: pointOfNoReturn === true,
    steps: steps.map((step) => ({ id: step.id, host: step.host, title: step.title, said: step.said })),
  };
}

/** Everything that changes hosts, and what has to be known for the question before it. */
export const procedureRouter = router({
  deploy: streamOf(verbs.deploy),
  adopt: streamOf(verbs.adopt),
  endAdoption: streamOf(verbs.endAdoption),
  rotate: streamOf(verbs.rotate),
  majorUpgrade: streamOf(verbs.majorUpgrade),
  removeOld: streamOf(verbs.removeOld),
  destroy: streamOf(verbs.destroy),
  switchover: streamOf(verbs.switchover),
  promote: streamOf(verbs.promote),
  return: streamOf(verbs.return),
  described: streamOf(verbs.described),

  /** What is asked before a procedure that describes itself. Refused for names that the plan has not. */
  question: procedure.input(describedInput).query(async ({ input: { planFile, kind, choices } }) => {
    const { plan } = parsedPlan(await readPlanFile(planFile), planFile);
    checkChoices({ plan, verb: kind, choices });
    const said = describedVerbs[kind].question(plan, choices);
    return { said, message: phraseText(said) };
  }),

  /** What a procedure that describes itself would do, for those that can say it. Nothing is changed. */
  foresee: procedure.input(describedInput).query(({ input, ctx }) =>
    withOpenedPlan(ctx, input.planFile, async (opened) => {
      const { versions, stages, notes, objections } = await foreseeDescribed(await describedRequest(opened, input));
      return {
        versions,
        stages: stages.map(foreseenStage),
        notes,
        objections,
      };
    }),
  ),

  /** What a major upgrade would do, as far as it can be said before the new packages are there. Nothing is changed. */
  foreseeMajor: procedure
    .input(planFileInput.extend({ to: majorVersion, method: z.enum(['copy', 'link']).default('copy') }))
    .query(({ input, ctx }) =>
      withOpenedPlan(ctx, input.planFile, async (opened) => {
        const foreseen = await foreseeMajorUpgrade(await majorUpgradeRequest(opened, input));
        return { ...foreseen, versions: [], stages: foreseen.stages.map(foreseenStage) };
      }),
    ),

  /** Who leads, who could take over, and how long writes would stop: for the question before a switchover. */
  switchoverProspect: procedure
    .input(planFileInput.extend({ cluster: name.optional(), member: name.optional() }))
    .query(({ input, ctx }) =>
      withOpenedPlan(ctx, input.planFile, async ({ plan, hosts, secrets }) => {
        const cluster = switchoverCluster(plan, input.cluster, input.member);
        return switchoverProspect(plan, await readStatus(plan, hosts, secrets, { upkeep: false }), cluster);
      }),
    ),

  /** The standby cluster and its upstream, for the question before a promotion or a return. */
  regionPair: procedure
    .input(planFileInput.extend({ cluster: z.string().min(1).max(63).optional() }))
    .query(async ({ input }) => {
      const { plan } = parsedPlan(await readPlanFile(input.planFile), input.planFile);
      const { standby, upstream } = regionPair(plan, input.cluster);
      return { standby: standby.name, upstream: upstream.name };
    }),
});
