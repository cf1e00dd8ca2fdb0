import './objectives.css';
import { useEffect, useState } from 'react';
import { modeObjectives } from '../../../core/plan/complete.ts';
import type { PlanEdit } from '../../../core/plan/edit.ts';
import type { Plan } from '../../../core/plan/plan.ts';
import { type ObjectiveMode, objectiveModes, type TuningTemplate, tuningTemplates } from '../../../core/plan/schema.ts';
import { failureBudget } from '../../../core/timing/failureBudget.ts';
import { resolveTiming } from '../../../core/timing/resolveTiming.ts';
import { planTimingReport } from '../../../core/timing/timingReport.ts';
import { Choices } from '../../components/choices.tsx';
import { FindingsAt } from '../../components/findingList.tsx';
import { judge } from '../../stores/judge.ts';
import { edit, useWizard } from '../../stores/wizard.ts';
import { useText } from '../../text/language.ts';
import { BudgetTimeline } from './budgetTimeline.tsx';
import { RpoField, RtoField } from './objectiveFields.tsx';
import { Reach } from './reach.tsx';
import { planSize } from './sizeText.ts';
import { TimingValues } from './timingValues.tsx';

/** How long an outage may last and how much may be lost, and what follows. */
export function ObjectivesScreen() {
  const t = useText();
  const text = useWizard((state) => state.text);
  const judged = judge(text);
  const stored = judged.kind === 'plan' ? judged.plan.objectives : undefined;
  const [rto, setRto] = useState(stored?.rtoSeconds ?? 0);
  const [rpo, setRpo] = useState(stored?.rpoBytes ?? 0);
  useEffect(() => {
    setRto(stored?.rtoSeconds ?? 0);
    setRpo(stored?.rpoBytes ?? 0);
  }, [stored?.rtoSeconds, stored?.rpoBytes]);
  if (judged.kind !== 'plan' || stored === undefined) return null;
  const { plan } = judged;
  // While a slider moves, everything shows what would follow; the plan changes when it is let go.
  const moved = rto !== stored.rtoSeconds || rpo !== stored.rpoBytes;
  const shown = moved ? withObjectives(plan, rto, rpo) : plan;
  const report = planTimingReport(shown);
  const own = (rtoSeconds: number, rpoBytes: number | string) => edit([objectivesEdit(rtoSeconds, rpoBytes)]);
  const mode: ObjectiveMode = moved ? 'custom' : stored.mode;

  return (
    <section>
      <h1>{t('objectives.title')}</h1>
      <p className="lead">{t('objectives.lead')}</p>
      <div className="objectives">
        <div className="panel">
          <Choices
            legend={t('objectives.mode')}
            name="mode"
            value={mode}
            choices={modesShown.map((value) => ({
              value,
              label: t(`mode.${value}`),
              hint: `${t(`modeHint.${value}`)} ${value === 'custom' ? '' : t('modeHint.gives', outageOf(plan, value))}`.trim(),
            }))}
            onChange={(value) =>
              value === 'custom' ? own(rto, rpo) : edit([{ path: ['objectives'], value: { mode: value } }])
            }
          />
        </div>
        <div className="panel objective-fields">
          <RtoField seconds={rto} onMove={setRto} onChange={(seconds) => own(seconds, planSize(rpo))} />
          <RpoField bytes={rpo} onMove={setRpo} onChange={(size) => own(rto, size)} />
          <label className="field">
            <span className="field-label">{t('objectives.template')}</span>
            <select
              className="cell cell-framed"
              value={plan.postgres.template}
              onChange={(event) =>
                edit([{ path: ['postgres', 'template'], value: event.currentTarget.value as TuningTemplate }])
              }
            >
              {tuningTemplates.map((template) => (
                <option key={template} value={template}>
                  {t(`template.${template}`)}
                </option>
              ))}
            </select>
          </label>
          <Reach plan={shown} report={report} onRto={(seconds) => own(seconds, planSize(rpo))} />
        </div>
      </div>
      <div className="panel budget-panel">
        <h2>{t('objectives.budget')}</h2>
        <BudgetTimeline budget={report.budget} rtoSeconds={rto} />
      </div>
      <FindingsAt paths={[['objectives'], ['patroni', 'timing'], ['etcd'], ['haproxy', 'checks']]} />
      <TimingValues explanations={report.explanations} />
    </section>
  );
}

/** What a person wants comes before what tradition offers. */
const modesShown = ['custom', ...objectiveModes.filter((mode) => mode !== 'custom')] as const;

/** What the loss of the primary's host costs with the classic timing of a mode, in seconds. */
function outageOf(plan: Plan, mode: ObjectiveMode): { readonly typical: number; readonly worst: number } {
  const { rtoSeconds, rpoBytes } = modeObjectives[mode];
  const { objectives, ...rest } = withObjectives(plan, rtoSeconds, rpoBytes);
  const timing = resolveTiming({ ...rest, objectives: { ...objectives, mode } });
  const budget = failureBudget(timing, 'hostLoss', { vip: plan.access.vip !== undefined });
  return { typical: tenths(budget.typicalSeconds), worst: tenths(budget.worstSeconds) };
}

function tenths(seconds: number): number {
  return Math.round(seconds * 10) / 10;
}

function objectivesEdit(rto: number, rpo: number | string): PlanEdit {
  return { path: ['objectives'], value: { mode: 'custom', rto, rpo } };
}

/** What the plan would be with these objectives, as `completePlan` makes it. */
function withObjectives(plan: Plan, rtoSeconds: number, rpoBytes: number): Plan {
  const synchronous = { ...plan.patroni.synchronous, enabled: rpoBytes === 0 };
  return {
    ...plan,
    objectives: { mode: 'custom', rtoSeconds, rpoBytes },
    patroni: { ...plan.patroni, synchronous },
  };
}
