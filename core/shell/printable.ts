import type { PhraseValue } from '../wording/phrase.ts';

/**
 * Makes text from a host fit to show: no control characters (a terminal would obey them) except line feed and tab,
 * no bidirectional overrides, and at most `maxCharacters` characters, the middle left out.
 */
export function printable(text: string, maxCharacters = 2000): string {
  const clean = text
    .replaceAll('\r\n', '\n')
    // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is taken out
    .replaceAll(/\u001b\[[0-9;?]*[ -/]*[@-~]/g, '')
    // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is taken out
    .replaceAll(/[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u200e\u200f\u2028-\u202e\u2066-\u2069]/g, '\ufffd');
  if (clean.length <= maxCharacters) return clean;
  const half = Math.floor(maxCharacters / 2);
  return `${clean.slice(0, half)}\n[... ${clean.length - 2 * half} characters left out ...]\n${clean.slice(-half)}`;
}

/** The same for what a phrase holds: its values may be text from a host, its words are this program's own. */
export function printablePhrase(said: PhraseValue, maxCharacters = 2000): PhraseValue {
  if (typeof said === 'string') return printable(said, maxCharacters);
  if (typeof said === 'number') return said;
  const inside = (values: readonly PhraseValue[]) => values.map((value) => printablePhrase(value, maxCharacters));
  return 'list' in said ? { ...said, list: inside(said.list) } : { ...said, values: inside(said.values) };
}
