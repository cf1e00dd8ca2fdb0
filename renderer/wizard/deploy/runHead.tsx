import './deploy.css';
import { Button } from '@mantine/core';
import type { RunKind } from '../../../electron/api/streamTypes.ts';
import { ProgressBar } from '../../components/progressBar.tsx';
import { type DeployView, progressOf } from '../../run/deployView.ts';
import { stopRun } from '../../run/runStore.ts';
import { type Shape, StateWord } from '../../run/stateMark.tsx';
import { durationText } from '../../run/timeText.ts';
import { useNow } from '../../run/useNow.ts';
import { useText } from '../../text/language.ts';
import type { DeployStage } from './deployStage.ts';

interface RunHeadProps {
  readonly run: { readonly id: string; readonly kind: RunKind; readonly view: DeployView };
  readonly stage: DeployStage;
}

const shapes: Readonly<Record<DeployStage, Shape>> = {
  none: 'waiting',
  rehearsing: 'running',
  rehearsed: 'good',
  'not-rehearsed': 'bad',
  'nothing-to-do': 'good',
  refused: 'bad',
  deploying: 'running',
  pausing: 'running',
  paused: 'warn',
  failed: 'bad',
  deployed: 'good',
  removing: 'running',
  removed: 'good',
  'not-removed': 'bad',
};

/** How far it is, how long it will take, and the ways to stop it. */
export function RunHead({ run, stage }: RunHeadProps) {
  const t = useText();
  const { view } = run;
  const running = view.end === undefined;
  const now = useNow(running);
  const progress = progressOf(view, now);
  const seconds = ((view.endedAt ?? now) - (view.beganAt ?? now)) / 1000;
  const percent = stage === 'deployed' || stage === 'removed' ? 100 : progress.percent;
  const showsProgress = run.kind !== 'rehearsal' && progress.allSteps > 0;
  return (
    <div className="panel run-panel">
      <div className="run-head">
        <span role="status">
          <StateWord shape={shapes[stage]} word={t(`deploy.stage.${stage}`)} />
        </span>
        {running && <span className="dim">{t(`deploy.phase.${view.phase}`)}</span>}
        {showsProgress && (
          <span className="number">{t('deploy.steps', { done: progress.doneSteps, count: progress.allSteps })}</span>
        )}
        <span className="dim number">
          {t(running ? 'deploy.elapsed' : 'deploy.took', { time: durationText(seconds) })}
        </span>
        {running && progress.remainingSeconds !== undefined && (
          <span className="dim number">{t('deploy.remaining', { time: durationText(progress.remainingSeconds) })}</span>
        )}
        <span className="bar-space" />
        {running && view.stopping === undefined && (
          <Button variant="default" size="xs" onClick={() => void stopRun(run.id, 'safe-point')}>
            {t(run.kind === 'rehearsal' ? 'deploy.stop' : 'deploy.pause')}
          </Button>
        )}
        {running && view.stopping === 'safe-point' && (
          <Button variant="default" size="xs" onClick={() => void stopRun(run.id, 'at-once')}>
            {t('deploy.stopNow')}
          </Button>
        )}
      </div>
      {showsProgress && (
        <div className="progress-row">
          <ProgressBar label={t('deploy.progress')} percent={percent} shape={shapes[stage]} />
          <span className="number progress-number">{t('deploy.percent', { value: percent })}</span>
        </div>
      )}
      {running && view.stopping !== undefined && <p className="dim">{t(`deploy.stopping.${view.stopping}`)}</p>}
    </div>
  );
}
