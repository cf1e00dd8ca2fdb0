import { say } from '../../../wording/phrase.ts';
import { parseIniInventory } from './iniInventory.ts';
import { type Inventory, unreadable } from './inventory.ts';
import { parseYamlInventory } from './yamlInventory.ts';

/** Longest text that is read, in UTF-16 code units. */
const maxCharacters = 2 * 1024 * 1024;

/**
 * Reads an Ansible inventory in YAML or in Ansible's INI format, or a file of variables.
 * @throws Problem `import-unreadable` (usage) with file, line and column
 */
export function parseInventory(text: string, file: string): Inventory {
  if (text.length > maxCharacters)
    unreadable(file, { line: 1, column: 1 }, say`it has more than ${maxCharacters} characters`);
  const heading = /^\s*\[[^\]\s,]+\]\s*(?:#.*)?$/m.test(text);
  return heading && !/^(?:---|all:|\s*-\s)/m.test(text)
    ? parseIniInventory(text, file)
    : parseYamlInventory(text, file);
}
