import type { Block, ListItem } from './document.ts';

/** The book as Markdown (CommonMark with tables). */
export function markdownOf(blocks: readonly Block[]): string {
  return `${blocks.map(markdown).join('\n\n')}\n`;
}

function markdown(block: Block): string {
  switch (block.kind) {
    case 'heading':
      return `<a id="${block.anchor}"></a>\n\n${'#'.repeat(block.level)} ${escaped(block.text)}`;
    case 'paragraph':
      return escaped(block.text);
    case 'warning':
      return `> **Before you begin:** ${escaped(block.text)}`;
    case 'list':
      return listText(block.items, '');
    case 'table':
      return [block.head, block.head.map(() => '---'), ...block.rows.map((row) => row.map(cell))]
        .map((row) => `| ${row.join(' | ')} |`)
        .join('\n');
    case 'step': {
      const { number, where, step } = block;
      const condition = step.onlyIf === undefined ? '' : `Only if ${escaped(step.onlyIf)}:\n\n`;
      const fence = '`'.repeat(Math.max(3, ...[...step.command.matchAll(/`+/g)].map((run) => run[0].length + 1)));
      return `**${number}. ${escaped(step.title)}** (${escaped(where)})\n\n${condition}${fence}sh\n${step.command}\n${fence}\n\nExpect: ${escaped(step.expect)}`;
    }
  }
}

function listText(items: readonly ListItem[], indent: string): string {
  return items
    .map(({ text, anchor, below = [] }) => {
      const line = `${indent}- [${escaped(text)}](#${anchor})`;
      return below.length === 0 ? line : `${line}\n${listText(below, `${indent}  `)}`;
    })
    .join('\n');
}

function cell(text: string): string {
  return escaped(text).replaceAll('|', '\\|');
}

function escaped(text: string): string {
  return text.replaceAll(/[\\`*_<>[\]#]/g, '\\$&');
}
