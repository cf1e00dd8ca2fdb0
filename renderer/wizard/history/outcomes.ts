import { type DescribedVerbId, describedVerbs } from '../../../core/procedures/describedVerbs.ts';
import type { Shape } from '../../run/stateMark.tsx';
import { type TextKey, useText } from '../../text/language.ts';
import { usePhrase } from '../../text/phrases.ts';
import type { PastRun } from './historyStore.ts';

/** How the outcome of a run is drawn. */
export const outcomeShapes: Readonly<Record<PastRun['outcome'], Shape>> = {
  done: 'good',
  failed: 'bad',
  refused: 'warn',
  stopped: 'warn',
  'cut-off': 'unknown',
  going: 'running',
};

const whats: Readonly<Record<string, TextKey>> = {
  deploy: 'history.what.deploy',
  rotate: 'history.what.rotate',
  destroy: 'history.what.destroy',
  switchover: 'history.what.switchover',
  promote: 'history.what.promote',
  return: 'history.what.return',
  recover: 'history.what.recover',
};

/** Says what a run did, with its cluster. A newer version may have written a word that this one does not know. */
export function useWhat(): (run: PastRun) => string {
  const t = useText();
  const phrase = usePhrase();
  return ({ what, cluster, rehearsal }) => {
    const key = rehearsal && what === 'deploy' ? 'history.what.rehearsal' : whats[what];
    const described = Object.hasOwn(describedVerbs, what) ? describedVerbs[what as DescribedVerbId] : undefined;
    const name = key !== undefined ? t(key) : described === undefined ? what : phrase(described.title);
    return cluster === null ? name : t('history.whatOf', { what: name, cluster });
  };
}
