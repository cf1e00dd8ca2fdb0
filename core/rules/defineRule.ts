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
      // Clusters share settings: what is said of one place for each of them is said once.
      const findings = new Map<string, Finding>();
      inspect(plan, (severity, path, said, fixes = []) => {
        const message = phraseText(said);
        const key = JSON.stringify([path, message]);
        if (!findings.has(key))
          findings.set(key, { id: about.id, severity, path, message, said, fixes, reference: about.reference });
      });
      return [...findings.values()];
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
