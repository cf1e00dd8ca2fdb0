import { Button } from '@mantine/core';
import { type CSSProperties, useCallback, useMemo, useRef, useState } from 'react';
import type { Plan } from '../../../core/plan/plan.ts';
import { type Failure, failureText } from '../../../core/quorum/failure.ts';
import { quorumModel } from '../../../core/quorum/model.ts';
import { simulateModel } from '../../../core/quorum/simulate.ts';
import type { TimingReport } from '../../../core/timing/timingReport.ts';
import { useText } from '../../text/language.ts';
import { BudgetTimeline } from '../objectives/budgetTimeline.tsx';
import { type DiagramLayout, largestScale, layOutDiagram } from './diagramLayout.ts';
import { diagramState } from './diagramState.ts';
import { PictureButtons } from './pictureButtons.tsx';
import { SimulationOutcome } from './simulationOutcome.tsx';
import { TopologyDiagram } from './topologyDiagram.tsx';

interface SimulatorPanelProps {
  readonly plan: Plan;
  readonly budget: TimingReport['budget'];
  readonly failures: readonly Failure[];
  readonly onFailures: (failures: readonly Failure[]) => void;
}

/** The others are on the tab of their own. */
const shownKinds = ['hostLoss', 'postgresCrash', 'switchover'] as const;
const zooms = [1, 1.5, 2.25, 3.5, 5];

/** As high as the drawing is at the width that there is, and no higher than at its largest scale. */
function frameShape({ width, height }: DiagramLayout): CSSProperties {
  return {
    aspectRatio: `${width} / ${height}`,
    ['--most' as 'maxHeight']: `${height * largestScale}px`,
  };
}

/** The topology drawn, and what becomes of it when parts of it fail. */
export function SimulatorPanel({ plan, budget, failures, onFailures }: SimulatorPanelProps) {
  const t = useText();
  const svg = useRef<SVGSVGElement>(null);
  const [zoom, setZoom] = useState(0);
  const layout = useMemo(() => layOutDiagram(plan), [plan]);
  const model = useMemo(() => quorumModel(plan), [plan]);
  const result = useMemo(() => simulateModel(model, failures), [model, failures]);
  const state = useMemo(() => diagramState(plan, result), [plan, result]);
  const latest = useRef(failures);
  latest.current = failures;
  const toggle = useCallback(
    (failure: Failure) => {
      const text = failureText(failure);
      const others = latest.current.filter((one) => failureText(one) !== text);
      onFailures(others.length < latest.current.length ? others : [...others, failure]);
    },
    [onFailures],
  );
  const scale = zooms[zoom] ?? 1;

  return (
    <div className="simulator">
      <div>
        <div className="simulator-stage panel">
          <div className="simulator-tools">
            <span className="dim">{t('review.press')}</span>
            <span className="bar-space" />
            <Button.Group>
              <Button
                size="compact-xs"
                variant="default"
                aria-label={t('review.zoomOut')}
                disabled={zoom === 0}
                onClick={() => setZoom(zoom - 1)}
              >
                −
              </Button>
              <Button size="compact-xs" variant="default" onClick={() => setZoom(0)}>
                {t('review.fit')}
              </Button>
              <Button
                size="compact-xs"
                variant="default"
                aria-label={t('review.zoomIn')}
                disabled={zoom === zooms.length - 1}
                onClick={() => setZoom(zoom + 1)}
              >
                +
              </Button>
            </Button.Group>
            <PictureButtons svg={svg} name={plan.name} />
          </div>
          <section
            className="diagram-frame"
            style={frameShape(layout)}
            // biome-ignore lint/a11y/noNoninteractiveTabindex: a frame that scrolls is scrolled by the keyboard as well
            tabIndex={0}
            aria-label={t('review.diagram', { plan: plan.name })}
          >
            <div
              className="diagram-sheet"
              style={{
                width: `${100 * scale}%`,
                height: `${100 * scale}%`,
                maxWidth: layout.width * largestScale * scale,
                maxHeight: layout.height * largestScale * scale,
              }}
            >
              <TopologyDiagram plan={plan} layout={layout} state={state} onToggle={toggle} svg={svg} />
            </div>
          </section>
          <p className="dim diagram-key">{t('review.key')}</p>
        </div>
        <div className="panel simulator-budget">
          <h2>{t('objectives.budget')}</h2>
          <BudgetTimeline budget={budget} rtoSeconds={plan.objectives.rtoSeconds} kinds={shownKinds} />
        </div>
      </div>
      <SimulationOutcome
        plan={plan}
        result={result}
        failures={failures}
        onToggle={toggle}
        onReset={() => onFailures([])}
      />
    </div>
  );
}
