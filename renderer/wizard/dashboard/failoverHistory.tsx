import type { LeaderChange } from '../../../core/health/leaderChanges.ts';
import { Notice } from '../../components/notice.tsx';
import { durationText, momentText } from '../../run/timeText.ts';
import { useText } from '../../text/language.ts';

const whys = { told: 'dashboard.toldByPatroni', lost: 'dashboard.hostLost', handed: 'dashboard.handedOver' } as const;

interface FailoverHistoryProps {
  readonly changes: readonly LeaderChange[];
  readonly notKept: string | undefined;
  /** Milliseconds since the epoch. */
  readonly now: number;
}

/** Changes of the leader that the project knows of, the latest first. */
export function FailoverHistory({ changes, notKept, now }: FailoverHistoryProps) {
  const t = useText();
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: without it the keyboard could not scroll a table wider than its panel
    <section className="panel" aria-label={t('dashboard.history')} tabIndex={0}>
      <h2>{t('dashboard.history')}</h2>
      {notKept !== undefined && <Notice severity="warning">{t('dashboard.historyNotKept', { why: notKept })}</Notice>}
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
                <td className="number">{momentText(change.at, now)}</td>
                <td className="mono">
                  {change.from ?? '?'} → {change.to}
                </td>
                <td>{t(whys[change.hostLost === null ? 'told' : change.hostLost ? 'lost' : 'handed'])}</td>
                <td className="number">
                  {change.seconds === null
                    ? t('dashboard.notMeasured')
                    : t('dashboard.atMost', { time: durationText(change.seconds) })}
                </td>
                <td className="number">{change.timeline ?? ''}</td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </section>
  );
}
