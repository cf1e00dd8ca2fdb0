import { Button } from '@mantine/core';
import type { Host } from '../../../core/plan/plan.ts';
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
  const trust = (some: typeof asked) =>
    void testLogins(
      some.map(({ host }) => host),
      [...new Set(some.map(({ key }) => key.fingerprint))].slice(0, 10),
    );
  return (
    <div aria-live="polite">
      {asked.length > 0 && (
        <div className="panel key-panel">
          <h3>{t('login.newKeys', { count: asked.length })}</h3>
          <p className="dim">{t('login.compare')}</p>
          <table className="grid compact">
            <tbody>
              {asked.map(({ host, key }) => (
                <tr key={`${host.name} ${key.fingerprint}`}>
                  <th scope="row">{key.host}</th>
                  <td className="mono">
                    {key.address}:{key.port}
                  </td>
                  <td className="mono">
                    {key.type} {key.fingerprint}
                  </td>
                  <td>
                    <Button size="compact-xs" variant="default" onClick={() => trust([{ host, key }])}>
                      {t('login.trust')}
                    </Button>
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
          {asked.length > 1 && asked.length <= 10 && (
            <Button size="compact-xs" variant="default" onClick={() => trust(asked)}>
              {t('login.trustAll', { count: asked.length })}
            </Button>
          )}
        </div>
      )}
      {failed.slice(0, 8).map(({ host, said }) => (
        <Notice key={host.name} severity="error">
          {phrase(said)}
        </Notice>
      ))}
      {failed.length > 8 && <p className="dim">{t('login.moreFailed', { count: failed.length - 8 })}</p>}
    </div>
  );
}
