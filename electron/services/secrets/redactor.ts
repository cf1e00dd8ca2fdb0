import { secretPlaceholder } from '../../../core/render/placeholders.ts';
import type { SecretEntries, SecretEntry } from './secretFile.ts';

/**
 * Makes the function that replaces every secret of a project by its placeholder, in text that came back from a host or goes
 * into a log. It also finds the forms that quoting gives a value (shell, JSON, URL, SQL, base64), and the lines of a private key one by
 * one, since diffs and logs cut and indent them.
 */
export function makeRedactor(entries: SecretEntries): (text: string) => string {
  const placeholders = new Map<string, string>();
  for (const [name, entry] of Object.entries(entries)) {
    for (const form of formsOf(entry)) if (!placeholders.has(form)) placeholders.set(form, secretPlaceholder(name));
  }
  if (placeholders.size === 0) return (text) => text;
  const longestFirst = [...placeholders.keys()].sort((a, b) => b.length - a.length);
  const pattern = new RegExp(longestFirst.map(escapePattern).join('|'), 'g');
  return (text) => text.replaceAll(pattern, (found) => placeholders.get(found) ?? '');
}

function formsOf({ kind, value }: SecretEntry): readonly string[] {
  const whole = kind === 'password' ? value : value.trimEnd();
  const forms = [whole, Buffer.from(value, 'utf8').toString('base64').replace(/=+$/, '')];
  if (kind === 'password') {
    forms.push(
      JSON.stringify(value).slice(1, -1),
      encodeURIComponent(value),
      value.replaceAll("'", "'\\''"),
      value.replaceAll("'", "''"),
    );
  }
  if (kind === 'private-key')
    forms.push(...value.split('\n').filter((line) => line.length > 8 && !line.startsWith('-----')));
  return forms;
}

function escapePattern(text: string): string {
  return text.replaceAll(/[\\^$.*+?()[\]{}|/-]/g, '\\$&');
}
