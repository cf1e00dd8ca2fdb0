import type { ExportInput, ExportResult, Loss, PigstyTarget } from '../../../core/export/exportFormat.ts';
import { findFormat } from '../../../core/export/formats.ts';
import type { Plan } from '../../../core/plan/plan.ts';
import { resolveTiming } from '../../../core/timing/resolveTiming.ts';
import { environment } from '../render/renderPlans.ts';

export interface ExportOptions {
  readonly target?: PigstyTarget;
  readonly secret?: ExportInput['secret'];
}

/** Writes a plan in a format, as the program does. */
export function exportPlan(plan: Plan, format: string, options: ExportOptions = {}): ExportResult {
  const found = findFormat(format);
  if (found === undefined) throw new Error(`no format ${format}`);
  return found.run({
    plan,
    planText: '',
    timing: resolveTiming(plan),
    templates: {},
    environment,
    target: options.target ?? 'v4',
    secret: options.secret,
  });
}

/** A loss report as golden files keep it: in English, as the command line prints it. */
export function inEnglish(losses: readonly Loss[]): string {
  return `${JSON.stringify(
    losses.map(({ said: _, ...loss }) => loss),
    null,
    2,
  )}\n`;
}
