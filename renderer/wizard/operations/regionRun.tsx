import type { RunKind } from '../../../electron/api/streamTypes.ts';
import { Notice } from '../../components/notice.tsx';
import { EndNotice } from '../../run/endNotice.tsx';
import type { RegionView } from '../../run/regionView.ts';
import { durationText } from '../../run/timeText.ts';
import { useText } from '../../text/language.ts';
import { usePhrase } from '../../text/phrases.ts';

/** How a promotion or a return goes, and what it came to. */
export function RegionRun({ kind, view }: { readonly kind: RunKind; readonly view: RegionView }) {
  const t = useText();
  const phrase = usePhrase();
  const { lines, end } = view;
  return (
    <>
      <div role="log" aria-label={t(kind === 'promote' ? 'regions.promoteLog' : 'regions.returnLog')}>
        <ul className="region-lines">
          {lines.map((line, index) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: lines are only ever added at the end
            <li key={index}>{phrase(line)}</li>
          ))}
          {end === undefined && <li className="dim">{t('regions.underWay')}</li>}
        </ul>
      </div>
      {end?.outcome === 'promoted' && (
        <Notice severity={end.result.lossBytes === 0 ? 'info' : 'warning'}>
          {t('regions.promoted', {
            cluster: end.result.cluster,
            host: end.result.leaderHost,
            time: durationText(end.result.seconds),
          })}{' '}
          {lossText(t, end.result)} {t('regions.afterPromotion', { cluster: end.result.formerPrimary })}
        </Notice>
      )}
      {end?.outcome === 'returned' && (
        <Notice severity="info">
          {t('regions.returned', {
            cluster: end.result.cluster,
            upstream: end.result.follows,
            time: durationText(end.result.seconds),
          })}
        </Notice>
      )}
      <EndNotice end={end} />
    </>
  );
}

/** What of the other region had not arrived; it may be unknown. */
function lossText(
  t: ReturnType<typeof useText>,
  result: { readonly lossBytes: number | null; readonly lastReplayedAt: string | null; readonly formerPrimary: string },
): string {
  if (result.lossBytes === 0) return t('regions.lossNone');
  if (result.lossBytes !== null)
    return t('regions.lossBytes', { bytes: result.lossBytes, cluster: result.formerPrimary });
  return result.lastReplayedAt === null
    ? t('regions.lossUnknown', { cluster: result.formerPrimary })
    : t('regions.lossSince', { cluster: result.formerPrimary, time: result.lastReplayedAt });
}
