import { join } from 'node:path';
import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { renderHost } from '../../../core/components/renderHost.ts';
import type { Plan } from '../../../core/plan/plan.ts';
import type { HbaRule } from '../../../core/plan/postgresObjects.ts';
import { Problem } from '../../../core/problem.ts';
import type { RenderedFile, Templates } from '../../../core/render/renderedFile.ts';
import { databaseSql } from '../../../core/render/sql/databaseSql.ts';
import { missingSql } from '../../../core/render/sql/missingSql.ts';
import { poolSql } from '../../../core/render/sql/poolSql.ts';
import { plainLogin } from '../../../core/render/sql/roleSql.ts';
import { loadTemplates } from '../../../electron/services/templates/loadTemplates.ts';
import { environment, planOf, timing, topologyInputs } from './renderPlans.ts';

let templates: Templates;
beforeAll(async () => {
  templates = await loadTemplates(join(import.meta.dirname, '../../..'));
});

const base: Plan = planOf({
  ...topologyInputs['three-node'],
  access: { vip: { address: '10.0.0.100/24', interface: 'eth0' } },
});

const fragments = [
  '"',
  "'",
  '`',
  '$(id)',
  '\n',
  '\r',
  '\\',
  '../',
  '; ',
  '#',
  '{{secret:x}}',
  '{{notice}}',
  '$1',
  '%',
  '\0',
  '\u2028',
  '}',
  ': ',
  '- ',
  'on',
  ' ',
  '[',
  '$$',
  '--',
  'a',
];
const hostile = fc
  .array(fc.oneof(fc.constantFrom(...fragments), fc.string({ unit: 'binary', maxLength: 5 })), {
    minLength: 1,
    maxLength: 6,
  })
  .map((parts) => parts.join(''));

/** Every place of a plan whose text reaches a file or a statement, past the schema: nothing but the renderer stands between. */
const places: Readonly<Record<string, (value: string) => Plan>> = {
  name: (name) => ({ ...base, name }),
  'host name': (name) => replaceHost(base, { name }),
  address: (address) => replaceHost(base, { address }),
  'cluster name': (name) => ({
    ...base,
    clusters: base.clusters.map((cluster) => ({
      ...cluster,
      name,
      members: cluster.members.map((member) => ({ ...member, name: `${name}-${member.seq}` })),
    })),
  }),
  'parameter name': (name) => withPostgres({ parameters: { [name]: '1' } }),
  'client network': (client) => withPostgres({ clients: [client] }),
  'user name': (name) => withPostgres({ users: [user(name)] }),
  group: (group) => withPostgres({ users: [user('app', [group])] }),
  'database name': (name) => withPostgres({ databases: [{ ...orders, name }] }),
  'database owner': (owner) => withPostgres({ databases: [{ ...orders, owner }] }),
  'database login': (login) => withPostgres({ databases: [{ ...orders, connect: [login] }] }),
  encoding: (encoding) => withPostgres({ databases: [{ ...orders, encoding }] }),
  locale: (locale) => withPostgres({ databases: [{ ...orders, locale }] }),
  extension: (name) => withPostgres({ databases: [{ ...orders, extensions: [{ name }] }] }),
  'extension schema': (schema) => withPostgres({ databases: [{ ...orders, extensions: [{ name: 'x', schema }] }] }),
  'extension version': (version) => withPostgres({ databases: [{ ...orders, extensions: [{ name: 'x', version }] }] }),
  schema: (name) => withPostgres({ databases: [{ ...orders, schemas: [{ name }] }] }),
  'schema owner': (owner) => withPostgres({ databases: [{ ...orders, schemas: [{ name: 's', owner }] }] }),
  "a cluster's own user": (name) => withCluster({ users: [user(name)] }),
  "a cluster's own database": (name) => withCluster({ databases: [{ ...orders, name }] }),
  "a cluster's own client": (client) => withCluster({ clients: [client] }),
  'hba address': (address) => withPostgres({ hba: [{ ...rule, address }] }),
  'hba option': (name) => withPostgres({ hba: [{ ...rule, options: { [name]: '1' } }] }),
  'vip address': (address) => ({ ...base, access: { vip: { address, interface: 'eth0' } } }),
  'vip interface': (name) => ({ ...base, access: { vip: { address: '10.0.0.100/24', interface: name } } }),
};

