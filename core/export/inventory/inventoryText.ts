import { Document, isCollection, isMap, isPair, isScalar, isSeq, visit } from 'yaml';
import { say } from '../../wording/phrase.ts';
import type { Loss } from '../exportFormat.ts';
import { lossOf } from './lossList.ts';

/** Ansible evaluates these wherever they stand in a variable, on the machine that runs it. */
const templateMarks = /\{[{%#]/;
/** Text that every YAML reader takes as the same text without quotes. */
const plainText = /^[A-Za-z_/~][\w ./~@-]*$|^\d+\.\d+\.\d+\.\d+(\/\d+)?$/;

/**
 * An Ansible inventory as YAML that PyYAML (YAML 1.1) and YAML 1.2 read the same.
 * Text in which Ansible would see a template is left out: evaluated, it could run anything.
 * @param header comment lines without '#'
 * @param trusted templates of our own: these texts, and only these, stay
 * @returns the text, and a loss for everything that was left out
 */
export function inventoryText(
  header: readonly string[],
  inventory: object,
  trusted: readonly string[] = [],
): { text: string; losses: Loss[] } {
  const losses: Loss[] = [];
  const document = new Document(withoutTemplates(inventory, [], { losses, trusted }), {
    version: '1.1',
    aliasDuplicateObjects: false,
  });
  visit(document, {
    Scalar(_, node) {
      if (typeof node.value === 'string' && !plainText.test(node.value)) node.type = 'QUOTE_DOUBLE';
    },
    Collection(_, node, path) {
      const parent = path.at(-1);
      const hosts = path.at(-3);
      const isHost = isPair(hosts) && isScalar(hosts.key) && hosts.key.value === 'hosts' && isMap(node);
      const small = isCollection(node) && node.items.every((item) => isFlat(isPair(item) ? item.value : item));
      // One line for each host, and for each small entry of a list.
      if (isHost || (small && (!isPair(parent) || !isMap(node)))) node.flow = true;
    },
  });
  const body = document.toString({ lineWidth: 0, directives: false });
  return { text: `---\n${header.map((line) => (line === '' ? '#\n' : `# ${line}\n`)).join('')}${body}`, losses };
}

/** A scalar, or a list of scalars. */
function isFlat(node: unknown): boolean {
  return isScalar(node) || (isSeq(node) && node.items.every((item) => isScalar(item)));
}

function withoutTemplates(
  value: unknown,
  path: readonly string[],
  guard: { readonly losses: Loss[]; readonly trusted: readonly string[] },
): unknown {
  const leftOut = () => {
    guard.losses.push(
      lossOf(
        'template-text',
        path.join('.'),
        say`The text has marks of a template in it, which Ansible would evaluate on the machine that runs it.`,
        say`It is left out; the tool uses its default.`,
      ),
    );
    return undefined;
  };
  if (typeof value === 'string') return templateMarks.test(value) && !guard.trusted.includes(value) ? leftOut() : value;
  if (Array.isArray(value))
    return value
      .map((item, index) => withoutTemplates(item, [...path, String(index)], guard))
      .filter((item) => item !== undefined);
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).flatMap(([key, field]) => {
    if (field === undefined) return [];
    const kept = templateMarks.test(key)
      ? withoutTemplates(key, [...path, 'key'], guard)
      : withoutTemplates(field, [...path, key], guard);
    return kept === undefined ? [] : [[key, kept] as const];
  });
  return Object.fromEntries(entries);
}
