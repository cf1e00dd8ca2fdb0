import { stringify } from 'yaml';

/**
 * A typed object as YAML, keys in the order given. Written for YAML 1.1, which Patroni (PyYAML) and etcd (Go) read:
 * it quotes `on`, `no`, `1:30` and the like, that YAML 1.2 would leave bare.
 * @param header comment lines without '#'
 */
export function yamlText(header: readonly string[], value: object): string {
  const body = stringify(value, { version: '1.1', lineWidth: 0, indent: 2, aliasDuplicateObjects: false });
  return `${header.map((line) => `# ${line}\n`).join('')}${body}`;
}

/** First line of every file that we write, so that a person who opens it knows where to change it. */
export const madeByQuorate =
  'Written by Quorate from the plan. Change the plan and deploy again: edits here are overwritten.';
