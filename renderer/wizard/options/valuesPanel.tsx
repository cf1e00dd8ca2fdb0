import { TextInput } from '@mantine/core';
import { useMemo, useState } from 'react';
import type { ParsedPlan } from '../../../core/plan/parse.ts';
import { formatPath } from '../../../core/plan/planPath.ts';
import { explainPlan } from '../../../core/timing/explainPlan.ts';
import { resolveTiming } from '../../../core/timing/resolveTiming.ts';
import { useText } from '../../text/language.ts';
import { usePhrase } from '../../text/phrases.ts';

const maxShown = 300;

/** Every value that the deployment will work with, and where it comes from. */
export function ValuesPanel({ parsed }: { readonly parsed: ParsedPlan }) {
  const t = useText();
  const phrase = usePhrase();
  const [wanted, setWanted] = useState('');
  const all = useMemo(() => explainPlan(parsed, resolveTiming(parsed.plan).explanations), [parsed]);
  const found = all.filter(({ path }) => formatPath(path).toLowerCase().includes(wanted.trim().toLowerCase()));
  return (
    <div className="panel option-panel">
      <TextInput
        size="xs"
        label={t('options.find')}
        value={wanted}
        spellCheck={false}
        onChange={(event) => setWanted(event.currentTarget.value)}
      />
      <table className="grid compact">
        <thead>
          <tr>
            <th scope="col">{t('timing.name')}</th>
            <th scope="col">{t('timing.value')}</th>
            <th scope="col">{t('options.origin')}</th>
            <th scope="col">{t('timing.source')}</th>
          </tr>
        </thead>
        <tbody>
          {found.slice(0, maxShown).map(({ path, value, unit, origin, said }) => (
            <tr key={formatPath(path)}>
              <td className="mono">{formatPath(path)}</td>
              <td className="mono">
                {value === null
                  ? t('options.fromHosts')
                  : typeof value === 'object'
                    ? JSON.stringify(value)
                    : String(value)}{' '}
                {unit === undefined || unit === 'count' ? '' : unit}
              </td>
              <td>{t(`origin.${origin}`)}</td>
              <td className="dim">{phrase(said)}</td>
            </tr>
          ))}
        </tbody>
      </table>
      {found.length > maxShown && <p className="dim">{t('options.moreValues', { count: found.length - maxShown })}</p>}
    </div>
  );
}
