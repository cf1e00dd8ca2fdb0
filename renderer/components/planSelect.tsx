import type { PlanPath } from '../../core/plan/planPath.ts';
import { edit } from '../stores/wizard.ts';
import { FindingsAt } from './findingList.tsx';

interface PlanSelectProps {
  readonly path: PlanPath;
  readonly label: string;
  /** Empty: the plan does not say it. */
  readonly value: string;
  readonly choices: readonly { readonly value: string; readonly label: string }[];
  readonly numeric?: boolean;
}

/** One of a few values of the plan. */
export function PlanSelect({ path, label, value, choices, numeric }: PlanSelectProps) {
  return (
    <div>
      <label className="field">
        <span className="field-label">{label}</span>
        <select
          className="cell cell-framed"
          value={value}
          onChange={({ currentTarget }) => {
            const chosen = currentTarget.value;
            edit([{ path, value: chosen === '' ? undefined : numeric === true ? Number(chosen) : chosen }]);
          }}
        >
          {choices.map((one) => (
            <option key={one.value} value={one.value}>
              {one.label}
            </option>
          ))}
        </select>
      </label>
      <FindingsAt paths={[path]} />
    </div>
  );
}
