import type { TimingExplanation } from '../../../core/timing/timing.ts';
import { useText } from '../../text/language.ts';
import { usePhrase } from '../../text/phrases.ts';

/** Every derived value with its formula and where the rule comes from. */
export function TimingValues({ explanations }: { readonly explanations: readonly TimingExplanation[] }) {
  const t = useText();
  const phrase = usePhrase();
  return (
    <details className="values">
      <summary>{t('timing.title', { count: explanations.length })}</summary>
      <table className="grid compact">
        <thead>
          <tr>
            <th scope="col">{t('timing.name')}</th>
            <th scope="col">{t('timing.value')}</th>
            <th scope="col">{t('timing.formula')}</th>
            <th scope="col">{t('timing.source')}</th>
          </tr>
        </thead>
        <tbody>
          {explanations.map((one) => (
            <tr key={one.name}>
              <td className="mono">{one.name}</td>
              <td className="number">
                {one.value} {one.unit === 'count' ? '' : one.unit}
              </td>
              <td className="mono">{phrase(one.said.formula)}</td>
              <td>{phrase(one.said.source)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </details>
  );
}
