import type { ExportFormat } from '../exportFormat.ts';

/** The plan file itself, with its comments. */
export const planFormat: ExportFormat = {
  id: 'plan',
  title: 'Plan file (YAML)',
  run: ({ plan, planText }) => ({ files: [{ path: `${plan.name}.yaml`, text: planText }], losses: [] }),
};