const orders = { name: 'orders', extensions: [], schemas: [] };
const rule: HbaRule = {
  type: 'host',
  database: ['all'],
  user: ['app'],
  address: '10.9.0.0/16',
  method: 'ldap',
  position: 'before',
};
const user = (name: string, memberOf: string[] = []) => ({ ...plainLogin, name, memberOf });

function withCluster(postgres: Plan['clusters'][number]['postgres']): Plan {
  return { ...base, clusters: base.clusters.map((cluster) => ({ ...cluster, postgres })) };
}

function withPostgres(change: Partial<Plan['postgres']>): Plan {
  return { ...base, postgres: { ...base.postgres, ...change } };
}

function replaceHost(plan: Plan, change: { name?: string; address?: string }): Plan {
  const name = change.name ?? 'n1';
  return {
    ...plan,
    hosts: plan.hosts.map((host) => (host.name === 'n1' ? { ...host, ...change } : host)),
    clusters: plan.clusters.map((cluster) => ({
      ...cluster,
      members: cluster.members.map((member) => (member.host === 'n1' ? { ...member, host: name } : member)),
    })),
  };
}

function everything(plan: Plan): { files: readonly RenderedFile[]; texts: readonly string[] } {
  const [first] = plan.hosts;
  const [cluster] = plan.clusters;
  if (first === undefined || cluster === undefined) throw new Error('the plan is empty');
  const files = renderHost(plan, first.name, { environment, timing, templates });
  return {
    files,
    texts: [
      ...files.map((file) => `${file.path}\n${file.content}`),
      databaseSql(plan, cluster),
      poolSql(plan, cluster),
      missingSql(plan, cluster),
    ],
  };
}

/** A plain value for the place: what is accepted must leave as many lines as this one does. */
const plain: Readonly<Record<string, string>> = {
  address: 'db.example.com',
  'client network': '10.1.0.0/16',
  'vip address': '10.0.0.101/24',
  "a cluster's own client": '10.1.0.0/16',
  'hba address': '10.1.0.0/16',
};

describe('hostile text in a plan', () => {
  it.each(Object.keys(places))('is refused or changes nothing but its own value: %s', (place) => {
    const make = places[place];
    if (make === undefined) throw new Error(place);
    const lineCounts = (plan: Plan) => everything(plan).texts.map((text) => text.split('\n').length);
    const expected = lineCounts(make(plain[place] ?? 'plainname'));
    // A client that is known by name stands in fewer files: HAProxy and PgBouncer compare addresses.
    const isClient = place === 'client network' || place === "a cluster's own client";
    const named = isClient ? lineCounts(make('plainname')) : expected;
    fc.assert(
      fc.property(hostile, (value) => {
        let counts: readonly number[];
        try {
          counts = lineCounts(make(value));
        } catch (error) {
          expect(error).toBeInstanceOf(Problem);
          expect((error as Problem).code).toMatch(/^render\./);
          return;
        }
        expect(counts).toEqual(/^[\d.]+(\/\d+)?$|:/.test(value) ? expected : named);
        // Whatever is accepted holds nothing that any of the formats reads as syntax.
        expect(value).toMatch(/^[\p{L}\p{N}_.:/-]+$/u);
      }),
      { numRuns: 300 },
    );
  });

  it('survives unchanged in the value of a parameter, which may be any line', () => {
    fc.assert(
      fc.property(hostile, (value) => {
        const plan = withPostgres({ parameters: { application_name: value } });
        const oneLine = /^[^\p{Cc}\p{Zl}\p{Zp}]*$/u.test(value);
        if (!oneLine) {
          expect(() => everything(plan)).toThrow('postgres.parameters.application_name');
          return;
        }
        const { files } = everything(plan);
        const patroni = files.find((file) => file.path === '/etc/patroni/config.yml');
        const read = parse(patroni?.content ?? '', { version: '1.1' }) as {
          bootstrap: { dcs: { postgresql: { parameters: Record<string, unknown> } } };
        };
        expect(read.bootstrap.dcs.postgresql.parameters.application_name).toBe(value);
      }),
      { numRuns: 300 },
    );
  });
});
