import { FindingsAt } from '../../components/findingList.tsx';
import { useText } from '../../text/language.ts';
import { furtherSettings } from './furtherSettings.ts';

/** What the plan file says beside the fields of this screen, so that nobody takes it for unsaid. Nothing where it says no more. */
export function FurtherPanel({ written }: { readonly written: unknown }) {
  const t = useText();
  const settings = furtherSettings(written);
  if (settings.length === 0) return null;
  return (
    <div className="panel option-panel">
      <h2>{t('options.further')}</h2>
      <p className="dim">{t('options.furtherHint')}</p>
      <dl className="further">
        {settings.map(({ path, field, value }) => (
          <div key={field}>
            <dt className="mono">{field}</dt>
            <dd>
              <code>{value}</code>
              <FindingsAt paths={[path]} />
            </dd>
          </div>
        ))}
      </dl>
    </div>
  );
}
