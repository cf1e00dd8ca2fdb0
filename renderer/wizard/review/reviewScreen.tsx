import './review.css';
import { useMemo, useState } from 'react';
import type { Failure } from '../../../core/quorum/failure.ts';
import { planTimingReport } from '../../../core/timing/timingReport.ts';
import { FindingList } from '../../components/findingList.tsx';
import { Notice } from '../../components/notice.tsx';
import { TabBar } from '../../components/tabBar.tsx';
import { judge } from '../../stores/judge.ts';
import { useWizard } from '../../stores/wizard.ts';
import { useText } from '../../text/language.ts';
import { BudgetTimeline } from '../objectives/budgetTimeline.tsx';
import { ExportPanel } from './exportPanel.tsx';
import { FilesPanel } from './filesPanel.tsx';
import { SimulatorPanel } from './simulatorPanel.tsx';
import { SurvivalTable } from './survivalTable.tsx';

const tabs = ['topology', 'budget', 'survival', 'files', 'findings', 'export'] as const;
type Tab = (typeof tabs)[number];

/** The whole plan, proven on paper. */
export function ReviewScreen() {
  const t = useText();
  const text = useWizard((state) => state.text);
  const [tab, setTab] = useState<Tab>('topology');
  const [failures, setFailures] = useState<readonly Failure[]>([]);
  const judged = judge(text);
  const report = useMemo(() => (judged.kind === 'plan' ? planTimingReport(judged.plan) : undefined), [judged]);
  if (judged.kind !== 'plan' || report === undefined) return null;
  const { plan, findings } = judged;
  const show = (some: readonly Failure[]) => {
    setFailures(some);
    setTab('topology');
  };
  const labels = tabs.map((one) => ({
    value: one,
    label: one === 'findings' ? t('review.findings', { count: findings.length }) : t(`tab.${one}`),
  }));

  return (
    <section className="review">
      <h1>{t('review.title')}</h1>
      <TabBar label={t('review.title')} tabs={labels} value={tab} onChange={setTab} />
      <div role="tabpanel" id={`panel-${tab}`} aria-labelledby={`tab-${tab}`} className="tab-panel">
        {tab === 'topology' && (
          <SimulatorPanel plan={plan} budget={report.budget} failures={failures} onFailures={setFailures} />
        )}
        {tab === 'budget' && (
          <div className="panel">
            <BudgetTimeline budget={report.budget} rtoSeconds={plan.objectives.rtoSeconds} />
          </div>
        )}
        {tab === 'survival' && <SurvivalTable plan={plan} onShow={show} />}
        {tab === 'files' && <FilesPanel plan={plan} />}
        {tab === 'findings' &&
          (findings.length === 0 ? (
            <Notice severity="info">{t('review.noFindings')}</Notice>
          ) : (
            <FindingList findings={findings} />
          ))}
        {tab === 'export' && <ExportPanel />}
      </div>
    </section>
  );
}
