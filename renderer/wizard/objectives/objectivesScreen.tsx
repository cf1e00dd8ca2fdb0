import { Button, NativeSelect, SegmentedControl, Slider } from '@mantine/core';
import { useEffect, useState } from 'react';
import { editPlan, type PlanEdit } from '../../../core/plan/edit.ts';
import { parsePlan } from '../../../core/plan/parse.ts';
import type { Plan } from '../../../core/plan/plan.ts';
import { type ObjectiveMode, objectiveModes } from '../../../core/plan/schema.ts';
import { planTimingReport } from '../../../core/timing/timingReport.ts';
import { FindingsAt } from '../../components/findingList.tsx';
import { Notice } from '../../components/notice.tsx';
import { judge } from '../../stores/judge.ts';
import { edit, useWizard } from '../../stores/wizard.ts';
import { useText } from '../../text/language.ts';
import { BudgetTimeline } from './budgetTimeline.tsx';
import { sizeText } from './sizeText.ts';
import { TimingValues } from './timingValues.tsx';

const rpoChoices = [0, 65_536, 1_048_576, 16_777_216, 134_217_728, 1_073_741_824];

/** How long an outage may last and how much may be lost, and what follows. */
export function ObjectivesScreen() {
  const t = useText();
  const text = useWizard((state) => state.text);
  const judged = judge(text);
  const stored = judged.kind === 'plan' ? judged.plan.objectives.rtoSeconds : 0;
  const [rto, setRto] = useState(stored);
  useEffect(() => setRto(stored), [stored]);
  if (judged.kind !== 'plan') return null;
  const { plan } = judged;
  const { mode, rpoBytes } = plan.objectives;
  const own = (rtoSeconds: number, rpo: number): PlanEdit => ({
    path: ['objectives'],
    value: { mode: 'custom', rto: rtoSeconds, rpo },
  });
  // While the slider moves, the timeline shows what would follow; the plan changes when it is let go.
  const shown = rto === stored ? plan : previewed(text, own(rto, rpoBytes), plan);
  const report = planTimingReport(shown);
  const { worst } = report.solver;
  const nearest = worst.feasible ? undefined : Math.ceil(worst.best.budget.worstSeconds);

  return (
    <section>
      <h1>{t('objectives.title')}</h1>
      <p className="lead">{t('objectives.lead')}</p>
      <div className="objectives">
        <div>
          <h2 id="mode-label">{t('objectives.mode')}</h2>
          <SegmentedControl
            size="xs"
            aria-labelledby="mode-label"
            value={mode}
            data={objectiveModes.map((value) => ({ value, label: t(`mode.${value}`) }))}
            onChange={(value) =>
              edit([
                value === 'custom'
                  ? own(stored, rpoBytes)
                  : { path: ['objectives'], value: { mode: value as ObjectiveMode } },
              ])
            }
          />
          <p className="dim">{t(`modeHint.${mode}`)}</p>
        </div>
        <div>
          <h2 id="rto-label">
            {t('objectives.rto')} <span className="number">{rto} s</span>
          </h2>
          <Slider
            aria-labelledby="rto-label"
            thumbProps={{ 'aria-labelledby': 'rto-label', 'aria-valuetext': `${rto} s` }}
            min={10}
            max={180}
            step={1}
            value={Math.min(180, Math.max(10, rto))}
            label={(value) => `${value} s`}
            onChange={setRto}
            onChangeEnd={(value) => value !== stored && edit([own(value, rpoBytes)])}
          />
        </div>
        <NativeSelect
          label={t('objectives.rpo')}
          size="xs"
          value={String(rpoBytes)}
          data={[...new Set([...rpoChoices, rpoBytes])].map((bytes) => ({
            value: String(bytes),
            label: bytes === 0 ? t('objectives.rpoZero') : t('objectives.rpoBytes', { size: sizeText(bytes) }),
          }))}
          onChange={(event) => edit([own(stored, Number(event.currentTarget.value))])}
        />
      </div>
      {nearest !== undefined && (
        <Notice severity="warning">
          {t('objectives.infeasible', { rto, nearest })} <span lang="en">{worst.feasible ? '' : worst.reason}</span>{' '}
          <Button size="compact-xs" variant="default" onClick={() => edit([own(nearest, rpoBytes)])}>
            {t('objectives.useNearest', { nearest })}
          </Button>
        </Notice>
      )}
      <h2>{t('objectives.budget')}</h2>
      <BudgetTimeline budget={report.budget} rtoSeconds={rto} />
      <FindingsAt paths={[['objectives'], ['patroni'], ['etcd'], ['haproxy']]} />
      <TimingValues explanations={report.explanations} />
    </section>
  );
}

function previewed(text: string, change: PlanEdit, otherwise: Plan): Plan {
  const result = parsePlan(editPlan(text, [change]));
  return result.ok ? result.parsed.plan : otherwise;
}
