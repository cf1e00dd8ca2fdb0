import type { PlanPath } from '../../../plan/planPath.ts';
import { Problem } from '../../../problem.ts';
import { type Phrase, type PhraseValue, say } from '../../../wording/phrase.ts';

export type Variables = Readonly<Record<string, unknown>>;

/** One block of variables as it stands in a file: those of a group, of a host, or a whole file of them. */
export interface Definition {
  /** As notes name it: `all.vars`, `pg-test`, `pg-test.10.0.0.1`. */
  readonly place: string;
  readonly file: string;
  readonly values: Variables;
  /** Line of a path below the block, from 1. */
  readonly lineOf: (path: PlanPath) => number | undefined;
}

export interface Group {
  readonly hosts: readonly string[];
  readonly children: readonly string[];
  /** Later ones win. */
  readonly definitions: readonly Definition[];
}

/** What stands in a file and reaches nobody. */
export interface Remark {
  readonly path: string;
  readonly file: string;
  readonly line: number | undefined;
  readonly said: Phrase;
}

/** An Ansible inventory, however it was written. */
export interface Inventory {
  /** With `all`; a group that is only named is empty. */
  readonly groups: ReadonlyMap<string, Group>;
  /** Variables of each host, later ones win. */
  readonly hosts: ReadonlyMap<string, readonly Definition[]>;
  /** Files of variables, which a playbook loads over everything else; later ones win. */
  readonly files: readonly Definition[];
  readonly remarks: readonly Remark[];
}

/** Text that ansible-vault encrypted. */
export class Vaulted {
  toJSON(): string {
    return '!vault';
  }
}

/** Text marked `!unsafe`, in which Ansible evaluates nothing. */
export class Verbatim {
  readonly text: string;
  constructor(text: string) {
    this.text = text;
  }
  toJSON(): string {
    return this.text;
  }
}

/** Plain mappings only: no lists, and nothing that a tag made. */
export function isMapping(value: unknown): value is Record<string, unknown> {
  return (
    typeof value === 'object' &&
    value !== null &&
    !Array.isArray(value) &&
    !(value instanceof Vaulted) &&
    !(value instanceof Verbatim)
  );
}

/** Gathers an inventory while files are read. */
export class InventoryDraft implements Inventory {
  readonly groups = new Map<string, { hosts: string[]; children: string[]; definitions: Definition[] }>();
  readonly hosts = new Map<string, Definition[]>();
  readonly files: Definition[] = [];
  readonly remarks: Remark[] = [];

  group(name: string) {
    const known = this.groups.get(name) ?? { hosts: [], children: [], definitions: [] };
    this.groups.set(name, known);
    return known;
  }

  addHost(group: string, host: string, definition: Definition): void {
    const { hosts } = this.group(group);
    if (!hosts.includes(host)) hosts.push(host);
    const known = this.hosts.get(host) ?? [];
    if (Object.keys(definition.values).length > 0) known.push(definition);
    this.hosts.set(host, known);
  }

  addChild(group: string, child: string): void {
    this.group(child);
    const { children } = this.group(group);
    if (!children.includes(child)) children.push(child);
  }
}

/** One inventory from several: what later ones say wins. */
export function mergeInventories(inventories: readonly Inventory[]): Inventory {
  const merged = new InventoryDraft();
  for (const { groups, hosts, files, remarks } of inventories) {
    for (const [name, group] of groups) {
      merged.group(name).definitions.push(...group.definitions);
      for (const child of group.children) merged.addChild(name, child);
      const known = merged.group(name).hosts;
      known.push(...group.hosts.filter((host) => !known.includes(host)));
    }
    for (const [name, definitions] of hosts)
      merged.hosts.set(name, [...(merged.hosts.get(name) ?? []), ...definitions]);
    merged.files.push(...files);
    merged.remarks.push(...remarks);
  }
  return merged;
}

/** @throws Problem `import-unreadable` (usage) */
export function unreadable(file: string, at: { line: number; column: number }, why: PhraseValue): never {
  throw new Problem('import-unreadable', 'usage', say`${file}:${at.line}:${at.column} cannot be read: ${why}.`);
}
