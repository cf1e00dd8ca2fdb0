import type { Plan } from '../plan/plan.ts';
import { type Phrase, phraseText } from '../wording/phrase.ts';
import type { Finding, Fix, PlanPath, Rule, Severity } from './finding.ts';

/** Reports one breach of the rule that is being checked. */
export type Report = (severity: Severity, path: PlanPath, message: Phrase, fixes?: readonly Fix[]) => void;

/** Makes a rule of what it is about and the inspection that reports its breaches. */
export function defineRule(
  about: Pick<Rule, 'id' | 'title' | 'reference'>,
  inspect: (plan: Plan, report: Report) => void,
): Rule {
  return {
    ...about,
    check(plan) {
      const findings: Finding[] = [];
      inspect(plan, (severity, path, message, fixes = []) => {
        findings.push({
          id: about.id,
          severity,
          path,
          message: phraseText(message),
          said: message,
          fixes,
          reference: about.reference,
        });
      });
      return findings;
    },
  };
}

/** A fix that sets each path to a value; undefined removes it. */
export function fixOf(title: Phrase, ...edits: readonly (readonly [PlanPath, unknown])[]): Fix {
  return {
    title: phraseText(title),
    said: title,
    edits: edits.map(([path, value]) => (value === undefined ? { path } : { path, value })),
  };
}
