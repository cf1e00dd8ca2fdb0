import { useEffect, useState } from 'react';
import type { Plan } from '../../../core/plan/plan.ts';
import { api, messageOf } from '../../api/client.ts';
import { CodeView } from '../../components/codeView.tsx';
import { Notice } from '../../components/notice.tsx';
import { useWizard } from '../../stores/wizard.ts';
import { useText } from '../../text/language.ts';

type HostFiles = Awaited<ReturnType<typeof api.render.files.query>>;

const sizes = [
  { cores: 2, gibibytes: 4 },
  { cores: 4, gibibytes: 16 },
  { cores: 16, gibibytes: 64 },
  { cores: 32, gibibytes: 256 },
];

/** Every file that a deployment writes, host by host. */
export function FilesPanel({ plan }: { readonly plan: Plan }) {
  const t = useText();
  const planText = useWizard((state) => state.text);
  const [all, setAll] = useState<HostFiles>();
  const [problem, setProblem] = useState<string>();
  const [host, setHost] = useState(plan.hosts[0]?.name ?? '');
  const [path, setPath] = useState<string>();
  const [size, setSize] = useState(1);
  const { cores, gibibytes } = sizes[size] ?? { cores: 4, gibibytes: 16 };

  useEffect(() => {
    let current = true;
    setProblem(undefined);
    api.render.files.query({ planText, cores, memoryBytes: gibibytes * 1024 ** 3 }).then(
      (files) => current && setAll(files),
      (thrown: unknown) => current && setProblem(messageOf(thrown)),
    );
    return () => {
      current = false;
    };
  }, [planText, cores, gibibytes]);

  const files = all?.find((one) => one.host === host)?.files ?? [];
  const file =
    files.find((one) => one.path === path) ?? files.find((one) => one.path === '/etc/patroni/config.yml') ?? files[0];
  return (
    <div>
      <p className="lead">{t('files.lead')}</p>
      {problem !== undefined && <Notice severity="error">{problem}</Notice>}
      {all === undefined && problem === undefined && <p className="dim">{t('shell.loading')}</p>}
      {all !== undefined && (
        <div className="files">
          <div className="files-list">
            <label className="field">
              <span className="field-label">{t('files.host')}</span>
              <select
                className="cell cell-framed"
                value={host}
                onChange={(event) => setHost(event.currentTarget.value)}
              >
                {plan.hosts.map(({ name }) => (
                  <option key={name}>{name}</option>
                ))}
              </select>
            </label>
            <label className="field">
              <span className="field-label">{t('files.size')}</span>
              <select
                className="cell cell-framed"
                value={size}
                onChange={(event) => setSize(Number(event.currentTarget.value))}
              >
                {sizes.map((one, index) => (
                  <option key={one.cores} value={index}>
                    {t('files.sizeOf', { count: one.cores, memory: one.gibibytes })}
                  </option>
                ))}
              </select>
            </label>
            <ul>
              {files.map((one) => (
                <li key={one.path}>
                  <button
                    type="button"
                    className="file-button mono"
                    aria-current={one === file ? 'true' : undefined}
                    onClick={() => setPath(one.path)}
                  >
                    {one.path}
                  </button>
                </li>
              ))}
            </ul>
          </div>
          {file !== undefined && (
            <div className="files-view">
              <p className="dim">
                <span className="mono">{file.path}</span> ·{' '}
                {t('files.owner', {
                  owner: `${file.owner}:${file.group}`,
                  mode: file.mode.toString(8).padStart(4, '0'),
                })}{' '}
                · {t(`onChange.${file.onChange}`)}
              </p>
              <CodeView name={file.path} text={file.content} />
            </div>
          )}
        </div>
      )}
    </div>
  );
}
