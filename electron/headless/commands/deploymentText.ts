import { unifiedDiff } from '../../../core/operations/unifiedDiff.ts';
import type { DeployResult } from '../../services/deploy/deployment.ts';
import type { Shell } from './command.ts';
import { impactLines } from './eventText.ts';

/** Says what a deployment came to, and gives the exit code. */
export function finishDeployment({ output }: Pick<Shell, 'output'>, result: DeployResult): 0 | 1 {
  output.result(deploymentDocument(result), () =>
    [
      ...result.refusals.map((one) => `refused: ${one.message}`),
      ...result.notes.map((one) => `note: ${one.message}`),
      ...result.checks.filter((one) => !one.ok).map((one) => `check failed: ${one.id}: ${one.message}`),
      result.ok
        ? result.changed
          ? `Deployed in ${result.seconds.toFixed(1)} s: ${result.steps.length} steps, ${result.checks.length} checks passed.`
          : `Nothing to change: the hosts are as the plan says (${result.seconds.toFixed(1)} s).`
        : result.paused
          ? 'Paused. Run it again to go on.'
          : 'Not deployed. Run it again after mending the cause: what was done stays done.',
      ...(result.ok && result.without.length > 0
        ? [`Left out: ${result.without.join(', ')}. When a host is back, deploy again without --without.`]
        : []),
    ].join('\n'),
  );
  return result.ok ? 0 : 1;
}

/** The contract's document: everything but scripts and file contents, which --dry-run shows. */
export function deploymentDocument(result: DeployResult) {
  return {
    ok: result.ok,
    changed: result.changed,
    paused: result.paused,
    without: result.without,
    seconds: result.seconds,
    roundTrips: result.roundTrips,
    roundTripsPerHost: result.roundTripsPerHost,
    steps: result.steps,
    planned: result.planned.map((step) => ({
      id: step.id,
      host: step.host,
      title: step.title,
      after: step.after,
      diffs: step.diffs,
    })),
    refusals: result.refusals,
    notes: result.notes,
    failures: result.failures,
    checks: result.checks,
    stages: result.stages,
    risks: result.risks,
    probe: result.probe,
  };
}

/** What a rehearsal says to a person. @param withDiffs with what changes in each file */
export function plannedText(result: DeployResult, withDiffs: boolean): string {
  if (result.planned.length === 0) return 'Nothing to change: the hosts are as the plan says.';
  const lines: string[] = [];
  for (const host of new Set(result.planned.map((step) => step.host))) {
    lines.push(`${host}:`);
    for (const step of result.planned.filter((one) => one.host === host)) {
      lines.push(`  ${step.title}`);
      if (withDiffs)
        for (const { path, before, after } of step.diffs) {
          lines.push(`    --- ${before === undefined ? '/dev/null' : path}`, `    +++ ${path}`);
          lines.push(
            unifiedDiff(before ?? '', after)
              .trimEnd()
              .replace(/^/gm, '    '),
          );
        }
    }
  }
  lines.push(...result.notes.map((one) => `note: ${one.message}`));
  for (const stage of result.stages)
    lines.push(
      `${stage.title}${stage.foreseen === true ? ' (expected to follow)' : ''}:`,
      ...impactLines(stage).map((line) => `  ${line}`),
    );
  lines.push(`${result.planned.length} steps on ${new Set(result.planned.map((step) => step.host)).size} hosts.`);
  return lines.join('\n');
}
