import { desiredState } from '../../../core/deployment/desiredState.ts';
import { checkLeftOutNames, leaveBehindRefusals } from '../../../core/deployment/leaveOut.ts';
import { planDestroy } from '../../../core/deployment/planDestroy.ts';
import { stateCheck } from '../../../core/deployment/stateCheck.ts';
import type { HostFacts } from '../../../core/facts/deploymentFacts.ts';
import { listOf, say } from '../../../core/wording/phrase.ts';
import type { Door } from '../procedures/door.ts';
import type { ProcedureEvent, VerifyCheck } from '../procedures/procedureEvent.ts';
import { runProcedure } from '../procedures/runProcedure.ts';
import { runSteps } from '../procedures/runSteps.ts';
import { toldToBoth } from '../procedures/shownEvent.ts';
import { forgetDeployedPlan } from '../projects/deployedPlan.ts';
import { deploymentGather } from './deploymentGather.ts';
import type { DeploymentOptions, DeployResult } from './runDeployment.ts';
import { whyNot } from './whyNot.ts';

/**
 * Takes a deployment away from its hosts again, by the notes that it left there: services, data, files, packages. Whether that is
 * wanted must have been asked before. Running it again after an interruption goes on where it stopped.
 * @throws as `runDeployment`
 */
export async function runDestroy(options: DeploymentOptions): Promise<DeployResult> {
  const started = performance.now();
  const onEvent = options.onEvent ?? (() => {});
  const { plan, without = [] } = options;
  checkLeftOutNames(plan, without);
  const hosts = plan.hosts.map((host) => host.name);
  onEvent({ code: 'gathering', hosts: hosts.filter((host) => !without.includes(host)) });
  const result = await runProcedure(options, {
    id: 'destroy',
    hosts,
    unreachable: 'refuse',
    gather: deploymentGather(options),
    apply: (door) => remove(options, door, toldToBoth(door, onEvent)),
    ok: ({ ok }) => ok,
    why: (done) => whyNot(done, options.signal?.aborted ?? false),
  });
  if (result.ok && options.dryRun !== true) await forgetDeployedPlan(options.directory);
  return {
    ...result,
    notes: [],
    changed: options.dryRun === true ? result.planned.length > 0 : result.steps.length > 0,
    seconds: Math.round(performance.now() - started) / 1000,
    paused: options.signal?.aborted ?? false,
    without,
  };
}

async function remove(options: DeploymentOptions, door: Door<HostFacts>, onEvent: (event: ProcedureEvent) => void) {
  const { facts, projectId } = door;
  const { steps, ...against } = planDestroy(desiredState({ ...options, projectId }, facts), facts);
  const refusals = [...leaveBehindRefusals(options.plan, options.without ?? []), ...against.refusals];
  onEvent({ code: 'planned', steps, refusals });
  const planned = { planned: steps, refusals };
  const nothingDone = refusals.length > 0 || options.dryRun === true || steps.length === 0;
  if (nothingDone) return { ...planned, ok: refusals.length === 0, steps: [], failures: [], checks: [] };
  const outcome = await runSteps({
    ...options,
    door,
    steps,
    bundles: new Map(),
    signal: options.signal,
    onEvent,
  });
  onEvent({ code: 'verifying' });
  const checks = outcome.ok ? await checkGone(door) : [];
  onEvent({ code: 'verified', checks });
  const ok = outcome.ok && checks.every((check) => check.ok);
  return { ...planned, ok, steps: outcome.reports, failures: outcome.failures, checks };
}

async function checkGone(door: Door<HostFacts>): Promise<readonly VerifyCheck[]> {
  const facts = await door.look();
  return [...facts].map(([host, known]): VerifyCheck => {
    const left = [
      ...known.state.files,
      ...[...known.directories].filter(([, directory]) => directory.entries > 0).map(([path]) => path),
      ...[...known.units].filter(([, unit]) => unit.active === 'active').map(([name]) => name),
    ];
    const ok = known.state.project === undefined && left.length === 0;
    if (ok) return stateCheck(`gone/${host}`, true, say`${host} is as it was`);
    const what = left.length === 0 ? say`its mark` : listOf(left, 'comma');
    return stateCheck(`gone/${host}`, false, say`${host} still has ${what}`);
  });
}
