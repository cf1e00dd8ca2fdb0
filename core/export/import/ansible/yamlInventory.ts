import type { PlanPath } from '../../../plan/planPath.ts';
import { type PhraseValue, say } from '../../../wording/phrase.ts';
import { expandHostPattern } from './hostPattern.ts';
import { type Definition, type Inventory, InventoryDraft, isMapping, unreadable, type Variables } from './inventory.ts';
import { fileOfVariables } from './variableFile.ts';
import { readYaml, type YamlText } from './yamlText.ts';

/** Deepest nesting of groups. */
const maxDepth = 50;
const sections: readonly string[] = ['hosts', 'children', 'vars'];

/**
 * Reads Ansible's YAML inventory, whose keys are groups, or a file of variables.
 * @throws Problem `import-unreadable` (usage) with line and column
 */
export function parseYamlInventory(text: string, file: string): Inventory {
  const yaml = readYaml(text, file);
  const { data } = yaml;
  if (!isMapping(data)) return unreadable(file, { line: 1, column: 1 }, say`it is neither a plan nor an inventory`);
  const reader = new GroupReader(yaml, file);
  if (isInventory(data)) for (const [name, group] of Object.entries(data)) reader.group(name, group, [name], 0);
  else fileOfVariables(reader.draft, file, data, yaml.lineOf);
  for (const { path, line } of yaml.replaced)
    reader.draft.remarks.push({
      path: reader.nameOf(path),
      file,
      line,
      said: say`the same key stands in the file again, and only the later value counts`,
    });
  return reader.draft;
}

/** Groups have no keys but three; variables may be anything. */
function isInventory(data: Variables): boolean {
  if (isMapping(data.all) || (Object.hasOwn(data, 'all') && data.all === null)) return true;
  const values = Object.values(data);
  return (
    values.length > 0 &&
    values.every(
      (one) => one === null || (isMapping(one) && Object.keys(one).every((key) => sections.includes(key))),
    ) &&
    values.some((one) => isMapping(one) && (Object.hasOwn(one, 'hosts') || Object.hasOwn(one, 'children')))
  );
}

class GroupReader {
  readonly draft = new InventoryDraft();
  readonly #yaml: YamlText;
  readonly #file: string;
  /** Where blocks of variables stand, to name a path in the file as notes do. */
  readonly #places: { readonly at: PlanPath; readonly place: string }[] = [];

  constructor(yaml: YamlText, file: string) {
    this.#yaml = yaml;
    this.#file = file;
  }

  group(name: string, group: unknown, path: PlanPath, depth: number): void {
    if (depth > maxDepth) this.#refuse(path, say`its groups are nested too deeply`);
    if (group !== null && !isMapping(group)) {
      this.#remark(path, name, say`is no group: Ansible skips it`);
      return;
    }
    this.draft.group(name);
    for (const [section, value] of Object.entries(group ?? {})) {
      const inside = [...path, section];
      const entries = typeof value === 'string' ? { [value]: null } : value;
      if (entries === null) continue;
      if (!sections.includes(section)) {
        this.#remark(
          inside,
          `${name}.${section}`,
          say`a group has hosts, children and vars: Ansible skips everything else`,
        );
        continue;
      }
      if (!isMapping(entries)) this.#refuse(inside, say`${section} of a group must be a mapping`);
      if (section === 'vars') this.#variables(name, entries, inside);
      else if (section === 'hosts')
        for (const [host, own] of Object.entries(entries)) this.#host(name, host, own, [...inside, host]);
      else
        for (const [child, inner] of Object.entries(entries)) {
          this.group(child, inner, [...inside, child], depth + 1);
          this.draft.addChild(name, child);
        }
    }
  }

  /** A path of the file in the words of notes. */
  nameOf(path: PlanPath): string {
    const known = this.#places.findLast(({ at }) => at.every((part, index) => path[index] === part));
    return known === undefined
      ? path.join('.')
      : [known.place, ...path.slice(known.at.length)].join('.').replaceAll(/\.(\d+)(?=\.|$)/g, '[$1]');
  }

  #variables(name: string, values: Variables, path: PlanPath): void {
    this.draft.group(name).definitions.push(this.#definition(name === 'all' ? 'all.vars' : name, values, path));
  }

  #host(group: string, pattern: string, own: unknown, path: PlanPath): void {
    if (own !== null && !isMapping(own)) this.#refuse(path, say`variables of a host must be a mapping`);
    const expanded = expandHostPattern(pattern);
    if (!('hosts' in expanded)) this.#refuse(path, expanded);
    const port = expanded.port === undefined ? {} : { ansible_port: expanded.port };
    const definition = this.#definition(`${group}.${pattern}`, { ...port, ...own }, path);
    for (const host of expanded.hosts) this.draft.addHost(group, host, definition);
  }

  #definition(place: string, values: Variables, path: PlanPath): Definition {
    this.#places.push({ at: path, place });
    return { place, file: this.#file, values, lineOf: (below) => this.#yaml.lineOf([...path, ...below]) };
  }

  #remark(path: PlanPath, name: string, said: ReturnType<typeof say>): void {
    this.draft.remarks.push({ path: name, file: this.#file, line: this.#yaml.lineOf(path), said });
  }

  #refuse(path: PlanPath, why: PhraseValue): never {
    return unreadable(this.#file, this.#yaml.placeOf(path), why);
  }
}
