import { Button, Checkbox } from '@mantine/core';
import { useState } from 'react';
import type { RunEnd } from '../../../electron/api/streamTypes.ts';
import { Dialog } from '../../components/dialog.tsx';
import { Notice } from '../../components/notice.tsx';
import { startRun, useRuns } from '../../run/runStore.ts';
import { durationText } from '../../run/timeText.ts';
import { useText } from '../../text/language.ts';
import { usePhrase } from '../../text/phrases.ts';
import { OperationRun } from './operationRun.tsx';

const kinds = ['certificates', 'passwords', 'ca'] as const;
type Kind = (typeof kinds)[number];

/** Gives a running cluster other certificates, passwords or authorities, while its clients go on. */
export function RotatePanel() {
  const t = useText();
  const { operation, starting } = useRuns();
  const [what, setWhat] = useState<Kind>('certificates');
  const [asking, setAsking] = useState(false);
  const [clientsReady, setClientsReady] = useState(false);
  const run = operation?.kind === 'rotate' ? operation : undefined;
  const busy = starting !== undefined || (operation !== undefined && operation.view.end === undefined);
  const close = () => {
    setAsking(false);
    setClientsReady(false);
  };
  const begin = () => {
    close();
    void startRun('rotate', what === 'ca' ? { what, clientsReady } : { what });
  };
  return (
    <section className="panel" aria-label={t('rotate.title')}>
      <h2>{t('rotate.title')}</h2>
      <p className="dim">{t('rotate.lead')}</p>
      <div className="row">
        <select
          className="cell cell-framed run-select"
          aria-label={t('rotate.what')}
          disabled={busy}
          value={what}
          onChange={({ currentTarget }) => setWhat(kinds.find((one) => one === currentTarget.value) ?? 'certificates')}
        >
          {kinds.map((one) => (
            <option key={one} value={one}>
              {t(`rotate.${one}`)}
            </option>
          ))}
        </select>
        <Button variant="default" size="xs" disabled={busy} onClick={() => setAsking(true)}>
          {t('operation.open')}
        </Button>
      </div>
      {run !== undefined && (
        <OperationRun run={run} label={t('rotate.title')}>
          <RotateEnd end={run.view.end} />
        </OperationRun>
      )}
      {asking && (
        <Dialog title={t(`rotate.${what}`)} onClose={close}>
          <p>{t(`rotate.${what}Question`)}</p>
          {what === 'ca' && (
            <Checkbox
              label={t('rotate.clientsReady')}
              checked={clientsReady}
              onChange={(event) => setClientsReady(event.currentTarget.checked)}
            />
          )}
          <div className="dialog-buttons">
            <Button variant="default" onClick={close}>
              {t('switchover.keep')}
            </Button>
            <Button onClick={begin}>{t('rotate.go')}</Button>
          </div>
        </Dialog>
      )}
    </section>
  );
}

/** What it came to, and what is left to do. */
function RotateEnd({ end }: { readonly end: RunEnd | undefined }) {
  const t = useText();
  const phrase = usePhrase();
  if (end?.outcome !== 'deployment') return null;
  const { ok, paused, refusals, notes, seconds, steps } = end.result;
  return (
    <>
      {ok && <Notice severity="info">{t('rotate.done', { count: steps, time: durationText(seconds) })}</Notice>}
      {!ok && refusals.length === 0 && (
        <Notice severity={paused ? 'info' : 'error'}>{t(paused ? 'rotate.paused' : 'rotate.failed')}</Notice>
      )}
      {refusals.map((one) => (
        <Notice key={`${one.host} ${one.code} ${one.message}`} severity="error">
          {phrase(one.said)}
        </Notice>
      ))}
      {notes.map((one) => (
        <Notice key={one.message} severity="warning">
          {phrase(one.said)}
        </Notice>
      ))}
    </>
  );
}
