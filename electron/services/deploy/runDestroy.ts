import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { stateCheck } from '../../../core/deployment/checkState.ts';
import { desiredState } from '../../../core/deployment/desiredState.ts';
import { planDestroy } from '../../../core/deployment/planDestroy.ts';
import { listOf, say } from '../../../core/wording/phrase.ts';
import type { VerifyCheck } from './deployEvent.ts';
import { HostWatch } from './hostWatch.ts';
import { Journal } from './journal.ts';
import { projectId } from './projectId.ts';
import type { DeploymentOptions, DeployResult } from './runDeployment.ts';
import { runSteps, type StepsOutcome } from './runSteps.ts';

/**
 * Takes a deployment away from its hosts again, by the notes that it left there: services, data, files, packages. Whether that is
 * wanted must have been asked before. Running it again after an interruption goes on where it stopped.
 * @throws as `runDeployment`
 */
export async function runDestroy(options: DeploymentOptions): Promise<DeployResult> {
  const started = performance.now();
  const onEvent = options.onEvent ?? (() => {});
  const run = randomUUID();
  const id = await projectId(options.directory);
  const watch = new HostWatch(options, id, run);
  const journal = await Journal.open(join(options.directory, 'journal.jsonl'), (text) => options.secrets.redact(text));
  let ok = false;
  let outcome: StepsOutcome = { ok: true, reports: [], failures: [] };
  let checks: readonly VerifyCheck[] = [];
  let plan: ReturnType<typeof planDestroy> = { steps: [], refusals: [] };
  try {
    const dry = options.dryRun === true ? { dryRun: true as const } : {};
    await journal.write([{ event: 'run', run, what: 'destroy', plan: options.plan.name, ...dry }]);
    onEvent({ code: 'gathering', hosts: options.plan.hosts.map((host) => host.name) });
    const facts = await watch.begin();
    plan = planDestroy(desiredState({ ...options, projectId: id }, facts), facts);
    onEvent({ code: 'planned', ...plan });
    ok = plan.refusals.length === 0;
    if (ok && options.dryRun !== true && plan.steps.length > 0) {
      outcome = await runSteps({
        ...options,
        run,
        steps: plan.steps,
        operator: watch.operator,
        bundles: new Map(),
        signal: options.signal,
        journal,
        onEvent,
      });
      onEvent({ code: 'verifying' });
      checks = outcome.ok ? await checkGone(watch) : [];
      onEvent({ code: 'verified', checks });
      ok = outcome.ok && checks.every((check) => check.ok);
    }
  } finally {
    await watch.end();
    await journal.write([{ event: 'finished', run, ok }]);
    await journal.close();
  }
  return {
    ok,
    changed: options.dryRun === true ? plan.steps.length > 0 : outcome.reports.length > 0,
    steps: outcome.reports,
    seconds: Math.round(performance.now() - started) / 1000,
    ...watch.roundTrips(),
    planned: plan.steps,
    refusals: plan.refusals,
    failures: outcome.failures,
    checks,
    paused: options.signal?.aborted ?? false,
  };
}

async function checkGone(watch: HostWatch): Promise<readonly VerifyCheck[]> {
  const facts = await watch.look();
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
