import './newKeys.css';
import { Button } from '@mantine/core';
import { useEffect, useRef } from 'react';
import { useText } from '../text/language.ts';

/** A host key that is seen for the first time. */
export interface ShownKey {
  readonly host: string;
  readonly address: string;
  readonly port: number;
  readonly type: string;
  readonly fingerprint: string;
}

interface NewKeysProps<Asked extends { readonly key: ShownKey }> {
  readonly asked: readonly Asked[];
  /** What to compare with, and what becomes of a trusted key. */
  readonly lead: string;
  /** Whether keys can be trusted one by one, before the others. */
  readonly oneByOne?: boolean;
  /** Of the keys that can be trusted at once; with more, each is looked at alone. */
  readonly most?: number;
  readonly onTrust: (asked: readonly Asked[]) => void;
}

/** Host keys that nobody has confirmed yet, to be compared with the hosts' own. */
export function NewKeys<Asked extends { readonly key: ShownKey }>({
  asked,
  lead,
  oneByOne = false,
  most = Number.POSITIVE_INFINITY,
  onTrust,
}: NewKeysProps<Asked>) {
  const t = useText();
  const panel = useRef<HTMLDivElement>(null);
  // They are what the next step waits for, and may appear below the end of a dialog.
  useEffect(() => {
    panel.current?.scrollIntoView({ block: 'nearest' });
  }, []);
  return (
    <div ref={panel} className="panel key-panel">
      <h3>{t('login.newKeys', { count: asked.length })}</h3>
      <p className="dim">{lead}</p>
      <table className="grid compact">
        <tbody>
          {asked.map((one) => (
            <tr key={`${one.key.host} ${one.key.address} ${one.key.fingerprint}`}>
              <th scope="row">{one.key.host}</th>
              <td className="mono">
                {one.key.address}:{one.key.port}
              </td>
              <td className="mono key-print">
                {one.key.type} {one.key.fingerprint}
              </td>
              {oneByOne && (
                <td>
                  <Button size="compact-xs" variant="default" onClick={() => onTrust([one])}>
                    {t('login.trust')}
                  </Button>
                </td>
              )}
            </tr>
          ))}
        </tbody>
      </table>
      {(!oneByOne || asked.length > 1) && asked.length <= most && (
        <Button size="compact-xs" variant="default" onClick={() => onTrust(asked)}>
          {t('login.trustAll', { count: asked.length })}
        </Button>
      )}
    </div>
  );
}
