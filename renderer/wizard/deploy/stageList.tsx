import { observedPhrase, predictedPhrase, whatIfPhrase } from '../../../core/impact/sentences.ts';
import type { StageReport } from '../../../core/impact/stageReport.ts';
import { useText } from '../../text/language.ts';
import { usePhrase } from '../../text/phrases.ts';

/** Of each stage: what clients will notice, what the loss of a host would mean meanwhile, and what was observed. */
export function StageList({ stages }: { readonly stages: readonly Omit<StageReport, 'title'>[] }) {
  const t = useText();
  const phrase = usePhrase();
  const known = stages.filter(({ predicted, whatIf }) => predicted !== null && whatIf.length > 0);
  if (known.length === 0) return null;
  return (
    <section className="panel" aria-label={t('deploy.stages')}>
      <h2>{t('deploy.stages')}</h2>
      <ol className="stage-list">
        {known.map((stage) => {
          const loss = whatIfPhrase(stage.whatIf);
          return (
            <li key={stage.id}>
              <strong>{phrase(stage.said)}</strong>
              {stage.foreseen === true && <span className="dim"> {t('deploy.foreseen')}</span>}
              {stage.predicted !== null && <p>{phrase(predictedPhrase(stage.predicted))}</p>}
              {loss !== undefined && <p className="dim">{phrase(loss)}</p>}
              {stage.observed !== null && <p>{phrase(observedPhrase(stage, stage.observed))}</p>}
            </li>
          );
        })}
      </ol>
    </section>
  );
}
