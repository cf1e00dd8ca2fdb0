import type { CheckResult } from '../../../core/preflight/observation.ts';
import { StateWord } from '../../run/stateMark.tsx';
import { useText } from '../../text/language.ts';
import { usePhrase } from '../../text/phrases.ts';
import { cellShapes, type Selected, useCheckTitle } from './checkMatrix.tsx';
import { Fix } from './fix.tsx';

/** Everything that one check found on one host. */
export function CheckDetail({
  selected,
  results,
}: {
  readonly selected: Selected;
  readonly results: readonly CheckResult[];
}) {
  const t = useText();
  const title = useCheckTitle();
  const phrase = usePhrase();
  return (
    <section className="panel check-detail" aria-live="polite" aria-label={t('preflight.detail')}>
      <h2>
        {title(selected.check)} · <span className="mono">{selected.host}</span>
      </h2>
      {results.map((one) => (
        <div key={`${one.measured} ${one.message}`} className="check-result">
          <StateWord shape={cellShapes[one.result]} word={t(`preflight.cell.${one.result}`)} />
          <span className="number">{phrase(one.said.measured)}</span>
          <span>{phrase(one.said.message)}</span>
          {one.said.fix !== null && <Fix fix={phrase(one.said.fix)} host={one.host} />}
        </div>
      ))}
    </section>
  );
}
