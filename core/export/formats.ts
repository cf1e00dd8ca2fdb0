import { autobaseFormat } from './autobase/autobaseFormat.ts';
import { checklistFormat } from './checklist/checklistFormat.ts';
import { diagramFormat } from './diagram/diagramFormat.ts';
import type { ExportFormat } from './exportFormat.ts';
import { filesFormat } from './files/filesFormat.ts';
import { pigstyFormat } from './pigsty/pigstyFormat.ts';
import { planFormat } from './plan/planFormat.ts';
import { reviewFormat } from './review/reviewFormat.ts';
import { runbookFormat } from './runbook/runbookFormat.ts';

/** Every format, in the order in which people see them. */
export const exportFormats: readonly ExportFormat[] = [
  planFormat,
  pigstyFormat,
  autobaseFormat,
  runbookFormat,
  filesFormat,
  checklistFormat,
  diagramFormat,
  reviewFormat,
];

/** The format of that id, or undefined. */
export function findFormat(id: string): ExportFormat | undefined {
  return exportFormats.find((format) => format.id === id);
}
