import { Slider } from '@mantine/core';
import { useId } from 'react';
import type { PlanProblem } from '../../../core/plan/problem.ts';
import { DraftInput } from '../../components/draftInput.tsx';
import { useText } from '../../text/language.ts';
import { planSize, sizeText } from './sizeText.ts';

const leastRto = 10;
const maxRto = 180;
const rpoSteps = [0, 16, 18, 20, 22, 24, 26, 28, 30].map((power) => (power === 0 ? 0 : 2 ** power));

interface RtoFieldProps {
  readonly seconds: number;
  readonly onMove: (seconds: number) => void;
  readonly onChange: (seconds: number) => readonly PlanProblem[];
}

/** Recovery time objective: a slider for the usual range, a field for any figure. */
export function RtoField({ seconds, onMove, onChange }: RtoFieldProps) {
  const t = useText();
  const id = useId();
  return (
    <div className="objective-field">
      <span className="field-label" id={id}>
        {t('objectives.rto')}
      </span>
      <Slider
        aria-labelledby={id}
        thumbProps={{ 'aria-labelledby': id, 'aria-valuetext': t('unit.seconds', { value: seconds }) }}
        min={leastRto}
        max={maxRto}
        step={1}
        value={Math.min(maxRto, Math.max(leastRto, seconds))}
        label={null}
        onChange={onMove}
        onChangeEnd={onChange}
      />
      <DraftInput
        label={t('objectives.rtoField')}
        unit="s"
        value={String(seconds)}
        onCommit={(value) => onChange(Number.isFinite(Number(value)) ? Number(value) : Number.NaN)}
      />
    </div>
  );
}

interface RpoFieldProps {
  readonly bytes: number;
  readonly onMove: (bytes: number) => void;
  readonly onChange: (size: number | string) => readonly PlanProblem[];
}

/** Recovery point objective: from nothing to 1 GiB by steps of four, or any size. */
export function RpoField({ bytes, onMove, onChange }: RpoFieldProps) {
  const t = useText();
  const id = useId();
  const steps = [...new Set([...rpoSteps, bytes])].sort((one, other) => one - other);
  const words = (size: number) =>
    size === 0 ? t('objectives.rpoZero') : t('objectives.rpoBytes', { size: sizeText(size) });
  return (
    <div className="objective-field">
      <span className="field-label" id={id}>
        {t('objectives.rpo')} <span className="dim">{words(bytes)}</span>
      </span>
      <Slider
        aria-labelledby={id}
        thumbProps={{ 'aria-labelledby': id, 'aria-valuetext': words(bytes) }}
        min={0}
        max={steps.length - 1}
        step={1}
        value={steps.indexOf(bytes)}
        label={null}
        onChange={(step) => onMove(steps[step] ?? 0)}
        onChangeEnd={(step) => onChange(planSize(steps[step] ?? 0))}
      />
      <DraftInput
        label={t('objectives.rpoField')}
        value={sizeText(bytes)}
        onCommit={(value) => onChange(value === '0' || value === '0 B' ? 0 : value)}
      />
    </div>
  );
}
