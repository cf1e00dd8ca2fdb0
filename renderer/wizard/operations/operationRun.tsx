import { Button } from '@mantine/core';
import type { ReactNode } from 'react';
import { Notice } from '../../components/notice.tsx';
import { ProgressBar } from '../../components/progressBar.tsx';
import { progressOf } from '../../run/deployView.ts';
import { EndNotice } from '../../run/endNotice.tsx';
import { stopRun, type useRuns } from '../../run/runStore.ts';
import { durationText } from '../../run/timeText.ts';
import { useNow } from '../../run/useNow.ts';
import { goTo } from '../../stores/wizard.ts';
import { useText } from '../../text/language.ts';
import { usePhrase } from '../../text/phrases.ts';

type Operation = NonNullable<ReturnType<typeof useRuns.getState>['operation']>;

interface OperationRunProps {
  readonly run: Operation;
  /** What the log is called for who cannot see it. */
  readonly label: string;
  /** What it came to, once it came to a good end. */
  readonly children?: ReactNode;
}

/** How an operation goes: its stages as they come, how far it is, the way to stop it, and what it came to. */
export function OperationRun({ run: { id, view }, label, children }: OperationRunProps) {
  const t = useText();
  const phrase = usePhrase();
  const { lines, end, failures, stopping } = view;
  const running = end === undefined;
  const now = useNow(running);
  const { percent } = progressOf(view, now);
  const seconds = ((view.endedAt ?? now) - (view.beganAt ?? now)) / 1000;
  return (
    <div className="operation-run">
      <div role="log" aria-label={label}>
        <ul className="operation-lines">
          {lines.map((line, index) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: lines are only ever added at the end
            <li key={index}>{phrase(line)}</li>
          ))}
          {running && (
            <li className="dim">
              {view.awaiting === undefined
                ? t('operation.underWay')
                : t('operation.awaiting', { what: phrase(view.awaiting) })}
            </li>
          )}
        </ul>
      </div>
      {running && (
        <div className="row">
          <ProgressBar label={label} percent={percent} />
          <span className="dim number">{t('deploy.elapsed', { time: durationText(seconds) })}</span>
          {stopping === undefined ? (
            <Button variant="default" size="xs" onClick={() => void stopRun(id, 'safe-point')}>
              {t('operation.stop')}
            </Button>
          ) : (
            <span className="dim">{t(`deploy.stopping.${stopping}`)}</span>
          )}
        </div>
      )}
      {end !== undefined && end.outcome !== 'problem' && end.outcome !== 'stopped' && children}
      <EndNotice end={end} />
      {failures.map(({ id: step, causes }) =>
        causes.map((one) => (
          <Notice key={`${step} ${one.id}`} severity="warning">
            {phrase(one.said.cause)} {phrase(one.said.fix)}
          </Notice>
        )),
      )}
      {!running && (
        <Button variant="subtle" size="compact-xs" onClick={() => goTo('history')}>
          {t('operation.toHistory')}
        </Button>
      )}
    </div>
  );
}
