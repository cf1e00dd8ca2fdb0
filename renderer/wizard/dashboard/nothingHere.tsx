import { Button } from '@mantine/core';
import type { Verdict } from '../../../core/health/verdict.ts';
import { listOf } from '../../../core/wording/phrase.ts';
import { goTo } from '../../stores/wizard.ts';
import { useText } from '../../text/language.ts';
import { usePhrase } from '../../text/phrases.ts';

/** The states in which there is no cluster of this project to look at or to work on. */
export type NothingHere = Extract<Verdict, 'not-deployed' | 'removed' | 'foreign'>;

export function isNothingHere(verdict: Verdict): verdict is NothingHere {
  return verdict === 'not-deployed' || verdict === 'removed' || verdict === 'foreign';
}

/** Why there is nothing, and the way to something. */
export function NothingHerePanel({
  verdict,
  silent,
}: {
  readonly verdict: NothingHere;
  readonly silent: readonly string[];
}) {
  const t = useText();
  const phrase = usePhrase();
  return (
    <div className="panel empty-state">
      <h2>{t(`dashboard.empty.${verdict}`)}</h2>
      <p className="dim">{t(`dashboard.emptyText.${verdict}`)}</p>
      {silent.length > 0 && (
        <p className="dim">{t('dashboard.emptySilent', { hosts: phrase(listOf(silent, 'comma')) })}</p>
      )}
      <Button variant="default" size="xs" onClick={() => goTo(verdict === 'foreign' ? 'review' : 'deploy')}>
        {t(verdict === 'foreign' ? 'dashboard.toReview' : 'dashboard.toDeploy')}
      </Button>
    </div>
  );
}
