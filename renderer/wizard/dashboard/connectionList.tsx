import { Button } from '@mantine/core';
import { Fragment, useState } from 'react';
import { type ConnectionString, loginOf } from '../../../core/access/connectionStrings.ts';
import type { Plan } from '../../../core/plan/plan.ts';
import { clusterSecrets } from '../../../core/render/secretNames.ts';
import { api, messageOf } from '../../api/client.ts';
import { Notice } from '../../components/notice.tsx';
import { CopyButton } from '../../run/copyButton.tsx';
import { useText } from '../../text/language.ts';

interface ConnectionListProps {
  readonly connections: readonly ConnectionString[];
  readonly plan: Plan;
  readonly planFile: string;
}

/** How clients reach the clusters, to be copied. */
export function ConnectionList({ connections, plan, planFile }: ConnectionListProps) {
  const t = useText();
  const [form, setForm] = useState<'uri' | 'jdbc'>('uri');
  const secrets = [
    ...plan.clusters
      .filter((cluster) => cluster.standbyOf === undefined)
      .flatMap((cluster) => {
        const user = loginOf(plan, cluster);
        const name = user === undefined ? undefined : clusterSecrets(plan, cluster).user(user);
        return user === undefined || name === undefined ? [] : [{ name, label: t('connect.password', { user }) }];
      }),
    ...(plan.security.tls ? [{ name: 'tls/ca.crt', label: t('connect.authority') }] : []),
  ];
  return (
    <section className="panel" aria-label={t('connect.title')}>
      <div className="log-head">
        <h2>{t('connect.title')}</h2>
        <span className="bar-space" />
        <select
          className="cell cell-framed run-select"
          aria-label={t('connect.form')}
          value={form}
          onChange={(event) => setForm(event.currentTarget.value === 'jdbc' ? 'jdbc' : 'uri')}
        >
          <option value="uri">{t('connect.uri')}</option>
          <option value="jdbc">{t('connect.jdbc')}</option>
        </select>
      </div>
      <ul className="connections">
        {connections.map((one) => (
          <li key={`${one.cluster} ${one.service}`}>
            <div className="connection-head">
              <strong>{t(`connect.service.${one.service}`)}</strong>
              {plan.clusters.length > 1 && <span className="mono dim">{one.cluster}</span>}
              <span className="dim">{t(one.pooled ? 'connect.pooled' : 'connect.direct')}</span>
              <span className="bar-space" />
              <CopyButton text={one[form]} what={t(`connect.service.${one.service}`)} />
            </div>
            <code className="connection-text">
              <Breakable text={one[form]} />
            </code>
          </li>
        ))}
      </ul>
      <div className="row">
        {secrets.map((secret) => (
          <SecretButton key={secret.name} planFile={planFile} {...secret} />
        ))}
      </div>
    </section>
  );
}

/** A long address, which may go on in the next line after a comma or before its parameters, and not in the middle of a number. */
function Breakable({ text }: { readonly text: string }) {
  return text.split(/(?<=,)|(?=[?&])/).map((part, index) => (
    // biome-ignore lint/suspicious/noArrayIndexKey: the parts of one text stay in their order
    <Fragment key={index}>
      {index > 0 && <wbr />}
      {part}
    </Fragment>
  ));
}

/** Copies a secret without showing it. */
function SecretButton({
  planFile,
  name,
  label,
}: {
  readonly planFile: string;
  readonly name: string;
  readonly label: string;
}) {
  const t = useText();
  const [copied, setCopied] = useState(false);
  const [problem, setProblem] = useState<string>();
  const copy = async () => {
    setProblem(undefined);
    try {
      const { value } = await api.secrets.show.query({ planFile, name });
      await navigator.clipboard.writeText(value);
      setCopied(true);
    } catch (thrown) {
      setProblem(messageOf(thrown));
    }
  };
  return (
    <>
      <Button variant="default" size="compact-xs" onClick={() => void copy()}>
        {copied ? t('run.copied') : label}
      </Button>
      {problem !== undefined && <Notice severity="error">{problem}</Notice>}
    </>
  );
}
