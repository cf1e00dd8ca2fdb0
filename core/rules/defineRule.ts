import type { Plan } from '../plan/plan.ts';
import { type Phrase, phraseText } from '../wording/phrase.ts';
import type { Finding, Fix, PlanPath, Rule, Severity } from './finding.ts';

/** Reports one breach of the rule that is being checked. */
export type Report = (severity: Severity, path: PlanPath, message: string | Phrase, fixes?: readonly Fix[]) => void;

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
        const said = typeof message === 'string' ? {} : { said: message };
        findings.push({
          id: about.id,
          severity,
          path,
          message: phraseText(message),
          ...said,
          fixes,
          reference: about.reference,
        });
      });
      return findings;
    },
  };
}

/** A fix that sets each path to a value; undefined removes it. */
export function fixOf(title: string | Phrase, ...edits: readonly (readonly [PlanPath, unknown])[]): Fix {
  const said = typeof title === 'string' ? {} : { said: title };
  return {
    title: phraseText(title),
    ...said,
    edits: edits.map(([path, value]) => (value === undefined ? { path } : { path, value })),
  };
}

/** Joins names for a sentence: `a`, `a and b`, `a, b and c`. */
export function listed(names: readonly string[]): string {
  const last = names.at(-1) ?? '';
  return names.length < 2 ? last : `${names.slice(0, -1).join(', ')} and ${last}`;
}
