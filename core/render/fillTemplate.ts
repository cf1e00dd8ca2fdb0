import { checkedLine } from './checkedText.ts';
import type { Templates } from './renderedFile.ts';

/** Several lines for one placeholder that stands alone on its line; each has been made from checked parts. */
export interface Block {
  readonly lines: readonly string[];
}

const placeholder = /\{\{([a-z][A-Za-z0-9]*)\}\}/g;

/**
 * Fills the `{{name}}` placeholders of a template. `{{secret:NAME}}` is not one of them and stays.
 * @throws RangeError when the template is missing, asks for a value that is not given, or does not use one that is:
 * template and code have come apart
 * @throws Problem `render.unsafe-value` when a value is not one printable line
 */
export function fillTemplate(
  templates: Templates,
  name: string,
  values: Readonly<Record<string, string | number | Block>>,
): string {
  const template = templates[name];
  if (template === undefined) throw new RangeError(`the template ${name} is missing`);
  const used = new Set<string>();
  const filled = template.replaceAll(
    new RegExp(`^${placeholder.source}\n|${placeholder.source}`, 'gm'),
    (match, alone?: string, inline?: string) => {
      const key = alone ?? inline ?? '';
      const value = Object.hasOwn(values, key) ? values[key] : undefined;
      if (value === undefined) throw new RangeError(`the template ${name} asks for ${key}, which nothing gives`);
      used.add(key);
      if (typeof value === 'object') {
        if (alone === undefined) throw new RangeError(`${key} in the template ${name} must stand alone on its line`);
        return value.lines.map((line) => `${checkedLine(line, key)}\n`).join('');
      }
      const text = checkedLine(String(value), key);
      return match.endsWith('\n') ? `${text}\n` : text;
    },
  );
  const unused = Object.keys(values).filter((key) => !used.has(key));
  if (unused.length > 0) throw new RangeError(`the template ${name} does not use ${unused.join(', ')}`);
  return filled;
}
