import fc from 'fast-check';

type Value = string | number | boolean | null | readonly Value[] | { readonly [key: string]: Value };
type Variables = Readonly<Record<string, Value>>;

export interface WrittenGroup {
  readonly name: string;
  readonly hosts: Readonly<Record<string, Variables>>;
  readonly children: readonly string[];
  readonly vars: Variables;
}

/** An inventory apart from how it is written; a group's children come after it in the list. */
export interface WrittenInventory {
  readonly all: Variables;
  readonly groups: readonly WrittenGroup[];
}

const words = fc.constantFrom(
  'a',
  'off',
  'yes',
  '007',
  '10.0.0.1',
  'crit.yml',
  'x y',
  "it's",
  'say "no"',
  '1.5',
  'None',
  '',
);

/** Values of variables, as deep as inventories have them. */
export const values: fc.Arbitrary<Value> = fc.letrec<{ value: Value }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 3, depthSize: 'small' },
    words,
    fc.integer({ min: -5, max: 100_000 }),
    fc.boolean(),
    fc.constant(null),
    fc.array(tie('value'), { maxLength: 3 }),
    fc.dictionary(fc.constantFrom('name', 'port', 'user', 'x_1'), tie('value'), { maxKeys: 3 }),
  ),
})).value;

/** Inventories with variables at every level, some of the same name, and groups below groups. */
export function inventories(variables: fc.Arbitrary<Variables>): fc.Arbitrary<WrittenInventory> {
  const priority = fc.option(fc.integer({ min: 1, max: 20 }), { nil: undefined, freq: 2 });
  const pattern = fc.constantFrom(
    'db[01:03]',
    'db[2:6:2].example.net',
    'n[a:c]',
    '10.0.0.[1:3]',
    'db01',
    'nb',
    '10.0.0.2',
    'lone:2222',
  );
  const group = fc.record({
    hosts: fc.dictionary(pattern, variables, { maxKeys: 3 }),
    vars: variables,
    priority,
    parents: fc.array(fc.nat(5), { maxLength: 2 }),
  });
  const names = ['pg-b', 'pg-a', 'etcd', 'zone1', 'Big', 'infra'];
  return fc.tuple(variables, fc.array(group, { minLength: 1, maxLength: names.length })).map(([all, drafts]) => ({
    all,
    groups: drafts.map(({ hosts, vars, priority: order }, index) => ({
      name: names[index] ?? '',
      hosts,
      vars: order === undefined ? vars : { ...vars, ansible_group_priority: order },
      children: drafts.flatMap(({ parents }, child) =>
        child > index && parents.some((parent) => parent % child === index) ? [names[child] ?? ''] : [],
      ),
    })),
  }));
}

/** As Ansible's YAML inventory: children inside of the first group that has them, by name in the others. */
export function asYaml({ all, groups }: WrittenInventory): string {
  const placed = new Set<string>();
  const written = (name: string): object => {
    const group = groups.find((one) => one.name === name);
    if (group === undefined || placed.has(name)) return {};
    placed.add(name);
    return {
      hosts: group.hosts,
      vars: group.vars,
      children: Object.fromEntries(group.children.map((child) => [child, written(child)])),
    };
  };
  const children = Object.fromEntries(
    groups.map(({ name }) => [name, name] as const).map(([name]) => [name, written(name)]),
  );
  return `---\n${JSON.stringify({ all: { children, vars: all } }, null, 1)}\n`;
}

/** As Ansible's INI inventory. */
export function asIni({ all, groups }: WrittenInventory): string {
  const pairs = (variables: Variables) => Object.entries(variables).map(([name, value]) => `${name}=${literal(value)}`);
  const shell = (text: string) => `'${text.replaceAll("'", `'"'"'`)}'`;
  return [
    ...groups.flatMap(({ name, hosts, children, vars }) => [
      `[${name}]  # hosts`,
      ...Object.entries(hosts).map(([host, own]) => [host, ...pairs(own).map(shell)].join(' ')),
      ...(children.length === 0 ? [] : [`[${name}:children]`, ...children]),
      ...(Object.keys(vars).length === 0 ? [] : [`[${name}:vars]`, ...pairs(vars)]),
    ]),
    '[all:vars]',
    ...pairs(all),
    '',
  ].join('\n');
}

/** As Python writes it. */
function literal(value: Value): string {
  if (value === null) return 'None';
  if (typeof value === 'boolean') return value ? 'True' : 'False';
  if (typeof value === 'number') return String(value);
  if (typeof value === 'string') return JSON.stringify(value);
  if (Array.isArray(value)) return `[${value.map(literal).join(', ')}]`;
  return `{${Object.entries(value)
    .map(([key, field]) => `${JSON.stringify(key)}: ${literal(field as Value)}`)
    .join(', ')}}`;
}
