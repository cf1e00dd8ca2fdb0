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

/** Says what a run did. A newer version may have written a word that this one does not know. */
export function useWhatOf(): (what: string) => string {
  const t = useText();
  const phrase = usePhrase();
  return (what) => {
    const key = Object.hasOwn(whats, what) ? whats[what] : undefined;
    const described = Object.hasOwn(describedVerbs, what) ? describedVerbs[what as DescribedVerbId] : undefined;
    return key !== undefined ? t(key) : described === undefined ? what : phrase(described.title);
  };
}

/** Says what a run did, with its cluster. */
export function useWhat(): (run: PastRun) => string {
  const t = useText();
  const whatOf = useWhatOf();
  return ({ what, cluster, rehearsal }) => {
    const name = rehearsal && what === 'deploy' ? t('history.what.rehearsal') : whatOf(what);
    return cluster === null ? name : t('history.whatOf', { what: name, cluster });
  };
}
