import { useText } from '../../text/language.ts';
import { usePhrase } from '../../text/phrases.ts';
import { sizeText } from '../objectives/sizeText.ts';
import { loginKey, testLogins, useLogins } from './loginTests.ts';

/** What the login on one host gave, with the button that tries it. */
export function LoginCell({ name, address }: { readonly name: string; readonly address: string }) {
  const t = useText();
  const phrase = usePhrase();
  const state = useLogins((all) => all[loginKey({ name, address })]);
  const test = () => void testLogins([{ name, address }]);
  const button = (
    <button type="button" className="plain-button" aria-label={t('login.testOf', { host: name })} onClick={test}>
      {t(state === undefined ? 'login.test' : 'login.again')}
    </button>
  );
  if (state === undefined) return button;
  switch (state.kind) {
    case 'testing':
      return <span className="dim">{t('login.testing')}</span>;
    case 'ok':
      return (
        <span className="login">
          <span className={state.privileged ? 'verdict verdict-good' : 'verdict verdict-bad'}>
            {t(state.privileged ? 'login.ok' : 'login.unprivileged')}
          </span>
          <span className="dim login-system">
            {state.system}
            {state.cores !== null && ` · ${t('login.cores', { count: state.cores })}`}
            {state.memoryBytes !== null && ` · ${sizeText(state.memoryBytes)}`}
          </span>
        </span>
      );
    case 'new-key':
      return (
        <span className="login">
          <span className="verdict verdict-bad">{t('login.newKey')}</span>
          {button}
        </span>
      );
    case 'failed':
      return (
        <span className="login">
          <span className="verdict verdict-fail" title={phrase(state.said)}>
            {t('login.failed')}
          </span>
          {button}
        </span>
      );
  }
}
