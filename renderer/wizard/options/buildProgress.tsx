import { distributions } from '../../../core/plan/distributions.ts';
import type { Release } from '../../../core/plan/schema.ts';
import { ProgressBar } from '../../components/progressBar.tsx';
import { durationText } from '../../run/timeText.ts';
import { useNow } from '../../run/useNow.ts';
import { useText } from '../../text/language.ts';

export interface BuildState {
  /** When it began, milliseconds since the epoch. */
  readonly since: number;
  /** What was told last. */
  readonly told?: {
    readonly release: Release;
    readonly phase: 'index' | 'download' | 'describe' | 'write';
    readonly share?: number | undefined;
  };
}

/** How far the building of a bundle is. */
export function BuildProgress({ state: { since, told } }: { readonly state: BuildState }) {
  const t = useText();
  const now = useNow(true);
  const percent = told?.share === undefined ? undefined : Math.floor(told.share * 100);
  const phase = told === undefined ? t('bundlePhase.begin') : t(`bundlePhase.${told.phase}`);
  return (
    <div>
      <p className="dim" role="status">
        {told === undefined ? phase : `${distributions[told.release].title}: ${phase}`}
      </p>
      <div className="progress-row">
        <ProgressBar label={t('bundle.progress')} percent={percent} />
        <span className="number dim">{durationText((now - since) / 1000)}</span>
      </div>
    </div>
  );
}
