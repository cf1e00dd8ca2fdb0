import { describe, expect, it } from 'vitest';
import { seenAsAdopted } from '../../../core/deployment/adoption/adoptedHost.ts';
import { type AdoptionPlan, planAdoption } from '../../../core/deployment/adoption/planAdoption.ts';
import { baseConfig, sameValue, settleSettings } from '../../../core/deployment/adoption/serverSettings.ts';
import { planDeployment } from '../../../core/deployment/planDeployment.ts';
import { planDestroy } from '../../../core/deployment/planDestroy.ts';
import type { HostFacts } from '../../../core/facts/deploymentFacts.ts';
import type { AdoptedServer } from '../../../core/facts/hostState.ts';
import type { ServerContent, SingleServer } from '../../../core/facts/singleServer.ts';
import type { PlanInput } from '../../../core/plan/schema.ts';
import { nextOfAdoption, nextOfReturn, nextOfSettling } from '../../../core/procedures/adoption.ts';
import type { DeploymentWorld } from '../../../core/procedures/deployment.ts';
import { type Next, Past } from '../../../core/procedures/procedure.ts';
import { phraseText } from '../../../core/wording/phrase.ts';
import { bareHost, deployedFacts, planOf, stateOf, tools } from './deploymentFixture.ts';

const directory = '/var/lib/postgresql/15/main';
const postgres: NonNullable<PlanInput['postgres']> = {
  dataDirectory: directory,
  databases: [{ name: 'app', owner: 'app' }],
  users: [{ name: 'app' }],
};
const quiet: ServerContent = {
  recovery: false,
  checksums: true,
  preparedTransactions: 0,
  slots: [],
  standbys: [],
  tablespaces: [],
  sessions: 3,
  settings: [],
  roles: [{ name: 'app', superuser: false, login: true, password: 'scram' }],
  rules: [],
  databases: [{ name: 'app', collate: 'C.UTF-8', ctype: 'C.UTF-8' }],
  extensions: [{ database: 'app', name: 'pg_trgm', package: 'postgresql-15' }],
  conflicts: [],
};
const cluster = { major: 15, name: 'main', port: 5432, running: true, directory };
const adopted = (state: AdoptedServer['state']): AdoptedServer => ({
  major: 15,
  name: 'main',
  directory,
  systemIdentifier: '42',
  state,
});

interface Case {
  readonly content?: Partial<ServerContent> | 'silent';
  readonly server?: Partial<SingleServer>;
  readonly plan?: Partial<PlanInput>;
  readonly note?: AdoptedServer;
  readonly others?: Partial<HostFacts>;
  readonly first?: Partial<HostFacts>;
}

const up = {
  loaded: true,
  active: 'active' as const,
  enabled: true,
  masked: false,
  mainPid: 7,
  needsDaemonReload: false,
};

async function adoptionOf({
  content = {},
  server = {},
  plan: extra = {},
  note,
  others = {},
  first = {},
}: Case): Promise<AdoptionPlan> {
  const plan = planOf(3, { postgres, ...extra });
  const single: SingleServer = {
    clusters: [cluster],
    cluster,
    walElsewhere: false,
    files: [],
    content: content === 'silent' ? undefined : { ...quiet, ...content },
    ...server,
  };
  const found = bareHost({
    single,
    ...first,
    ports: [{ address: '0.0.0.0', port: 5432, program: 'postgres' }],
    leftovers: { dataDirectories: [directory], configurations: [], units: ['postgresql@15-main'] },
    directories: new Map([
      [
        directory,
        {
          exists: true,
          entries: 20,
          sample: [],
          pgVersion: '15',
          systemIdentifier: '42',
          hasDatabases: true,
          isReplica: false,
        },
      ],
    ]),
  });
  const facts = new Map([
    ['n1', seenAsAdopted(found, single.cluster, directory)],
    ['n2', bareHost(others)],
    ['n3', bareHost()],
  ]);
  return planAdoption('n1', note, await stateOf(plan, facts), facts, tools);
}

const said = async (one: Case) => (await adoptionOf(one)).objections.map((what) => phraseText(what)).join('\n');
const told = async (one: Case) => (await adoptionOf(one)).changes.map((what) => phraseText(what)).join('\n');

