import { say } from '../../wording/phrase.ts';
import type { ExportFormat } from '../exportFormat.ts';

/** The plan file itself, with its comments. */
export const planFormat: ExportFormat = {
  id: 'plan',
  title: say`Plan file (YAML)`,
  run: ({ plan, planText }) => ({ files: [{ path: `${plan.name}.yaml`, text: planText }], losses: [] }),
};
