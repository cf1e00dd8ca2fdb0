import { compareWithDeployed } from '../../core/changes/find.ts';
import { parsePlan } from '../../core/plan/parse.ts';
import type { Plan } from '../../core/plan/plan.ts';
import { formatPath, type PlanPath } from '../../core/plan/planPath.ts';
import type { Fix, Severity } from '../../core/rules/finding.ts';
import { validatePlan } from '../../core/rules/rules.ts';
import { phraseText } from '../../core/wording/phrase.ts';

/** What `quorate validate --json` prints. */
export interface ValidationDocument {
  /** No finding is an error. */
  readonly ok: boolean;
  /** False when the text is no plan: then the findings are what is wrong with the text, and no rule was asked. */
  readonly readable: boolean;
  readonly findings: readonly {
    readonly id: string;
    readonly severity: Severity;
    readonly path: PlanPath;
    readonly field: string;
    /** Place in the text, counted from 1; of something that is not written, the nearest thing that is. */
    readonly line: number;
    readonly column: number;
    readonly message: string;
    readonly fixes: readonly Fix[];
    readonly reference: string;
  }[];
}

/**
 * Judges the text of a plan: first whether it is one, then by every rule, then against what was deployed last.
 * @param deployed the plan as it was deployed; what a deployment would refuse to change is a warning, since taking it back is enough
 */
export function validationDocument(planText: string, deployed?: Plan): ValidationDocument {
  const result = parsePlan(planText);
  if (!result.ok) {
    return {
      ok: false,
      readable: false,
      findings: result.problems.map((one) => ({
        id: `plan-${one.code}`,
        severity: 'error',
        path: one.path,
        field: one.field,
        line: one.line,
        column: one.column,
        message: one.suggestion === undefined ? one.message : `${one.message}; did you mean ${one.suggestion}?`,
        fixes: [],
        reference: 'plan file',
      })),
    };
  }
  const { plan, locate } = result.parsed;
  const findings = validatePlan(plan).map((finding) => ({
    ...finding,
    field: formatPath(finding.path),
    ...locate(finding.path),
  }));
  const refused = deployed === undefined ? [] : compareWithDeployed(plan, deployed);
  const changes = refused
    .filter(({ verdict }) => verdict === 'refuse')
    .map(({ id, path, said }) => ({
      id: `change-${id}`,
      severity: 'warning' as const,
      path,
      field: formatPath(path),
      ...locate(path),
      message: `a deployment would refuse it: ${phraseText(said)}`,
      fixes: [],
      reference: 'the plan as it was deployed',
    }));
  return {
    ok: findings.every((finding) => finding.severity !== 'error'),
    readable: true,
    findings: [...findings, ...changes],
  };
}
