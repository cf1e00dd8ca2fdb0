import './deploy.css';
import { memo } from 'react';
import type { DeployView, StepState, StepView } from '../../run/deployView.ts';
import { type Shape, StateMark, StateWord } from '../../run/stateMark.tsx';
import { useText } from '../../text/language.ts';
import { usePhrase } from '../../text/phrases.ts';

export const stepShapes: Readonly<Record<StepState, Shape>> = {
  waiting: 'waiting',
  running: 'running',
  done: 'good',
  failed: 'bad',
  skipped: 'none',
  unknown: 'unknown',
};

/** One lane per host: its steps in order, as wide as they are long, and what it does now. */
export function HostLanes({ view, hosts }: { readonly view: DeployView; readonly hosts: readonly string[] }) {
  const t = useText();
  return (
    <>
      <h2>{t('deploy.lanes')}</h2>
      <ul className="lanes" aria-label={t('deploy.lanes')}>
        {hosts.map((host) => (
          <HostLane key={host} host={host} steps={view.steps.filter(({ step }) => step.host === host)} />
        ))}
      </ul>
    </>
  );
}

function HostLane({ host, steps }: { readonly host: string; readonly steps: readonly StepView[] }) {
  const t = useText();
  const phrase = usePhrase();
  const done = steps.filter(({ state }) => state === 'done').length;
  const current =
    steps.find(({ state }) => state === 'failed' || state === 'unknown') ??
    steps.find(({ state }) => state === 'running');
  const state: StepState = current?.state ?? (done === steps.length ? 'done' : 'waiting');
  return (
    <li className="lane">
      <div className="lane-head">
        <strong className="mono">{host}</strong>
        {steps.length === 0 ? (
          <StateWord shape="none" word={t('deploy.laneNothing')} />
        ) : (
          <StateWord shape={stepShapes[state]} word={t(`step-state.${state}`)} />
        )}
        <span className="lane-now">{current === undefined ? '' : phrase(current.step.said)}</span>
        {steps.length > 0 && <span className="dim number">{t('deploy.laneSteps', { done, count: steps.length })}</span>}
      </div>
      {steps.length > 0 && (
        <>
          <div className="lane-track" aria-hidden="true">
            {steps.map((one) => (
              <Segment key={one.step.id} title={phrase(one.step.said)} weight={one.step.weight} state={one.state} />
            ))}
          </div>
          <details className="lane-steps">
            <summary>{t('deploy.showSteps', { host })}</summary>
            <ol>
              {steps.map((one) => (
                <li key={one.step.id}>
                  <StateMark shape={stepShapes[one.state]} label={t(`step-state.${one.state}`)} />
                  <span>{phrase(one.step.said)}</span>
                  <span className="dim number">
                    {one.seconds === undefined ? '' : t('deploy.seconds', { value: one.seconds.toFixed(1) })}
                  </span>
                </li>
              ))}
            </ol>
          </details>
        </>
      )}
    </li>
  );
}

const Segment = memo(function Segment({
  title,
  weight,
  state,
}: {
  readonly title: string;
  readonly weight: number;
  readonly state: StepState;
}) {
  // Short steps stay visible; the longest do not take the whole lane.
  return <span className={`segment segment-${state}`} title={title} style={{ flexGrow: Math.sqrt(weight) + 0.4 }} />;
});
