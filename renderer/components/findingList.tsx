import { Button } from '@mantine/core';
import { formatPath, type PlanPath } from '../../core/plan/planPath.ts';
import type { Finding } from '../../core/rules/finding.ts';
import { isWithin, judge } from '../stores/judge.ts';
import { edit, useWizard } from '../stores/wizard.ts';
import { useText } from '../text/language.ts';
import { usePhrase } from '../text/phrases.ts';
import { Mark } from './mark.tsx';

interface FindingsAtProps {
  readonly paths: readonly PlanPath[];
  /** Only what is said of these places themselves: what lies below stands beside its own field. */
  readonly exact?: boolean;
}

/** What the rules say of these parts of the plan, each with the buttons that put it right. Nothing when they say nothing. */
export function FindingsAt({ paths, exact = false }: FindingsAtProps) {
  const text = useWizard((state) => state.text);
  const judged = judge(text);
  const findings =
    judged.kind === 'plan'
      ? judged.findings.filter((one) =>
          paths.some((path) => isWithin(one.path, path) && (!exact || one.path.length === path.length)),
        )
      : [];
  return findings.length === 0 ? null : <FindingList findings={findings} />;
}

export function FindingList({ findings }: { readonly findings: readonly Finding[] }) {
  const t = useText();
  const phrase = usePhrase();
  return (
    <ul className="findings" aria-label={t('findings.title')}>
      {findings.map((finding) => (
        <li
          key={`${finding.id} ${formatPath(finding.path)} ${finding.message}`}
          className={`notice notice-${finding.severity}`}
        >
          <Mark severity={finding.severity} />
          <div>
            <strong>{t(`severity.${finding.severity}`)}</strong>{' '}
            <span className="notice-text">{phrase(finding.said)}</span>
            <div className="finding-foot">
              <code>{formatPath(finding.path)}</code>
              {finding.fixes.map((fix) => (
                <Button key={fix.title} size="compact-xs" variant="default" onClick={() => edit(fix.edits)}>
                  {t('findings.fix')}
                  {phrase(fix.said)}
                </Button>
              ))}
            </div>
          </div>
        </li>
      ))}
    </ul>
  );
}
