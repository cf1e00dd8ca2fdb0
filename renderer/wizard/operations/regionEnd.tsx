import type { RunEnd } from '../../../electron/api/streamTypes.ts';
import { Notice } from '../../components/notice.tsx';
import { durationText } from '../../run/timeText.ts';
import { useText } from '../../text/language.ts';

/** What a promotion or a return came to. */
export function RegionEnd({ end }: { readonly end: RunEnd | undefined }) {
  const t = useText();
  if (end?.outcome === 'promoted')
    return (
      <Notice severity={end.result.lossBytes === 0 ? 'info' : 'warning'}>
        {t('regions.promoted', {
          cluster: end.result.cluster,
          host: end.result.leaderHost,
          time: durationText(end.result.seconds),
        })}{' '}
        {lossText(t, end.result)} {t('regions.afterPromotion', { cluster: end.result.formerPrimary })}
      </Notice>
    );
  if (end?.outcome === 'returned')
    return (
      <Notice severity="info">
        {t('regions.returned', {
          cluster: end.result.cluster,
          upstream: end.result.follows,
          time: durationText(end.result.seconds),
        })}
      </Notice>
    );
  return null;
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
