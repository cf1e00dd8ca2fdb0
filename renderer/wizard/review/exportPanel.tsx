import { Button } from '@mantine/core';
import { useEffect, useState } from 'react';
import { type PigstyTarget, pigstyTargets } from '../../../core/export/exportFormat.ts';
import { api, messageOf } from '../../api/client.ts';
import { CodeView } from '../../components/codeView.tsx';
import { Notice } from '../../components/notice.tsx';
import { saveFile } from '../../components/saveFile.ts';
import { useWizard, whenSaved } from '../../stores/wizard.ts';
import { useText } from '../../text/language.ts';
import { usePhrase } from '../../text/phrases.ts';

type Formats = Awaited<ReturnType<typeof api.export.formats.query>>;
type Exported = Awaited<ReturnType<typeof api.export.plan.query>>;

/** The plan in the forms of other tools, with what each of them cannot carry. */
export function ExportPanel() {
  const t = useText();
  const phrase = usePhrase();
  const planText = useWizard((state) => state.text);
  const [formats, setFormats] = useState<Formats>([]);
  const [format, setFormat] = useState('plan');
  const [target, setTarget] = useState<PigstyTarget>('v4');
  const [result, setResult] = useState<Exported>();
  const [path, setPath] = useState<string>();
  const [problem, setProblem] = useState<string>();
  const [written, setWritten] = useState<string>();

  useEffect(() => {
    api.export.formats.query().then(setFormats, (thrown: unknown) => setProblem(messageOf(thrown)));
  }, []);
  useEffect(() => {
    let current = true;
    setProblem(undefined);
    setWritten(undefined);
    api.export.plan.query({ planText, format, target }).then(
      (exported) => current && setResult(exported),
      (thrown: unknown) => {
        if (!current) return;
        setResult(undefined);
        setProblem(messageOf(thrown));
      },
    );
    return () => {
      current = false;
    };
  }, [planText, format, target]);

  const saveAll = async () => {
    const { project } = useWizard.getState();
    if (project === undefined) return;
    setProblem(undefined);
    try {
      await whenSaved();
      setWritten((await api.export.save.mutate({ planFile: project.planFile, format, target })).out);
    } catch (thrown) {
      setProblem(messageOf(thrown));
    }
  };
  const files = result?.files ?? [];
  const file = files.find((one) => one.path === path) ?? files[0];
  return (
    <div>
      <p className="lead">{t('export.lead')}</p>
      <div className="files">
        <div className="files-list">
          <label className="field">
            <span className="field-label">{t('export.format')}</span>
            <select
              className="cell cell-framed"
              value={format}
              onChange={(event) => setFormat(event.currentTarget.value)}
            >
              {formats.map(({ id, title }) => (
                <option key={id} value={id}>
                  {phrase(title)}
                </option>
              ))}
            </select>
          </label>
          {format === 'pigsty' && (
            <label className="field">
              <span className="field-label">{t('export.target')}</span>
              <select
                className="cell cell-framed"
                value={target}
                onChange={(event) => setTarget(event.currentTarget.value as PigstyTarget)}
              >
                {pigstyTargets.map((one) => (
                  <option key={one}>{one}</option>
                ))}
              </select>
            </label>
          )}
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
          {file !== undefined && (
            <Button
              size="xs"
              variant="default"
              onClick={() =>
                saveFile(file.path.split('/').at(-1) ?? file.path, new Blob([file.text], { type: 'text/plain' }))
              }
            >
              {t('export.save')}
            </Button>
          )}
          {files.length > 1 && (
            <Button size="xs" variant="default" onClick={() => void saveAll()}>
              {t('export.saveAll', { count: files.length })}
            </Button>
          )}
          {written !== undefined && (
            <p role="status" className="written">
              {t('export.written', { out: written })}
            </p>
          )}
        </div>
        <div className="files-view">
          {problem !== undefined && <Notice severity="error">{problem}</Notice>}
          {result !== undefined && result.losses.length > 0 && (
            <details className="values" open>
              <summary>{t('export.losses', { count: result.losses.length })}</summary>
              <table className="grid compact">
                <thead>
                  <tr>
                    <th scope="col">{t('export.field')}</th>
                    <th scope="col">{t('export.lost')}</th>
                    <th scope="col">{t('export.instead')}</th>
                  </tr>
                </thead>
                <tbody>
                  {result.losses.map((loss) => (
                    <tr key={`${loss.code} ${loss.field}`}>
                      <td className="mono">{loss.field}</td>
                      <td>{phrase(loss.said.message)}</td>
                      <td>{phrase(loss.said.instead)}</td>
                    </tr>
                  ))}
                </tbody>
              </table>
            </details>
          )}
          {file !== undefined && <CodeView name={file.path} text={file.text} />}
        </div>
      </div>
    </div>
  );
}
