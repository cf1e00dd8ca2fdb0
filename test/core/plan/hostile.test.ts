import { describe, expect, it } from 'vitest';
import { stringify } from 'yaml';
import { editPlan } from '../../../core/plan/edit.ts';
import { planJsonSchema } from '../../../core/plan/jsonSchema.ts';
import { parsePlan } from '../../../core/plan/parse.ts';
import type { PlanPath } from '../../../core/plan/planPath.ts';

const postgres = () => ({
  parameters: { x: 'x' },
  databases: [
    {
      name: 'x',
      owner: 'x',
      encoding: 'x',
      locale: 'x',
      extensions: [{ name: 'x', schema: 'x', version: 'x' }, 'x'],
      schemas: [{ name: 'x', owner: 'x' }, 'x'],
      connect: ['x'],
    },
  ],
  users: [{ name: 'x', memberOf: ['x'] }],
  hba: [
    { type: 'host', database: ['x'], user: ['x'], address: 'x', method: 'ldap', options: { x: 'x' } },
    { type: 'host', database: 'x', user: 'x', address: 'x', method: 'ldap' },
  ],
  clients: ['x'],
});

/** A plan with every field of text that there is. */
const full = {
  quorate: 1,
  name: 'x',
  topology: 'geo-dr',
  sites: [{ name: 'x', role: 'primary' }],
  ssh: { user: 'x', key: 'x', jump: 'x' },
  hosts: [{ name: 'x', address: 'x', site: 'x', zone: 'x', ssh: { user: 'x', key: 'x', jump: 'x' } }],
  clusters: [
    { name: 'x', members: [{ host: 'x', seq: 1, role: 'primary' }], standbyOf: { cluster: 'x' }, postgres: postgres() },
  ],
  postgres: { ...postgres(), packages: ['x'], dataDirectory: '/x', walDirectory: '/x' },
  etcd: { dataDirectory: '/x' },
  network: { links: [{ between: ['x', 'x'], rtt: 1 }] },
  access: { vip: { address: 'x', interface: 'x' }, dns: 'x' },
  packages: { file: 'x', url: 'x', key: 'x', replace: ['x'] },
};

const fields = pathsOfText(full);

describe('text fields of the plan', () => {
  it('are all known to this test', () => {
    const result = parsePlan(stringify(full));
    expect(result.ok || result.problems).toBe(true);
    const known = new Set(fields.map((path) => path.map((step) => (typeof step === 'number' ? '*' : step)).join('.')));
    expect([...known].sort()).toEqual([...new Set(textFields(JSON.parse(planJsonSchema()), ''))].sort());
  });

  it.each(['a\nb', 'a\rb', 'a\0b', '\u001b[2J', 'a\u2028b', 'a\u0085b', 'a\u007fb'])('refuse %j everywhere', (text) => {
    for (const path of fields) {
      const result = parsePlan(editPlan(stringify(full), [{ path, value: text }]));
      const problems = result.ok ? [] : result.problems;
      expect(problems.map((problem) => [problem.code, problem.path])).toEqual([['invalid', path]]);
      expect(problems[0]?.message).not.toContain(text);
    }
  });

  it.each([
    "'; rm -rf / #",
    '$(reboot)',
    '`id`',
    '../../e',
    '"}, x: {',
    '*x',
    '&x',
    '!!js x',
    '<<',
    '%s%n',
    '- x',
    'x: y',
    '[x',
  ])('take %j as text and nothing else', (text) => {
    for (const path of fields) {
      const result = parsePlan(editPlan(stringify(full), [{ path, value: text }]));
      if (!result.ok) expect(result.problems.map(({ path: at }) => at)).toEqual([path]);
      else expect(result.parsed.document.toJS()).toEqual(withText(path, text));
    }
  });
});

interface JsonSchema {
  pattern?: string;
  properties?: Record<string, JsonSchema>;
  additionalProperties?: JsonSchema | boolean;
  items?: JsonSchema | JsonSchema[];
  anyOf?: JsonSchema[];
}

/** The fields of free text in the schema: those that have the pattern of one line. */
function textFields(schema: JsonSchema, path: string): string[] {
  const inside = (name: string, inner: JsonSchema) => textFields(inner, path === '' ? name : `${path}.${name}`);
  const { properties = {}, additionalProperties: others, items = [], anyOf = [] } = schema;
  return [
    ...(schema.pattern === undefined ? [] : [path]),
    ...anyOf.flatMap((option) => textFields(option, path)),
    ...[items].flat().flatMap((item) => inside('*', item)),
    ...Object.entries(properties).flatMap(([name, inner]) => inside(name, inner)),
    // The full plan calls its one parameter x.
    ...(typeof others === 'object' ? inside('x', others) : []),
  ];
}

function pathsOfText(value: unknown, path: PlanPath = []): PlanPath[] {
  if (value === 'x' || value === '/x') return [path];
  if (typeof value !== 'object' || value === null) return [];
  const steps = Array.isArray(value) ? [...value.keys()] : Object.keys(value);
  return steps.flatMap((step) => pathsOfText((value as Record<string, unknown>)[step], [...path, step]));
}

function withText(path: PlanPath, text: string): unknown {
  const copy: unknown = structuredClone(full);
  let inner = copy as Record<string | number, unknown>;
  for (const step of path.slice(0, -1)) inner = inner[step] as Record<string | number, unknown>;
  inner[path.at(-1) ?? ''] = text;
  return copy;
}
