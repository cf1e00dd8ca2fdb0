import './objectives.css';
import { type FailureBudget, type FailureKind, failureKinds } from '../../../core/timing/failureBudget.ts';
import { useText } from '../../text/language.ts';
import { BudgetPhases } from './budgetPhases.tsx';

interface BudgetTimelineProps {
  readonly budget: Readonly<Record<FailureKind, FailureBudget>>;
  readonly rtoSeconds: number;
  /** Only these failures; default: all of them. */
  readonly kinds?: readonly FailureKind[];
}

/** How long clients cannot write after each failure: the phases of the typical case as a bar, the worst case as a line, the objective across. */
export function BudgetTimeline({ budget, rtoSeconds, kinds = failureKinds }: BudgetTimelineProps) {
  const t = useText();
  const longest = Math.max(rtoSeconds, ...kinds.map((kind) => budget[kind].worstSeconds)) * 1.04;
  const percent = (value: number) => `${(100 * value) / longest}%`;
  return (
    <div className="budget">
      <div className="budget-row budget-axis" aria-hidden="true">
        <span />
        <div className="budget-ticks">
          {ticks(longest, rtoSeconds).map((tick) => (
            <span key={tick} style={{ left: percent(tick) }}>
              {t('unit.seconds', { value: tick })}
            </span>
          ))}
          <span className="budget-rto-label" style={{ left: percent(rtoSeconds) }}>
            {t('budget.rto', { rto: short(rtoSeconds) })}
          </span>
        </div>
      </div>
      {kinds.map((kind) => {
        const one = budget[kind];
        const verdict = verdictOf(one, rtoSeconds);
        const phases = phasesInLine(one);
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
              <span className={`verdict ${verdictLook[verdict]}`}>{t(`budget.${verdict}`)}</span>
            </div>
            <div>
              <div className="budget-track">
                {phases.map(({ name, from, length }) => (
                  <span
                    key={name}
                    className={`budget-phase phase-${name}`}
                    style={{ left: percent(from), width: percent(length) }}
                    title={`${t(`phase.${name}`)}: ${t('unit.seconds', { value: short(length) })}`}
                  >
                    <span className="budget-phase-name">{t(`phaseShort.${name}`)}</span>
                  </span>
                ))}
                <span
                  className="budget-range"
                  style={{ left: percent(one.minSeconds), width: percent(one.worstSeconds - one.minSeconds) }}
                />
                <span className="budget-rto" style={{ left: percent(rtoSeconds) }} />
              </div>
              <details className="budget-why">
                <summary>{t('budget.why')}</summary>
                <BudgetPhases budget={one} />
              </details>
            </div>
          </div>
        );
      })}
      <ul className="budget-legend">
        {namesOf(kinds.map((kind) => budget[kind])).map((name) => (
          <li key={name}>
            <span className={`swatch phase-${name}`} /> {t(`phase.${name}`)}
          </li>
        ))}
      </ul>
      <p className="dim budget-key">{t('budget.key')}</p>
    </div>
  );
}

type Verdict = 'within' | 'typicalOnly' | 'coincidence' | 'beyond';

const verdictLook: Readonly<Record<Verdict, string>> = {
  within: 'verdict-good',
  typicalOnly: 'verdict-bad',
  coincidence: 'verdict-bad',
  beyond: 'verdict-fail',
};

/** The objective is about single failures: that the same host led etcd too is said, and does not count as a miss. */
function verdictOf({ kind, typicalSeconds, worstSeconds }: FailureBudget, rtoSeconds: number): Verdict {
  if (worstSeconds <= rtoSeconds) return 'within';
  if (typicalSeconds <= rtoSeconds) return 'typicalOnly';
  return kind === 'etcdLeaderAndPrimary' ? 'coincidence' : 'beyond';
}

/** The phases that the bars show, in the order in which they first come. */
function namesOf(budgets: readonly FailureBudget[]) {
  return [...new Set(budgets.flatMap((budget) => phasesInLine(budget).map(({ name }) => name)))];
}

/** About six round figures for the axis, apart from the one that the objective's own label covers. */
function ticks(longest: number, rtoSeconds: number): number[] {
  const step = [1, 2, 5, 10, 20, 30, 60, 120, 300, 600, 1800, 3600].find((one) => longest / one <= 8) ?? 7200;
  const all = Array.from({ length: Math.floor((0.97 * longest) / step) + 1 }, (_, index) => index * step);
  return all.filter((tick) => tick - rtoSeconds > 0.09 * longest || rtoSeconds - tick > 0.11 * longest);
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
