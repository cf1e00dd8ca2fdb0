import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Document, parseDocument } from 'yaml';
import { commentsIn } from '../../../core/plan/comments.ts';
import { editPlan, type PlanEdit } from '../../../core/plan/edit.ts';
import { newPlan } from '../../../core/plan/newPlan.ts';
import type { PlanPath } from '../../../core/plan/planPath.ts';
import { topologyIds } from '../../../core/plan/schema.ts';
import { topologies } from '../../../core/plan/topologies.ts';
import { printLikeSource } from '../../../core/plan/yamlStyle.ts';

const plan = `# The order system.

quorate: 1 # first version
name: orders
topology: three-node

# Hosts of room 1.
hosts:
  # The strong one.
  - { name: n1, address: 10.0.0.1, roles: [postgres, etcd, haproxy] } # rack 1
  - {name: n2, address: 10.0.0.2, zone: r2}
  # The old one, goes in 2027.
  - name: n3 # bought in 2019
    address: "10.0.0.3"
    # not in production
    zone: r3

clusters:
  - name: pg-orders
    members:
      - { host: n1, seq: 1, role: primary }
      - { host: n2, seq: 2, role: replica }
patroni:
  timing:
    ttl: 30 # agreed with the on-call team
    loopWait: 10
# postgres:
#   version: 15
`;

const brokenBrackets = `network:
  links: [
    { between: [a, b], rtt: 3ms },
    {
      between: [b, c],
      rtt: 5ms
    }
  ]
`;

describe('editPlan', () => {
  it.each<[string, PlanEdit]>([
    ['a scalar', { path: ['patroni', 'timing', 'ttl'], value: 45 }],
    ['a quoted scalar in a flow list', { path: ['hosts', 0, 'roles', 0], value: 'a, b] # c' }],
    ['a new key in a flow mapping', { path: ['hosts', 1, 'site'], value: 'dc1' }],
    ['a new host', { path: ['hosts', 3], value: { name: 'n4', address: '10.0.0.4', roles: ['etcd'] } }],
    ['a new section', { path: ['postgres', 'parameters', 'max_slot_wal_keep_size'], value: '10GB' }],
    ['the removal of a host with comments', { path: ['hosts', 2] }],
    ['the removal of a key with a comment', { path: ['patroni', 'timing', 'ttl'] }],
    ['the removal of a section', { path: ['patroni'] }],
    ['a collection instead of a collection', { path: ['hosts', 2], value: { name: 'n9', address: 'n9.example' } }],
  ])('changes %s and nothing else', (_, edit) => {
    const edited = editPlan(plan, [edit]);
    const before = plan.split('\n');
    const after = edited.split('\n');
    expect([
      ...before.filter((line) => !after.includes(line)).map((line) => `- ${line}`),
      ...after.filter((line) => !before.includes(line)).map((line) => `+ ${line}`),
    ]).toMatchSnapshot();
  });

  it('applies the edits of a fix one after the other', () => {
    const fix = {
      title: 'Give every host a zone',
      edits: [
        { path: ['hosts', 0, 'zone'], value: 'r1' },
        { path: ['hosts', 2, 'zone'], value: undefined },
      ],
    };
    const hosts = (parseDocument(editPlan(plan, fix.edits)).toJS() as { hosts: { zone?: string }[] }).hosts;
    expect(hosts.map(({ zone }) => zone)).toEqual(['r1', 'r2', undefined]);
  });

  it('changes nothing when there is nothing to remove, and keeps CRLF', () => {
    expect(editPlan(plan, [{ path: ['access', 'vip'] }])).toBe(plan);
    expect(editPlan(plan, [{ path: ['hosts', 9] }])).toBe(plan);
    const crlf = plan.replaceAll('\n', '\r\n');
    expect(editPlan(crlf, [{ path: ['hosts', 2] }])).toBe(
      editPlan(plan, [{ path: ['hosts', 2] }]).replaceAll('\n', '\r\n'),
    );
  });

  it('does many edits as it would do one after the other, with a document that is known or without', () => {
    const edits: readonly PlanEdit[] = [
      { path: ['hosts', 0, 'name'], value: 'first' },
      { path: ['hosts', 1, 'address'], value: '10.9.9.9' },
      // The same place twice, so that the two cannot be done at once.
      { path: ['hosts', 0, 'name'], value: 'again' },
      { path: ['hosts', 3], value: { name: 'n4', address: '10.0.0.4', roles: ['etcd'] } },
      { path: ['hosts', 4], value: { name: 'n5', address: '10.0.0.5', roles: ['etcd'] } },
      { path: ['hosts', 2] },
      { path: ['postgres', 'parameters', 'work_mem'], value: '8MB' },
      { path: ['postgres', 'parameters', 'work_mem'], value: '16MB' },
    ];
    const oneByOne = edits.reduce((text, edit) => editPlan(text, [edit]), plan);
    expect(editPlan(plan, edits)).toBe(oneByOne);
    const known = parseDocument(plan);
    expect(editPlan(plan, edits, known)).toBe(oneByOne);
    expect(known.toString()).toBe(parseDocument(plan).toString());
  });

  it('refuses what is no YAML and paths that lead nowhere', () => {
    expect(() => editPlan('a: [', [{ path: ['a'], value: 1 }])).toThrow(/cannot be changed: line 1/);
    expect(() => editPlan(plan, [{ path: ['name', 'x'], value: 1 }])).toThrow(/name holds no x/);
    expect(() => editPlan(plan, [{ path: ['hosts', 7], value: {} }])).toThrow(/no hosts\[7\]/);
    expect(() => editPlan(plan, [{ path: [], value: {} }])).toThrow(/whole plan/);
  });

  it('prints every new plan back to the same bytes', () => {
    for (const topology of topologyIds) {
      for (const { id } of topologies[topology].layouts) {
        const made = newPlan({ topology, layout: id });
        if (!made.ok) throw new Error('unreachable');
        expect(printLikeSource(parseDocument(made.text), made.text)).toBe(made.text);
      }
    }
  });

  it('keeps every comment and means exactly the edit, wherever comments and edits are', () => {
    const scenario = fc
      .tuple(commentedText(), fc.integer({ min: 0, max: 1000 }), fc.constantFrom('set', 'collection', 'delete', 'add'))
      .map(([text, choice, kind]) => ({ text, choice, kind }));
    fc.assert(
      fc.property(scenario, ({ text, choice, kind }) => {
        const value = parseDocument(text).toJS() as unknown;
        const paths = pathsOf(value);
        const path = paths[choice % paths.length] ?? [];
        const edit = editFor(kind, path, valueAt(value, path));
        const edited = parseDocument(editPlan(text, [edit]));
        expect(edited.errors).toEqual([]);
        expect(edited.toJS()).toEqual(expected(value, edit));
        expect(words(edited)).toEqual(words(parseDocument(text)));
      }),
      { numRuns: 300 },
    );
  }, 60_000);
});