describe('what keeps a PostgreSQL from being adopted', () => {
  it('is nothing for one like any other', async () => {
    expect(await said({})).toBe('');
  });

  it.each<[string, Case, string]>([
    [
      'another directory',
      { plan: { postgres: { ...postgres, dataDirectory: '/data/pg' } } },
      `set postgres.dataDirectory to ${directory}`,
    ],
    ['another version', { plan: { postgres: { ...postgres, version: 16 } } }, 'set postgres.version to 15'],
    ['a disk for WAL', { plan: { postgres: { ...postgres, walDirectory: '/wal' } } }, 'postgres.walDirectory is set'],
    ['WAL elsewhere', { server: { walElsewhere: true } }, 'pg_wal is a link'],
    ['no server', { server: { clusters: [], cluster: undefined } }, 'pg_lsclusters'],
    ['several servers', { server: { cluster: undefined, clusters: [cluster, { ...cluster, name: 'x' }] } }, 'several'],
    [
      'a server that is stopped',
      { content: 'silent', server: { cluster: { ...cluster, running: false } } },
      'pg_ctlcluster 15 main start',
    ],
    ['no way in', { content: 'silent' }, 'local all postgres peer'],
    ['a replica', { content: { recovery: true } }, 'it is a replica'],
    ['replicas of its own', { content: { standbys: ['walreceiver'] } }, 'replicas follow it (walreceiver)'],
    ['slots', { content: { slots: ['cdc'] } }, 'replication slots (cdc)'],
    ['tablespaces', { content: { tablespaces: ['fast'] } }, 'tablespaces (fast)'],
    ['prepared transactions', { content: { preparedTransactions: 2 } }, '2 prepared transactions'],
    ['too many clients', { content: { sessions: 100_000 } }, 'raise max_connections'],
    [
      'an archive',
      { content: { settings: [{ name: 'archive_command', value: 'ship %p', source: 'file' }] } },
      'archive_command',
    ],
    [
      'libraries',
      { content: { settings: [{ name: 'shared_preload_libraries', value: 'pg_cron', source: 'file' }] } },
      'it loads pg_cron',
    ],
    [
      'ALTER SYSTEM',
      { content: { settings: [{ name: 'ssl_cert_file', value: '/x', source: 'system' }] } },
      'ALTER SYSTEM RESET ssl_cert_file',
    ],
    [
      'extensions of other packages',
      { content: { extensions: [{ database: 'app', name: 'vector', package: 'postgresql-15-pgvector' }] } },
      'put it into postgres.packages',
    ],
    [
      'locales that a host lacks',
      { content: { databases: [{ name: 'app', collate: 'de_DE.UTF-8', ctype: 'C' }] } },
      'de_DE.UTF-8, which n1, n2 and n3 lacks',
    ],
    [
      'a database that is otherwise',
      { content: { conflicts: [{ kind: 'locale', database: 'app', found: 'en_US.UTF-8' }] } },
      'the database app has the locale en_US.UTF-8',
    ],
    [
      'a host that is not the first member',
      {
        plan: {
          clusters: [
            {
              name: 'pg-orders',
              members: [
                { host: 'n2', seq: 1, role: 'primary' },
                { host: 'n1', seq: 2, role: 'replica' },
                { host: 'n3', seq: 3, role: 'replica' },
              ],
            },
          ],
        },
      },
      'role: primary',
    ],
  ])('is %s', async (_what, one, words) => {
    const plan = await adoptionOf(one);
    expect(plan.objections.map((what) => phraseText(what)).join('\n')).toContain(words);
    expect([...plan.prepare, ...plan.take]).toEqual([]);
  });
});

describe('what a person is told before', () => {
  it('names rules, settings, roles and passwords that become otherwise, and those that stay', async () => {
    const text = await told({
      content: {
        checksums: false,
        settings: [
          { name: 'work_mem', value: '77MB', source: 'file' },
          { name: 'vacuum_cost_delay', value: '3ms', source: 'file' },
          { name: 'listen_addresses', value: '*', source: 'system' },
        ],
        rules: [
          { type: 'local', database: ['all'], user: ['all'], address: '', method: 'peer' },
          { type: 'host', database: ['app'], user: ['old'], address: '10.0.0.0/8', method: 'md5' },
        ],
        roles: [
          { name: 'app', superuser: false, login: true, password: 'md5' },
          { name: 'old', superuser: false, login: true, password: 'md5' },
          { name: 'replicator', superuser: false, login: true, password: 'scram' },
        ],
      },
      server: { files: ['pg_ident.conf'], cluster: { ...cluster, port: 5433 } },
    });
    for (const words of [
      'work_mem 77MB → ',
      'on every member: vacuum_cost_delay',
      'what clients need: host app old 10.0.0.0/8 md5',
      'new password, since theirs is no SCRAM-SHA-256: app',
      'since theirs is an MD5: old',
      "the cluster's own, with its passwords and rights: replicator",
      'pg_ident.conf',
      'port 5432 instead of 5433',
      'no checksums',
    ])
      expect(text).toContain(words);
    expect(text).not.toMatch(/listen_addresses|local all all peer/);
  });
});

