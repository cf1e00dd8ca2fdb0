import { say } from '../../wording/phrase.ts';
import type { ExportFormat } from '../exportFormat.ts';
import { escapeMarkdown } from '../text/escape.ts';
import { checklist } from './checklist.ts';
import type { ChecklistItem, ItemState } from './checklistItem.ts';

export const stateWords: Readonly<Record<ItemState, string>> = {
  passed: 'checked by machine: passed',
  warning: 'checked by machine: look at it',
  failed: 'checked by machine: FAILED',
  unchecked: 'not checked',
  person: 'to be done by a person',
};

/** The production checklist in Markdown. Boxes are ticked only for what a machine checked and found right. */
export const checklistFormat: ExportFormat = {
  id: 'checklist',
  title: say`Production checklist (Markdown)`,
  run(input) {
    const { plan, madeAt, evidence } = input;
    const sections = checklist(input);
    const all = sections.flatMap((section) => section.items);
    const count = (state: ItemState) => all.filter((item) => item.state === state).length;
    const seen =
      evidence === undefined
        ? 'No host was asked: what depends on them is not checked.'
        : `The hosts were asked at ${escapeMarkdown(evidence.checkedAt)}.`;
    const head = [
      `# Production checklist: ${escapeMarkdown(plan.name)}`,
      '',
      `Topology ${plan.topology}, ${plan.hosts.length} hosts.${madeAt === undefined ? '' : ` Written at ${escapeMarkdown(madeAt)}.`} ${seen}`,
      '',
      `${count('passed')} passed, ${count('warning')} to look at, ${count('failed')} failed, ${count('unchecked')} not checked, ${count('person')} for people.`,
    ];
    const body = sections.flatMap(({ title, items }) => ['', `## ${title}`, '', ...items.map(line)]);
    return { files: [{ path: 'checklist.md', text: `${[...head, ...body].join('\n')}\n` }], losses: [] };
  },
};

function line({ text, state, found, checkedAt }: ChecklistItem): string {
  const box = state === 'passed' ? 'x' : ' ';
  const details = [stateWords[state], escapeMarkdown(found), checkedAt === undefined ? '' : escapeMarkdown(checkedAt)];
  return `- [${box}] ${escapeMarkdown(text)} (${details.filter((part) => part !== '').join('; ')})`;
}
