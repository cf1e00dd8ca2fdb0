import { Button } from '@mantine/core';
import type { api } from '../api/client.ts';
import { Dialog } from '../components/dialog.tsx';
import { useText } from '../text/language.ts';
import { usePhrase } from '../text/phrases.ts';
import type { ReadCluster } from './clusterDialog.tsx';

/** A plan that was made of something else, with what became of each setting. */
export type Imported = Awaited<ReturnType<typeof api.export.import.query>> | ReadCluster;

interface ImportReportProps {
  readonly imported: Imported;
  readonly onCreate: () => void;
  readonly onClose: () => void;
}

const kinds = ['understood', 'defaulted', 'ignored'] as const;

/** What was made of another tool's inventory or of a running cluster, before it becomes a project. */
export function ImportReport({ imported, onCreate, onClose }: ImportReportProps) {
  const t = useText();
  const phrase = usePhrase();
  return (
    <Dialog
      title={
        imported.format === 'cluster'
          ? t('readCluster.reportTitle')
          : t('import.reportTitle', { format: imported.format })
      }
      onClose={onClose}
    >
      <p>{t(imported.format === 'cluster' ? 'readCluster.reportLead' : 'import.reportLead')}</p>
      {kinds.map((kind) => {
        const notes = imported.report.filter(({ level }) => level === kind);
        if (notes.length === 0) return null;
        return (
          <details key={kind} open={kind !== 'understood'} className="import-notes">
            <summary>{t(`import.${kind}`, { count: notes.length })}</summary>
            <table className="grid compact">
              <tbody>
                {notes.map(({ path, message, said }) => (
                  <tr key={`${path} ${message}`}>
                    <td className="mono">{path}</td>
                    <td>{phrase(said)}</td>
                  </tr>
                ))}
              </tbody>
            </table>
          </details>
        );
      })}
      <div className="row dialog-foot">
        <span className="bar-space" />
        <Button onClick={onCreate}>{t('start.create')}</Button>
      </div>
    </Dialog>
  );
}