describe('settings of a server', () => {
  it('are the same when they mean the same', () => {
    for (const [one, other] of [
      ['1024MB', '1GB'],
      ['60s', '1min'],
      ['on', 'true'],
      ['0.90', '0.9'],
      ['a,b', 'a, b'],
    ])
      expect(sameValue(one ?? '', other ?? ''), `${one} ${other}`).toBe(true);
    expect(sameValue('1GB', '1024kB')).toBe(false);
  });

  it('stay in a file that PostgreSQL reads back as they are', () => {
    const { kept } = settleSettings([{ name: 'search_path', value: `it's \\ "x"`, source: 'file' }], {});
    expect(baseConfig(kept)).toContain(`search_path = 'it''s \\\\ "x"'\n`);
  });

  it('of this program and of Debian are not taken along', () => {
    const settings = ['hba_file', 'data_directory', 'ssl_key_file', 'stats_temp_directory', 'port'].map((name) => ({
      name,
      value: '/x',
      source: 'file' as const,
    }));
    expect(settleSettings(settings, {})).toEqual({ kept: [], replaced: [], brought: [], inTheWay: [] });
  });
});

describe('the stages of an adoption', () => {
  const world = async (one: Case): Promise<DeploymentWorld> => ({
    facts: new Map(),
    refusals: [],
    differences: { steps: [], planAgain: [] },
    adoption: await adoptionOf(one),
  });
  const idsOf = <World, Result>(next: Next<World, Result>) =>
    next.kind === 'stage' ? { id: next.stage.id, steps: next.stage.steps.map(({ id }) => id) } : { kind: next.kind };

  it('begin with what stops nothing: no Patroni starts, or would at the next boot', async () => {
    const next = nextOfAdoption(await world({}), new Past());
    const { id, steps = [] } = idsOf(next);
    expect(id).toBe('prepare-1');
    expect(steps).toEqual(expect.arrayContaining(['n1/adopt/keep', 'n1/adopt/roles', 'n2/etcd/start']));
    expect(steps.filter((one) => /patroni\/(start|leader)|access\/start|adopt\/take/.test(one))).toEqual([]);
    const stage = next.kind === 'stage' ? next.stage : undefined;
    const enabling = stage?.steps.filter(({ id: one }) => one.endsWith('/systemd/reload')) ?? [];
    expect(enabling).toHaveLength(3);
    for (const { apply } of enabling) expect(apply).not.toContain('patroni');
    expect(stage?.foreseen?.map((one) => [one.id, one.writesStop?.typicalSeconds])).toEqual([['take', 5]]);
  });

  it('make the roles by which members copy also where a run was cut off before', async () => {
    const names = (await adoptionOf({ note: adopted('begun') })).prepare.map(({ id }) => id);
    expect(names).toContain('n1/adopt/roles');
    expect(names).not.toContain('n1/adopt/keep');
    const roles = ['replicator', 'quorate_rewind'].map((name) => ({
      name,
      superuser: false,
      login: true,
      password: 'scram' as const,
    }));
    const done = await adoptionOf({ note: adopted('begun'), content: { roles } });
    expect(done.prepare.map(({ id }) => id)).not.toContain('n1/adopt/roles');
  });

  it('stop it in a stage of its own, which comes again where it was cut off', async () => {
    const { take } = await adoptionOf({ note: adopted('begun') });
    expect(take.map(({ id }) => id)).toEqual(['n1/adopt/take', 'n1/patroni/leader', 'n1/adopt/taken']);
    // Stopped by the run before, it tells nothing of itself any more: what was kept counts.
    const again = await adoptionOf({
      note: adopted('begun'),
      content: 'silent',
      server: { clusters: [], cluster: undefined },
    });
    expect(again.objections).toEqual([]);
    expect(again.take[0]?.files).toEqual([]);
  });

  it('refuse a cluster that another Patroni runs', async () => {
    const first = { units: new Map([['patroni.service', up]]) };
    expect(await said({ first })).toContain('a Patroni runs there already');
    expect(await said({ first, note: adopted('begun') })).toBe('');
  });

  it('refuse a directory that holds another database than when it was begun', async () => {
    expect(await said({ note: { ...adopted('begun'), systemIdentifier: '43' } })).toContain('another database');
  });

  it('are those of a deployment once Patroni runs it', async () => {
    expect(nextOfAdoption(await world({ note: adopted('taken') }), new Past())).toEqual({
      kind: 'done',
      result: undefined,
    });
  });

  it('say what is in the way, and not also that the server is there', async () => {
    const refusals = ['port-taken', 'packages'].map((code) => ({
      host: 'n1',
      code: code as 'packages',
      message: code,
      said: { template: code, values: [] },
    }));
    const next = nextOfAdoption({ ...(await world({ content: { recovery: true } })), refusals }, new Past());
    expect(next.kind === 'refused' && next.refusals.map(({ code }) => code)).toEqual(['adoption', 'packages']);
  });
});

