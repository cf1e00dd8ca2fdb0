import type { Definition, Inventory } from './inventory.ts';

/** A variable of a host, with the block that it comes from. */
export interface Setting {
  readonly name: string;
  readonly value: unknown;
  readonly from: Definition;
}

/** Variables of one host, as Ansible sees them. */
export type Settings = ReadonlyMap<string, Setting>;

/** Decides between groups of one depth, and is no variable of any host. */
const priorityVariable = 'ansible_group_priority';

/**
 * The variables of every host: those of `all`, then of its groups from the outermost inwards, then its own, then files of variables;
 * groups of one depth by `ansible_group_priority`, then by name. A later value replaces an earlier one as a whole.
 * @see Ansible: how variables are merged; `ansible-inventory --list` says the same
 */
export function settingsOfHosts(inventory: Inventory): ReadonlyMap<string, Settings> {
  const found = new Map<string, Settings>();
  for (const [host, definitions] of definitionsOfHosts(inventory)) {
    const own = inventory.hosts.get(host) ?? [];
    const settings = new Map<string, Setting>();
    for (const from of definitions)
      for (const [name, value] of Object.entries(from.values))
        if (name !== priorityVariable || own.includes(from)) settings.set(name, { name, value, from });
    found.set(host, settings);
  }
  return found;
}

/** The blocks of variables that reach each host, the weakest first. */
export function definitionsOfHosts(inventory: Inventory): ReadonlyMap<string, readonly Definition[]> {
  const order = orderOfGroups(inventory);
  const parents = parentsOf(inventory);
  const found = new Map<string, readonly Definition[]>();
  for (const [host, own] of inventory.hosts) {
    const groups = groupsOf(host, inventory, parents);
    const inherited = order
      .filter((name) => groups.has(name))
      .flatMap((name) => inventory.groups.get(name)?.definitions ?? []);
    found.set(host, [...inherited, ...own, ...inventory.files]);
  }
  return found;
}

/** The hosts of a group and of all groups below it, in the order of the inventory. */
export function hostsBelow(inventory: Inventory, group: string): readonly string[] {
  const found = new Set<string>();
  const seen = new Set<string>();
  const walk = (name: string) => {
    if (seen.has(name)) return;
    seen.add(name);
    const { hosts = [], children = [] } = inventory.groups.get(name) ?? {};
    for (const host of hosts) found.add(host);
    for (const child of children) walk(child);
  };
  walk(group);
  return [...found];
}

/** The groups that a host is in, at any depth, with `all`. */
export function groupsOf(
  host: string,
  inventory: Inventory,
  parents: ReadonlyMap<string, ReadonlySet<string>> = parentsOf(inventory),
): ReadonlySet<string> {
  const found = new Set(['all']);
  const walk = (name: string) => {
    if (found.has(name)) return;
    found.add(name);
    for (const parent of parents.get(name) ?? []) walk(parent);
  };
  for (const [name, { hosts }] of inventory.groups) if (hosts.includes(host)) walk(name);
  // A host in no group of its own is in `ungrouped`, and one in another group is not.
  if (found.size > 2 || (found.size === 2 && !found.has('ungrouped'))) found.delete('ungrouped');
  else found.add('ungrouped');
  return found;
}

function parentsOf({ groups }: Inventory): ReadonlyMap<string, ReadonlySet<string>> {
  const parents = new Map<string, Set<string>>();
  for (const [name, { children }] of groups)
    for (const child of children) {
      const known = parents.get(child) ?? new Set<string>();
      known.add(name);
      parents.set(child, known);
    }
  return parents;
}

/** All groups, the weakest first. */
function orderOfGroups(inventory: Inventory): readonly string[] {
  const parents = parentsOf(inventory);
  const depths = new Map<string, number>([['all', 0]]);
  const depthOf = (name: string, below: ReadonlySet<string>): number => {
    const known = depths.get(name);
    if (known !== undefined) return known;
    const above = [...(parents.get(name) ?? [])].filter((parent) => !below.has(parent));
    const depth = Math.max(1, ...above.map((parent) => depthOf(parent, new Set([...below, name])) + 1));
    depths.set(name, depth);
    return depth;
  };
  const keyed = [...inventory.groups.keys()].map((name) => ({
    name,
    depth: depthOf(name, new Set()),
    priority: priorityOf(inventory, name),
  }));
  return keyed
    .sort(
      (one, other) =>
        one.depth - other.depth ||
        one.priority - other.priority ||
        Number(one.name > other.name) - Number(one.name < other.name),
    )
    .map(({ name }) => name);
}

function priorityOf(inventory: Inventory, name: string): number {
  const values = (inventory.groups.get(name)?.definitions ?? []).map(({ values }) => Number(values[priorityVariable]));
  return values.findLast((value) => Number.isInteger(value)) ?? 1;
}
