import { Button } from '@mantine/core';
import { useState } from 'react';
import type { StatusDocument } from '../../../core/health/statusDocument.ts';
import { switchoverChoices } from '../../../core/health/switchoverChoices.ts';
import type { Plan } from '../../../core/plan/plan.ts';
import { Dialog } from '../../components/dialog.tsx';
import { Notice } from '../../components/notice.tsx';
import { startRun, useRuns } from '../../run/runStore.ts';
import { durationText } from '../../run/timeText.ts';
import { useText } from '../../text/language.ts';
import { OperationRun } from './operationRun.tsx';

interface SwitchoverPanelProps {
  readonly cluster: StatusDocument['clusters'][number];
  readonly plan: Plan;
  /** Hosts that do not answer. */
  readonly silent: readonly string[];
}

/** Hands the leadership to another member, on purpose. */
export function SwitchoverPanel({ cluster, plan, silent }: SwitchoverPanelProps) {
  const t = useText();
  const [chosen, setChosen] = useState('');
  const [asking, setAsking] = useState(false);
  const [ordered, setOrdered] = useState('');
  const { operation, starting, problem } = useRuns();
  const run = operation?.kind === 'switchover' ? operation : undefined;
  const busy = starting !== undefined || (operation !== undefined && operation.view.end === undefined);
  const { leader, candidates } = switchoverChoices(cluster, plan, silent);
  const candidate = candidates.includes(chosen) ? chosen : (candidates[0] ?? '');
  const end = run?.view.end;
  const handOver = () => {
    if (leader === null) return;
    setAsking(false);
    setOrdered(candidate);
    void startRun('switchover', { cluster: cluster.name, leader, candidate });
  };
  return (
    <section className="panel" aria-label={t('switchover.title', { cluster: cluster.name })}>
      <h2>{t('switchover.title', { cluster: cluster.name })}</h2>
      <p className="dim">
        {leader !== null
          ? t('switchover.leads', { member: leader })
          : cluster.leader !== null
            ? t('switchover.silentLeader', { member: cluster.leader })
            : t('switchover.noLeader')}
      </p>
      <div className="row">
        <select
          className="cell cell-framed run-select"
          aria-label={t('switchover.candidate')}
          disabled={leader === null || candidates.length === 0 || busy}
          value={candidate}
          onChange={(event) => setChosen(event.currentTarget.value)}
        >
          {candidates.length === 0 && <option value="">{t('switchover.noCandidate')}</option>}
          {candidates.map((one) => (
            <option key={one} value={one}>
              {one}
            </option>
          ))}
        </select>
        <Button
          variant="default"
          size="xs"
          loading={run !== undefined && end === undefined}
          disabled={busy || leader === null || candidate === ''}
          onClick={() => setAsking(true)}
        >
          {t('switchover.open')}
        </Button>
      </div>
      {run !== undefined && (
        <OperationRun run={run} label={t('switchover.title', { cluster: cluster.name })}>
          {end?.outcome === 'switched' && ordered !== '' && ordered === leader && (
            <Notice severity="info">
              {t('switchover.done', { member: ordered, time: durationText(end.result.seconds) })}
            </Notice>
          )}
        </OperationRun>
      )}
      {problem !== undefined && <Notice severity="error">{problem}</Notice>}
      {asking && (
        <Dialog title={t('switchover.question')} onClose={() => setAsking(false)}>
          <p>{t('switchover.text', { from: leader ?? '', to: candidate })}</p>
          <div className="dialog-buttons">
            <Button variant="default" onClick={() => setAsking(false)}>
              {t('switchover.keep')}
            </Button>
            <Button onClick={handOver}>{t('switchover.go', { member: candidate })}</Button>
          </div>
        </Dialog>
      )}
    </section>
  );
}
