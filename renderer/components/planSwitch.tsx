import type { PlanEdit } from '../../core/plan/edit.ts';
import { edit } from '../stores/wizard.ts';

interface PlanSwitchProps {
  readonly label: string;
  readonly hint: string;
  readonly on: boolean;
  /** The edits that switch it to the other state. */
  readonly edits: (on: boolean) => readonly PlanEdit[];
}

/** Something of the plan that is on or off, with what it means. */
export function PlanSwitch({ label, hint, on, edits }: PlanSwitchProps) {
  return (
    <label className="choice">
      <input type="checkbox" checked={on} onChange={(event) => edit(edits(event.currentTarget.checked))} />
      <span>
        <span className="choice-label">{label}</span>
        <span className="dim choice-hint">{hint}</span>
      </span>
    </label>
  );
}
