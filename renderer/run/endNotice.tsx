import type { RunEnd } from '../../electron/api/streamTypes.ts';
import { Notice } from '../components/notice.tsx';
import { useText } from '../text/language.ts';
import { usePhrase } from '../text/phrases.ts';

/** Why a run could not be carried out, in the words of the program. Nothing for one that was. */
export function EndNotice({ end }: { readonly end: RunEnd | undefined }) {
  const t = useText();
  const phrase = usePhrase();
  if (end?.outcome === 'stopped') return <Notice severity="warning">{t('run.stopped')}</Notice>;
  if (end?.outcome !== 'problem') return null;
  return (
    <Notice severity="error">
      <span>{phrase(end.said)}</span>
      {end.kind === 'fault' && <p className="dim">{t('run.fault')}</p>}
    </Notice>
  );
}
