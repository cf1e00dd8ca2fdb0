import type { LeaderChange } from '../../../core/health/leaderChanges.ts';
import { clockText, durationText } from '../../run/timeText.ts';
import { useText } from '../../text/language.ts';

/** Changes of the leader that the monitor has seen, the latest first. */
export function FailoverHistory({ changes }: { readonly changes: readonly LeaderChange[] }) {
  const t = useText();
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: without it the keyboard could not scroll a table wider than its panel
    <section className="panel" aria-label={t('dashboard.history')} tabIndex={0}>
      <h2>{t('dashboard.history')}</h2>
      {changes.length === 0 ? (
        <p className="dim">{t('dashboard.noHistory')}</p>
      ) : (
        <table className="grid compact">
          <caption className="hidden">{t('dashboard.history')}</caption>
          <thead>
            <tr>
              <th scope="col">{t('dashboard.when')}</th>
              <th scope="col">{t('dashboard.fromTo')}</th>
              <th scope="col">{t('dashboard.why')}</th>
              <th scope="col" className="number">
                {t('dashboard.leaderless')}
              </th>
              <th scope="col" className="number">
                {t('dashboard.timelineHead')}
              </th>
            </tr>
          </thead>
          <tbody>
            {[...changes].reverse().map((change) => (
              <tr key={`${change.at} ${change.to}`}>
                <td className="number">{clockText(change.at)}</td>
                <td className="mono">
                  {change.from} → {change.to}
                </td>
                <td>{t(change.hostLost ? 'dashboard.hostLost' : 'dashboard.handedOver')}</td>
                <td className="number">{t('dashboard.atMost', { time: durationText(change.seconds) })}</td>
                <td className="number">{change.timeline ?? ''}</td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </section>
  );
}
