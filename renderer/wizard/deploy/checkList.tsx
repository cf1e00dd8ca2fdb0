import './deploy.css';
import type { VerifyCheck } from '../../../electron/api/streamTypes.ts';
import { StateWord } from '../../run/stateMark.tsx';
import { useText } from '../../text/language.ts';
import { usePhrase } from '../../text/phrases.ts';

/** What was proven about the finished cluster, or about its removal. */
export function CheckList({ checks }: { readonly checks: readonly VerifyCheck[] }) {
  const t = useText();
  const phrase = usePhrase();
  return (
    <>
      <h2>{t('deploy.checks')}</h2>
      <ul className="panel check-list">
        {checks.map((one) => (
          <li key={one.id}>
            <StateWord shape={one.ok ? 'good' : 'bad'} word={t(one.ok ? 'deploy.checkOk' : 'deploy.checkFailed')} />
            <span>{phrase(one.said)}</span>
          </li>
        ))}
      </ul>
    </>
  );
}