describe('a host whose PostgreSQL was adopted', () => {
  const plan = planOf(3, { postgres });
  const deployed = async (change: (facts: HostFacts) => HostFacts) => {
    const facts = new Map<string, HostFacts>(['n1', 'n2', 'n3'].map((name) => [name, bareHost()]));
    const state = await stateOf(plan, facts);
    const known = deployedFacts(state);
    const first = known.get('n1');
    if (first !== undefined) known.set('n1', change(first));
    return { state, facts: known };
  };
  const noted =
    (state: AdoptedServer['state']) =>
    (facts: HostFacts): HostFacts => ({
      ...facts,
      state: {
        ...facts.state,
        directories: facts.state.directories.filter((path) => path !== directory),
        adopted: { ...adopted(state), systemIdentifier: '7' },
      },
    });

  it('is deployed to like any other, and nothing is left to do', async () => {
    const { state, facts } = await deployed(noted('taken'));
    expect(planDeployment(state, facts, tools)).toMatchObject({ steps: [], refusals: [] });
  });

  it('is not deployed to while the adoption is not finished, nor on its way back', async () => {
    for (const one of ['begun', 'returning'] as const) {
      const { state, facts } = await deployed(noted(one));
      expect(planDeployment(state, facts, tools).refusals.map(({ code }) => code)).toEqual(['adoption']);
    }
  });

  it('is named to whoever deploys over data that could be adopted', async () => {
    const { state, facts } = await deployed((known) => ({
      ...known,
      state: { ...known.state, directories: [] },
    }));
    const [refusal] = planDeployment(state, facts, tools).refusals.filter(
      ({ code }) => code === 'data-directory-not-empty',
    );
    expect(refusal?.message).toContain('quorate adopt PLAN n1 --check');
  });

  it('is not removed with the data that were there before', async () => {
    const { state, facts } = await deployed(noted('taken'));
    expect(planDestroy(state, facts).refusals.map(({ host, code }) => `${host} ${code}`)).toEqual(['n1 adoption']);
  });

  it('goes back while it leads: the others stop first', async () => {
    const { facts } = await deployed(noted('taken'));
    const next = nextOfReturn({ plan, host: 'n1', facts }, new Past());
    expect(next.kind === 'stage' && next.stage.steps.map(({ id, after }) => [id, after])).toEqual([
      ['n1/adopt/returning', []],
      ['n2/adopt/halt', ['n1/adopt/returning']],
      ['n3/adopt/halt', ['n1/adopt/returning']],
    ]);
  });

  it('does not go back while another member leads, which may have newer data', async () => {
    const { facts } = await deployed((known) => noted('taken')({ ...known, patroni: undefined }));
    expect(() => nextOfReturn({ plan, host: 'n1', facts }, new Past())).toThrow('does not lead');
  });

  it('goes on with its way back where that was cut off', async () => {
    const { facts } = await deployed((known) => noted('returning')({ ...known, patroni: undefined }));
    const halt = nextOfReturn({ plan, host: 'n1', facts }, new Past());
    expect(halt.kind === 'stage' && halt.stage.steps.map(({ id }) => id)).toEqual(['n2/adopt/halt', 'n3/adopt/halt']);
    for (const name of ['n2', 'n3']) {
      const known = facts.get(name);
      if (known !== undefined) facts.set(name, { ...known, units: new Map() });
    }
    const back = nextOfReturn({ plan, host: 'n1', facts }, new Past());
    expect(back.kind === 'stage' && back.stage.steps.map(({ id }) => id)).toEqual(['n1/adopt/back']);
  });

  it('gives its way back up only once it is taken', async () => {
    const { facts } = await deployed(noted('begun'));
    expect(() => nextOfSettling({ plan, host: 'n1', facts }, new Past())).toThrow('not finished');
    const { facts: taken } = await deployed(noted('taken'));
    const next = nextOfSettling({ plan, host: 'n1', facts: taken }, new Past());
    expect(next.kind === 'stage' && next.stage.steps.map(({ id }) => id)).toEqual(['n1/adopt/final']);
  });
});
