import type { PreflightReport } from '../../../core/preflight/checks.ts';
import { useText } from '../../text/language.ts';

interface RttMapProps {
  readonly rtt: PreflightReport['rtt'];
  readonly hosts: readonly string[];
}

/** Bounds of the shades, milliseconds: within a rack, a site, what synchronous commit bears, what etcd bears between cities. */
const bounds = [0.5, 2, 5, 20] as const;

/** Round trips between all hosts; the darker, the slower, and each with its number. */
export function RttMap({ rtt, hosts }: RttMapProps) {
  const t = useText();
  const between = new Map(rtt.map((one) => [`${one.from} ${one.to}`, one.milliseconds]));
  return (
    <>
      <h2>{t('preflight.rtt')}</h2>
      <p className="dim">{t('preflight.rttText')}</p>
      <div className="table-frame rtt-frame">
        <table className="grid compact rtt-map">
          <caption className="hidden">{t('preflight.rtt')}</caption>
          <thead>
            <tr>
              <th scope="col">{t('preflight.rttFrom')}</th>
              {hosts.map((host) => (
                <th scope="col" className="mono" key={host}>
                  {host}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {hosts.map((from) => (
              <tr key={from}>
                <th scope="row" className="mono">
                  {from}
                </th>
                {hosts.map((to) => {
                  const milliseconds = between.get(`${from} ${to}`);
                  if (milliseconds === undefined)
                    return <td key={to} className="rtt-none" aria-label={t('run.none')} />;
                  const shade = bounds.filter((bound) => milliseconds > bound).length;
                  return (
                    <td key={to} className={`number rtt-${shade}`}>
                      {t('preflight.milliseconds', { value: milliseconds.toFixed(2) })}
                    </td>
                  );
                })}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      <ul className="rtt-legend" aria-hidden="true">
        {[...bounds, undefined].map((bound, shade) => (
          <li key={bound ?? 'more'}>
            <span className={`rtt-swatch rtt-${shade}`} />
            {bound === undefined
              ? t('preflight.rttMore', { value: bounds[3] })
              : t('preflight.rttUpTo', { value: bound })}
          </li>
        ))}
      </ul>
    </>
  );
}
