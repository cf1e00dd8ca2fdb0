import { say } from '../../wording/phrase.ts';
import type { ExportFormat } from '../exportFormat.ts';
import { addressText } from '../inventory/checkedHosts.ts';
import { runbookBook } from './book.ts';
import { htmlOf } from './html.ts';
import { markdownOf } from './markdown.ts';

/** What to expect of every failure and what to do by hand, with the hosts and commands of the plan. */
export const runbookFormat: ExportFormat = {
  id: 'runbook',
  title: say`Runbook (Markdown and printable HTML)`,
  run({ plan, environment, timing }) {
    // Its commands are made to be pasted: none of them may go to nowhere.
    for (const host of plan.hosts) addressText(host);
    const blocks = runbookBook({ plan, release: environment.release }, timing);
    return {
      files: [
        { path: 'runbook.md', text: markdownOf(blocks) },
        { path: 'runbook.html', text: htmlOf(`Runbook: ${plan.name}`, blocks) },
      ],
      losses: [],
    };
  },
};
