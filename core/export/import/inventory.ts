import { LineCounter, parseDocument } from 'yaml';
import { yamlFault } from '../../plan/yamlFault.ts';
import { Problem } from '../../problem.ts';
import { type PhraseValue, say } from '../../wording/phrase.ts';
import { parseIniInventory } from './iniInventory.ts';

export type Variables = Readonly<Record<string, unknown>>;

export interface Group {
  readonly hosts: ReadonlyMap<string, Variables>;
  readonly children: readonly string[];
  readonly variables: Variables;
}

/** An Ansible inventory, however it was written. */
export interface Inventory {
  readonly groups: ReadonlyMap<string, Group>;
  /** Of all hosts. */
  readonly variables: Variables;
}

/** Longest text that is read, in UTF-16 code units. */
const mostCharacters = 2 * 1024 * 1024;

/**
 * Reads an Ansible inventory in YAML (as PyYAML does: `off` is false) or in Ansible's INI format.
 * @throws Problem `import-unreadable` (usage)
 */
export function parseInventory(text: string, fileName: string): Inventory {
  if (text.length > mostCharacters) refuse(fileName, say`it has more than ${mostCharacters} characters`);
  if (/^\s*\[[\w.:-]+\]/m.test(text) && !/^(---|all:)/m.test(text)) return parseIniInventory(text);
  const data = readYaml(text, fileName);
  if (!isMapping(data)) refuse(fileName, say`it is neither a plan nor an inventory`);
  // A file of variables alone, such as autobase's vars, goes to all hosts.
  if (!isMapping(data.all)) return { groups: new Map(), variables: data };
  const groups = new Map<string, Group>();
  collect(data.all, groups, 0);
  return { groups, variables: isMapping(data.all.vars) ? data.all.vars : {} };
}

/** One inventory from several files: later variables win. */
export function mergeInventories(inventories: readonly Inventory[]): Inventory {
  const groups = new Map<string, Group>();
  for (const inventory of inventories) for (const [name, group] of inventory.groups) groups.set(name, group);
  return { groups, variables: Object.assign({}, ...inventories.map((one) => one.variables)) };
}

function readYaml(text: string, fileName: string): unknown {
  const lines = new LineCounter();
  try {
    const document = parseDocument(text, {
      lineCounter: lines,
      prettyErrors: false,
      logLevel: 'error',
      version: '1.1',
      // An inventory may hold tags of Ansible such as !vault: their text is kept as it is.
      resolveKnownTags: false,
      uniqueKeys: false,
    });
    const [error] = document.errors;
    if (error !== undefined) refuse(fileName, say`line ${lines.linePos(error.pos[0]).line}: ${yamlFault(error)}`);
    return document.toJS({ maxAliasCount: 100 });
  } catch (cause) {
    if (cause instanceof Problem) throw cause;
    return refuse(fileName, say`it is nested too deeply, or its aliases multiply`);
  }
}

function collect(parent: Record<string, unknown>, groups: Map<string, Group>, depth: number): void {
  if (!isMapping(parent.children) || depth > 20) return;
  for (const [name, value] of Object.entries(parent.children)) {
    const group = isMapping(value) ? value : {};
    const known = groups.get(name);
    const hosts = new Map(known?.hosts);
    for (const [host, own] of Object.entries(isMapping(group.hosts) ? group.hosts : {}))
      hosts.set(host, { ...hosts.get(host), ...(isMapping(own) ? own : {}) });
    groups.set(name, {
      hosts,
      children: [...(known?.children ?? []), ...Object.keys(isMapping(group.children) ? group.children : {})],
      variables: { ...known?.variables, ...(isMapping(group.vars) ? group.vars : {}) },
    });
    collect(group, groups, depth + 1);
  }
}

export function isMapping(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function refuse(fileName: string, why: PhraseValue): never {
  throw new Problem('import-unreadable', 'usage', say`${fileName} cannot be read: ${why}.`);
}
