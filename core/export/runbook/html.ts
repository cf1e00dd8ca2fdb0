import { escapeHtml } from '../text/escape.ts';
import type { Block, ListItem } from './document.ts';

/** The book as one HTML page for screens and paper: no script, and nothing that is fetched. */
export function htmlOf(title: string, blocks: readonly Block[]): string {
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<title>${escapeHtml(title)}</title>
<style>
${style}
</style>
</head>
<body>
${blocks.map(html).join('\n')}
</body>
</html>
`;
}

const style = `body { font: 14px/1.5 system-ui, sans-serif; max-width: 60rem; margin: 2rem auto; padding: 0 1rem; color: #1a1d21; background: #fff; }
h1 { font-size: 1.7rem; } h2 { font-size: 1.3rem; margin-top: 2.5rem; border-bottom: 1px solid #c9ced6; } h3 { font-size: 1.05rem; margin-top: 2rem; }
table { border-collapse: collapse; width: 100%; font-variant-numeric: tabular-nums; } th, td { border: 1px solid #c9ced6; padding: 4px 8px; text-align: left; vertical-align: top; }
pre { background: #f3f5f7; border: 1px solid #d9dde3; padding: 8px; white-space: pre-wrap; overflow-wrap: anywhere; font: 12px/1.45 ui-monospace, monospace; }
.warning { border-left: 4px solid #9a5b00; padding: 4px 12px; background: #fff7e6; }
.where { color: #4a5361; } .step { break-inside: avoid; } .box { border: 1px solid #4a5361; display: inline-block; width: 10px; height: 10px; margin-right: 6px; }
@media print { body { margin: 0; max-width: none; font-size: 10.5pt; } h2 { break-before: page; } a { color: inherit; text-decoration: none; } }`;

function html(block: Block): string {
  switch (block.kind) {
    case 'heading':
      return `<h${block.level} id="${block.anchor}">${escapeHtml(block.text)}</h${block.level}>`;
    case 'paragraph':
      return `<p>${escapeHtml(block.text)}</p>`;
    case 'warning':
      return `<p class="warning"><strong>Before you begin:</strong> ${escapeHtml(block.text)}</p>`;
    case 'list':
      return listText(block.items);
    case 'table':
      return `<table><thead>${row('th', block.head)}</thead><tbody>${block.rows.map((cells) => row('td', cells)).join('\n')}</tbody></table>`;
    case 'step': {
      const { number, where, step } = block;
      const condition = step.onlyIf === undefined ? '' : `<p><em>Only if ${escapeHtml(step.onlyIf)}:</em></p>`;
      return `<div class="step"><p><span class="box"></span><strong>${number}. ${escapeHtml(step.title)}</strong> <span class="where">(${escapeHtml(where)})</span></p>${condition}<pre>${verbatim(step.command)}</pre><p>Expect: ${escapeHtml(step.expect)}</p></div>`;
    }
  }
}

function listText(items: readonly ListItem[]): string {
  const lines = items.map(
    ({ text, anchor, below }) =>
      `<li><a href="#${anchor}">${escapeHtml(text)}</a>${below === undefined ? '' : listText(below)}</li>`,
  );
  return `<ul>${lines.join('')}</ul>`;
}

function row(tag: 'th' | 'td', cells: readonly string[]): string {
  return `<tr>${cells.map((text) => `<${tag}>${escapeHtml(text)}</${tag}>`).join('')}</tr>`;
}

/** A command as it is, with its line breaks and its whole length. */
function verbatim(command: string): string {
  return command.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}
