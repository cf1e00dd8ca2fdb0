import type { FailureBudget } from '../../../core/timing/failureBudget.ts';
import { useText } from '../../text/language.ts';
import { usePhrase } from '../../text/phrases.ts';

/** The phases of one outage with the settings that each follows from. */
export function BudgetPhases({ budget }: { readonly budget: FailureBudget }) {
  const t = useText();
  const phrase = usePhrase();
  const seconds = (value: number) => t('unit.seconds', { value: Math.round(value * 10) / 10 });
  return (
    <table className="grid compact">
      <thead>
        <tr>
          <th scope="col">{t('budget.phase')}</th>
          <th scope="col" className="number">
            {t('budget.min')}
          </th>
          <th scope="col" className="number">
            {t('budget.typical')}
          </th>
          <th scope="col" className="number">
            {t('budget.worst')}
          </th>
          <th scope="col">{t('budget.from')}</th>
        </tr>
      </thead>
      <tbody>
        {budget.phases.map((phase) => (
          <tr key={phase.name}>
            <td>
              <span className={`swatch phase-${phase.name}`} /> {t(`phase.${phase.name}`)}
              {phase.overlapsWith !== undefined && t('budget.beside', { phase: t(`phase.${phase.overlapsWith}`) })}
            </td>
            <td className="number">{seconds(phase.minSeconds)}</td>
            <td className="number">{seconds(phase.typicalSeconds)}</td>
            <td className="number">{seconds(phase.worstSeconds)}</td>
            <td className="mono">{phrase(phase.said)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
