import { Problem } from '../../core/problem.ts';
import { validatePlan } from '../../core/rules/rules.ts';
import { type Phrase, say } from '../../core/wording/phrase.ts';
import type { OpenedPlan } from './openedPlan.ts';

/** A plan with errors reaches no host. @throws Problem `plan-refused` (no), with the findings as details */
export function refuseErrors({ plan }: OpenedPlan): void {
  const errors = validatePlan(plan).filter((finding) => finding.severity === 'error');
  if (errors.length === 0) return;
  throw new Problem(
    'plan-refused',
    'no',
    errors.reduce<Phrase>(
      (before, one) => say`${before}\n  ${one.said} [${one.id}]`,
      say`The plan has errors, so no host was touched:`,
    ),
    {
      details: { findings: errors },
    },
  );
}

/** What a deployment needs of an opened plan. */
export function deploymentTarget({ plan, project, secrets, templates, hosts }: OpenedPlan) {
  return {
    plan,
    planText: project.planText,
    secrets,
    templates,
    directory: project.directory,
    pool: hosts.pool,
    targets: new Map(hosts.targets.map((target) => [target.name, target])),
    targetFor: hosts.targetFor,
  };
}
