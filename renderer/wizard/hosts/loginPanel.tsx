import type { Host } from '../../../core/plan/plan.ts';
import { NewKeys } from '../../components/newKeys.tsx';
import { Notice } from '../../components/notice.tsx';
import { useText } from '../../text/language.ts';
import { usePhrase } from '../../text/phrases.ts';
import { loginKey, testLogins, useLogins } from './loginTests.ts';

/** Host keys that nobody has confirmed yet, to be compared with the hosts' own, and logins that failed with what to do. */
export function LoginPanel({ hosts }: { readonly hosts: readonly Host[] }) {
  const t = useText();
  const phrase = usePhrase();
  const logins = useLogins();
  const asked = hosts.flatMap((host) => {
    const state = logins[loginKey(host)];
    return state?.kind === 'new-key' ? [{ host, key: state }] : [];
  });
  const failed = hosts.flatMap((host) => {
    const state = logins[loginKey(host)];
    return state?.kind === 'failed' ? [{ host, said: state.said }] : [];
  });
  const trust = (some: readonly (typeof asked)[number][]) =>
    void testLogins(
      some.map(({ host }) => host),
      [...new Set(some.map(({ key }) => key.fingerprint))].slice(0, 10),
    );
  return (
    <div aria-live="polite">
      {asked.length > 0 && <NewKeys asked={asked} lead={t('login.compare')} oneByOne most={10} onTrust={trust} />}
      {failed.slice(0, 8).map(({ host, said }) => (
        <Notice key={host.name} severity="error">
          {phrase(said)}
        </Notice>
      ))}
      {failed.length > 8 && <p className="dim">{t('login.moreFailed', { count: failed.length - 8 })}</p>}
    </div>
  );
}
