import type { PlanPath } from '../../core/plan/planPath.ts';
import { valueAt } from '../../core/plan/planPath.ts';
import { judge } from '../stores/judge.ts';
import { edit, useWizard } from '../stores/wizard.ts';
import { DraftInput } from './draftInput.tsx';
import { FindingsAt } from './findingList.tsx';

interface PlanFieldProps {
  readonly path: PlanPath;
  readonly label: string;
  readonly unit?: string;
  /** The value that holds while the plan says nothing. */
  readonly otherwise?: string;
  readonly description?: string;
  /** Whether figures are numbers in the plan file; otherwise everything is text. */
  readonly numeric?: boolean;
}

/** One value of the plan: empty means that the plan does not say it, and what then holds stands in the field. */
export function PlanField({ path, label, unit, otherwise, description, numeric }: PlanFieldProps) {
  const written = useWritten(path);
  return (
    <div>
      <DraftInput
        visibleLabel
        label={label}
        value={written === undefined || written === null ? '' : String(written)}
        {...(unit === undefined ? {} : { unit })}
        {...(otherwise === undefined ? {} : { placeholder: otherwise })}
        {...(description === undefined ? {} : { description })}
        onCommit={(value) =>
          edit([
            { path, value: value === '' ? undefined : numeric === true && isNumber(value) ? Number(value) : value },
          ])
        }
      />
      <FindingsAt paths={[path]} />
    </div>
  );
}

/** What the plan file itself says at a path; undefined where a default holds. */
export function useWritten(path: PlanPath): unknown {
  const judged = judge(useWizard((state) => state.text));
  return judged.kind === 'plan' ? valueAt(judged.written(), path) : undefined;
}

function isNumber(text: string): boolean {
  return /^\d+(\.\d+)?$/.test(text);
}
