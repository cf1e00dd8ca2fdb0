import { type FailureBudget, type FailureKind, failureKinds } from '../../../core/timing/failureBudget.ts';
import { useText } from '../../text/language.ts';

interface BudgetTimelineProps {
  readonly budget: Readonly<Record<FailureKind, FailureBudget>>;
  readonly rtoSeconds: number;
}

/** How long clients cannot write after each failure: the phases of the typical case as a bar, the worst case as a line, the objective across. */
export function BudgetTimeline({ budget, rtoSeconds }: BudgetTimelineProps) {
  const t = useText();
  const longest = Math.max(rtoSeconds, ...failureKinds.map((kind) => budget[kind].worstSeconds)) * 1.04;
  const percent = (value: number) => `${(100 * value) / longest}%`;
  return (
    <div className="budget">
      {failureKinds.map((kind) => {
        const one = budget[kind];
        const within = one.worstSeconds <= rtoSeconds;
        return (
          <div key={kind} className="budget-row">
            <div className="budget-name">
              <strong>{t(`failure.${kind}`)}</strong>
              <span className="number">
                {t('budget.numbers', {
                  min: short(one.minSeconds),
                  typical: short(one.typicalSeconds),
                  worst: short(one.worstSeconds),
                })}
              </span>
              <span className={within ? 'verdict verdict-good' : 'verdict verdict-bad'}>
                {t(
                  within ? 'budget.within' : one.typicalSeconds <= rtoSeconds ? 'budget.typicalOnly' : 'budget.beyond',
                )}
              </span>
            </div>
            <div className="budget-track">
              <div className="budget-phases">
                {phasesInLine(one).map(({ name, from, length }) => (
                  <span
                    key={name}
                    className={`budget-phase phase-${name}`}
                    style={{ left: percent(from), width: percent(length) }}
                    title={`${t(`phase.${name}`)}: ${short(length)} s`}
                  />
                ))}
              </div>
              <span
                className="budget-range"
                style={{ left: percent(one.minSeconds), width: percent(one.worstSeconds - one.minSeconds) }}
              />
              <span className="budget-rto" style={{ left: percent(rtoSeconds) }} />
            </div>
            <details className="budget-why">
              <summary>{t('budget.why')}</summary>
              <table className="grid compact">
                <thead>
                  <tr>
                    <th scope="col">{t('budget.phase')}</th>
                    <th scope="col">{t('budget.min')}</th>
                    <th scope="col">{t('budget.typical')}</th>
                    <th scope="col">{t('budget.worst')}</th>
                    <th scope="col">{t('budget.from')}</th>
                  </tr>
                </thead>
                <tbody>
                  {one.phases.map((phase) => (
                    <tr key={phase.name}>
                      <td>
                        <span className={`swatch phase-${phase.name}`} /> {t(`phase.${phase.name}`)}
                        {phase.overlapsWith !== undefined &&
                          ` (${t('budget.beside', { phase: t(`phase.${phase.overlapsWith}`) })})`}
                      </td>
                      <td className="number">{short(phase.minSeconds)} s</td>
                      <td className="number">{short(phase.typicalSeconds)} s</td>
                      <td className="number">{short(phase.worstSeconds)} s</td>
                      <td className="mono" lang="en">
                        {phase.formula}
                      </td>
                    </tr>
                  ))}
                </tbody>
              </table>
            </details>
          </div>
        );
      })}
      <p className="dim">{t('budget.key', { rto: short(rtoSeconds) })}</p>
    </div>
  );
}

/** The phases of the typical case one after the other; those that run beside another one are part of it. */
function phasesInLine(budget: FailureBudget) {
  let from = 0;
  return budget.phases
    .filter((phase) => phase.overlapsWith === undefined)
    .map((phase) => {
      const inner = budget.phases.filter((one) => one.overlapsWith === phase.name).map((one) => one.typicalSeconds);
      const length = Math.max(phase.typicalSeconds, ...inner);
      const placed = { name: phase.name, from, length };
      from += length;
      return placed;
    });
}

function short(seconds: number): string {
  return String(Math.round(seconds * 10) / 10);
}
