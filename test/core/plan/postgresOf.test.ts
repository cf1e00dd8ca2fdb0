import { describe, expect, it } from 'vitest';
import { parsePlan } from '../../../core/plan/parse.ts';
import type { Cluster, Plan } from '../../../core/plan/plan.ts';
import { formatPath } from '../../../core/plan/planPath.ts';
import { neededExtensions, postgresMajor, postgresOf, postgresPath } from '../../../core/plan/postgresOf.ts';

const text = `quorate: 1
name: two
topology: geo-dr
sites: [{ name: a, role: primary }, { name: b, role: standby }]
hosts:
  - { name: n1, address: 10.0.0.1, site: a }
  - { name: n2, address: 10.0.0.2, site: b }
  - { name: n3, address: 10.0.0.3, site: a }
clusters:
  - name: main
    members: [{ host: n1, seq: 1, role: primary }]
    postgres:
      version: 16
      parameters: { work_mem: 8MB, max_connections: 300 }
      users: [{ name: app }]
      databases: [{ name: app, owner: app, extensions: [pg_trgm, { name: hstore, version: '1.8' }] }]
  - name: dr
    members: [{ host: n2, seq: 2, role: primary }]
    standbyOf: { cluster: main }
    postgres: { parameters: { work_mem: 2MB }, clients: [10.2.0.0/16] }
  - { name: other, members: [{ host: n3, seq: 1, role: primary }] }
postgres:
  parameters: { work_mem: 4MB, jit: off }
  users: [{ name: everyone }]
  clients: [10.1.0.0/16]
`;

function planOf(source: string): Plan {
  const result = parsePlan(source);
  if (!result.ok) throw new Error(JSON.stringify(result.problems));
  return result.parsed.plan;
}

function clusterOf(plan: Plan, name: string): Cluster {
  const cluster = plan.clusters.find((one) => one.name === name);
  if (cluster === undefined) throw new Error(name);
  return cluster;
}

const plan = planOf(text);
const settings = (name: string) => postgresOf(plan, clusterOf(plan, name));
const path = (
  name: string,
  ...key: Parameters<typeof postgresPath> extends [unknown, unknown, ...infer K] ? K : never
) => formatPath(postgresPath(plan, clusterOf(plan, name), ...key));

describe('the settings of a cluster', () => {
  it("are the plan's where it has none of its own", () => {
    expect(settings('other')).toEqual(plan.postgres);
    expect(path('other', 'users')).toBe('postgres.users');
  });

  it("take the place of the plan's key by key, and of parameters name by name", () => {
    expect(settings('main')).toMatchObject({
      version: 16,
      template: 'oltp',
      port: 5432,
      parameters: { work_mem: '8MB', jit: 'off', max_connections: 300 },
      clients: ['10.1.0.0/16'],
    });
    expect(settings('main').users.map(({ name }) => name)).toEqual(['app']);
    expect(path('main', 'users')).toBe('clusters[0].postgres.users');
    expect(path('main', 'parameters', 'work_mem')).toBe('clusters[0].postgres.parameters.work_mem');
    expect(path('main', 'parameters', 'jit')).toBe('postgres.parameters.jit');
  });

  it('follow the first of the clusters that replicate from each other, whichever of them leads', () => {
    const swapped = planOf(
      text
        .replace('    standbyOf: { cluster: main }\n', '')
        .replace(
          'role: primary }]\n    postgres:\n',
          'role: primary }]\n    standbyOf: { cluster: dr }\n    postgres:\n',
        )
        .replace('a, role: primary', 'a, role: standby')
        .replace('b, role: standby', 'b, role: primary'),
    );
    for (const one of [plan, swapped]) {
      const dr = postgresOf(one, clusterOf(one, 'dr'));
      expect(dr).toMatchObject({
        version: 16,
        parameters: { work_mem: '2MB', max_connections: 300 },
        clients: ['10.2.0.0/16'],
      });
      expect(dr.databases).toEqual(postgresOf(one, clusterOf(one, 'main')).databases);
      expect(postgresOf(one, clusterOf(one, 'main')).parameters.work_mem).toBe('8MB');
    }
    expect(path('dr', 'databases')).toBe('clusters[0].postgres.databases');
  });

  it("name the version of each release's packages and the extensions that hosts need", () => {
    expect(postgresMajor(plan, clusterOf(plan, 'main'), 'bookworm')).toBe(16);
    expect(postgresMajor(plan, clusterOf(plan, 'other'), 'trixie')).toBe(17);
    expect(neededExtensions(plan, clusterOf(plan, 'dr'))).toEqual(['hstore', 'pg_trgm']);
    expect(neededExtensions(plan, clusterOf(plan, 'other'))).toEqual([]);
  });
});

describe('what is wrong inside of a short or long form', () => {
  it.each([
    [
      'databases: [{ name: app, extensions: [{ name: x, shema: y }] }]',
      'unknown-key',
      'postgres.databases[0].extensions[0].shema',
      'did you mean "schema"',
    ],
    [
      'databases: [{ name: app, extensions: [5] }]',
      'invalid',
      'postgres.databases[0].extensions[0]',
      'the name of an extension, or { name, schema, version }',
    ],
    [
      'databases: [{ name: app, schemas: [{ owner: app }] }]',
      'missing',
      'postgres.databases[0].schemas[0].name',
      'required',
    ],
    [
      'hba: [{ type: host, database: [all, 7], user: app, address: all, method: reject }]',
      'wrong-type',
      'postgres.hba[0].database[1]',
      'text',
    ],
    [
      'hba: [{ type: host, database: {}, user: app, address: all, method: reject }]',
      'invalid',
      'postgres.hba[0].database',
      'a name, or a list of names',
    ],
    [
      'hba: [{ type: hots, database: all, user: all, address: all, method: reject }]',
      'not-allowed',
      'postgres.hba[0].type',
      'did you mean "host"',
    ],
    ['users: [{ name: app, connectionLimit: -1 }]', 'out-of-range', 'postgres.users[0].connectionLimit', 'at least 0'],
  ])('%s', (section, code, field, words) => {
    const result = parsePlan(
      text.replace(/postgres:\n {2}parameters: \{ work_mem: 4MB[\s\S]*/, `postgres: { ${section} }\n`),
    );
    expect(result.ok ? [] : result.problems).toMatchObject([
      { code, field, line: 22, message: expect.stringContaining(words) },
    ]);
  });
});