/** A plan-like text in which each place that may hold a comment holds one or does not. */
function commentedText(): fc.Arbitrary<string> {
  const lines = `${plan}${brokenBrackets}`
    .split('\n')
    .filter((line) => line !== '' && !line.trimStart().startsWith('#'));
  return fc
    .array(fc.tuple(fc.constantFrom('', '', 'above', 'blank'), fc.boolean()), {
      minLength: lines.length,
      maxLength: lines.length,
    })
    .map((choices) =>
      lines
        .flatMap((line, index) => {
          const [above, beside] = choices[index] ?? ['', false];
          const indent = /^ */.exec(line)?.[0] ?? '';
          const before = above === '' ? [] : [...(above === 'blank' ? [''] : []), `${indent}# w${index}a`];
          return [...before, beside ? `${line.replace(/ #.*/, '')} # w${index}b` : line.replace(/ #.*/, '')];
        })
        .join('\n')
        .concat('\n# end\n'),
    );
}

function words(document: Document): string[] {
  const all = [document.commentBefore, document.comment, ...commentsIn(document.contents)];
  return all.flatMap((comment) => comment?.split(/\s+/).filter(Boolean) ?? []).sort();
}

function pathsOf(value: unknown, path: PlanPath = []): PlanPath[] {
  const here = path.length === 0 ? [] : [path];
  if (typeof value !== 'object' || value === null) return here;
  const steps = Array.isArray(value) ? [...value.keys()] : Object.keys(value);
  return [...here, ...steps.flatMap((step) => pathsOf((value as Record<string, unknown>)[step], [...path, step]))];
}

function valueAt(value: unknown, path: PlanPath): unknown {
  return path.reduce<unknown>((inner, step) => (inner as Record<string, unknown>)[step], value);
}

function editFor(kind: string, path: PlanPath, found: unknown): PlanEdit {
  if (kind === 'delete') return { path };
  if (kind === 'collection') return { path, value: { a: [1, 'x: y'], b: { c: '# no comment' } } };
  if (kind === 'add' && Array.isArray(found)) return { path: [...path, found.length], value: { name: 'new' } };
  if (kind === 'add' && typeof found === 'object') return { path: [...path, 'fresh', 'deep'], value: 'new' };
  return { path, value: 'off, "really" # no' };
}

function expected(value: unknown, { path, value: wanted }: PlanEdit): unknown {
  const copy = structuredClone(value);
  let inner = copy as Record<string | number, unknown>;
  for (const [index, step] of path.slice(0, -1).entries()) {
    inner[step] ??= typeof path[index + 1] === 'number' ? [] : {};
    inner = inner[step] as Record<string | number, unknown>;
  }
  const last = path.at(-1) ?? '';
  if (wanted !== undefined) inner[last] = wanted;
  else if (Array.isArray(inner)) inner.splice(Number(last), 1);
  else delete inner[last];
  return copy;
}
