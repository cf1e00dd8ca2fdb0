import { Button } from '@mantine/core';
import { useState } from 'react';
import { api, messageOf } from '../../api/client.ts';
import { Notice } from '../../components/notice.tsx';
import { CopyButton } from '../../run/copyButton.tsx';
import type { NewKey, PreflightView } from '../../run/preflightView.ts';
import { useWizard } from '../../stores/wizard.ts';
import { useText } from '../../text/language.ts';

interface NewKeysProps {
  readonly view: PreflightView;
  readonly running: boolean;
  readonly onTrusted: (hosts: readonly string[]) => void;
}

/** Host keys that nobody has confirmed yet: a person compares each fingerprint with what the host itself says. */
export function NewKeys({ view, running, onTrusted }: NewKeysProps) {
  const t = useText();
  const planFile = useWizard((state) => state.project?.planFile);
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<string>();
  if (view.newKeys.length === 0) return null;
  const trust = async (keys: readonly NewKey[]) => {
    if (planFile === undefined) return;
    setBusy(true);
    setProblem(undefined);
    try {
      for (const { host, fingerprint } of keys) {
        const found = await api.hosts.testLogin.mutate({ planFile, host, confirmed: [fingerprint] });
        if (found.kind === 'new-key') throw new Error(t('preflight.keyChangedAgain', { host }));
      }
      onTrusted(keys.map((key) => key.host));
    } catch (thrown) {
      setProblem(messageOf(thrown));
    } finally {
      setBusy(false);
    }
  };
  return (
    <div className="panel new-keys">
      <h2>{t('preflight.newKeys', { count: view.newKeys.length })}</h2>
      <p className="dim">{t('preflight.newKeysText')}</p>
      <table className="grid compact">
        <caption className="hidden">{t('preflight.newKeys', { count: view.newKeys.length })}</caption>
        <thead>
          <tr>
            <th scope="col">{t('preflight.host')}</th>
            <th scope="col">{t('preflight.address')}</th>
            <th scope="col">{t('preflight.fingerprint')}</th>
            <th scope="col">
              <span className="hidden">{t('preflight.trust')}</span>
            </th>
          </tr>
        </thead>
        <tbody>
          {view.newKeys.map((key) => (
            <tr key={key.host}>
              <th scope="row" className="mono">
                {key.host}
              </th>
              <td className="mono">{key.port === 22 ? key.address : `${key.address}:${key.port}`}</td>
              <td className="mono fingerprint">
                {key.type} {key.fingerprint}{' '}
                <CopyButton text={key.fingerprint} what={t('preflight.fingerprintOf', { host: key.host })} />
              </td>
              <td>
                <Button
                  size="compact-xs"
                  variant="default"
                  disabled={running || busy}
                  aria-label={t('preflight.trustNamed', { host: key.host })}
                  onClick={() => void trust([key])}
                >
                  {t('preflight.trust')}
                </Button>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      {view.newKeys.length > 1 && (
        <div className="row">
          <Button variant="default" size="xs" disabled={running || busy} onClick={() => void trust(view.newKeys)}>
            {t('preflight.trustAll', { count: view.newKeys.length })}
          </Button>
        </div>
      )}
      {problem !== undefined && <Notice severity="error">{problem}</Notice>}
    </div>
  );
}
