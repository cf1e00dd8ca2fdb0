import type { Alert } from '../../../core/health/alerts.ts';
import { StateWord } from '../../run/stateMark.tsx';
import { useText } from '../../text/language.ts';
import { usePhrase } from '../../text/phrases.ts';
import { sizeText } from '../objectives/sizeText.ts';

/** What is wrong now, the worst first. */
export function AlertList({ alerts }: { readonly alerts: readonly Alert[] }) {
  const t = useText();
  const phrase = usePhrase();
  return (
    <section className="alerts" aria-label={t('dashboard.alerts')} aria-live="polite">
      {alerts.length === 0 ? (
        <p className="dim">{t('dashboard.noAlerts')}</p>
      ) : (
        <ul className="trouble-list">
          {alerts.map((alert) => (
            <li
              key={`${alert.id} ${alert.subject}`}
              className={alert.severity === 'error' ? 'trouble trouble-bad' : 'trouble'}
            >
              <StateWord shape={alert.severity === 'error' ? 'bad' : 'warn'} word={t(`severity.${alert.severity}`)} />
              <span>{t(`alert.${alert.id}`, { subject: alert.subject, value: sizeText(alert.value ?? 0) })}</span>
              {alert.why !== undefined && <span>{phrase(alert.why)}</span>}
              <span className="dim">{alert.next === undefined ? t(`alertHelp.${alert.id}`) : phrase(alert.next)}</span>
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}
