import { printable } from '../../shell/printable.ts';

/** Longest text that a document shows of one value. */
const maxCharacters = 2000;

/** Text for HTML, XML and their attributes in double quotes; one line, without control characters. */
export function escapeHtml(text: unknown): string {
  return oneLine(text)
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
    .replaceAll("'", '&#39;');
}

/** Text for Markdown: nothing in it is read as a mark, a link, HTML or the end of a table's cell. */
export function escapeMarkdown(text: unknown): string {
  return oneLine(text)
    .replaceAll(/[\\`*_{}[\]()#+!|~^$=:@-]/g, '\\$&')
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll(/^(\s*\d+)([.)])/g, '$1\\$2');
}

/** Text for a quoted label of Mermaid: everything but letters, digits and a few harmless marks as a character code. */
export function escapeMermaid(text: unknown): string {
  return [...oneLine(text)]
    .map((character) => (/[\p{L}\p{N} .,:/-]/u.test(character) ? character : `#${character.codePointAt(0)};`))
    .join('');
}

function oneLine(text: unknown): string {
  return printable(String(text), maxCharacters).replaceAll(/\s+/g, ' ');
}
