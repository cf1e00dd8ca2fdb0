import { describe, expect, it } from 'vitest';
import { planDeployment } from '../../../core/deployment/planDeployment.ts';
import { packageOffers } from '../../../core/facts/packageOffers.ts';
import type { PlanInput } from '../../../core/plan/schema.ts';
import { englishLeft } from '../../renderer/englishLeft.ts';
import { bareHost, deployedFacts, planOf, stateOf, tools } from './deploymentFixture.ts';

const everything = ['patroni\t4.0.7-1', 'haproxy\t3.0.11-1', 'etcd-server\t3.5.16-4', 'postgresql-17\t17.5-1'];
const trixie = { platform: { ...bareHost().platform, codename: 'trixie' } };
/** What apt on a host said, in the lines of the script. */
const said = (...lines: readonly string[]) => packageOffers(['patroni']).parse(lines.join('\n'));
const candidates = (...names: readonly string[]) => [
  ...everything.map((one) => `candidate\t${one}`),
  ...['etcd-client', 'pgbouncer', 'python3-etcd', ...names].map((name) => `candidate\t${name}\t1.0-1`),
];

/** What a deployment refuses of three Debian 13 hosts, the first of which offers this. */
async function refused(sections: Partial<PlanInput>, lines: readonly string[]) {
  const plan = planOf(3, sections);
  const facts = new Map(plan.hosts.map((host) => [host.name, bareHost(trixie)]));
  facts.set('n1', bareHost({ ...trixie, offers: said(...lines) }));
  const { refusals } = planDeployment(await stateOf(plan, facts), facts, tools);
  // apt's own words are English in any language.
  if (!lines.some((line) => /^(source-error|unmet)/.test(line)))
    expect(refusals.flatMap((one) => englishLeft(one.said))).toEqual([]);
  return refusals.filter((one) => one.host === 'n1').map((one) => one.message);
}

const extra = { source: 'repository' as const, url: 'https://apt.example.org x main', key: 'x.asc' };

describe('what hosts do not offer is refused before anything is changed', () => {
  it('not when apt can install it all', async () => {
    expect(await refused({}, [...candidates(), 'simulated', 'installs\tpatroni\t4.0.7-1'])).toEqual([]);
  });

  it('a major version, with those on offer', async () => {
    const lines = [...candidates('postgresql-15'), 'error\tUnable to locate package postgresql-16'];
    expect(await refused({ postgres: { version: 16 } }, lines)).toEqual([
      'n1: no package source of the host has PostgreSQL 16; on offer: PostgreSQL 15 and 17. Correct postgres.version, or name a repository that has it in packages.url',
    ]);
    expect(await refused({ postgres: { version: 16 }, packages: extra }, lines)).toEqual([
      "n1: neither the extra repository nor the host's own sources have PostgreSQL 16; on offer: PostgreSQL 15 and 17. Correct postgres.version or packages.url",
    ]);
  });

  it('other packages, by name', async () => {
    expect(await refused({ postgres: { packages: ['postgresql-{version}-cron'] } }, candidates())).toEqual([
      expect.stringContaining('no package source of the host has postgresql-17-cron: correct postgres.packages'),
    ]);
  });

  it('sources that cannot be read', async () => {
    const lines = [
      'source-error\tFailed to fetch http://deb.debian.org/debian/dists/trixie/InRelease  Temporary failure',
      ...candidates(),
    ];
    expect(await refused({}, lines)).toEqual([
      expect.stringContaining('its package sources cannot be read: Failed to fetch http://deb.debian.org'),
    ]);
  });

  it('a Patroni of the extra repository that does not fit the release, with what to write', async () => {
    const lines = [
      ...candidates().filter((line) => !line.includes('patroni')),
      'candidate\tpatroni\t4.9.0-1.pgdg13+1',
      'error\tUnable to correct problems, you have held broken packages.',
      'unmet\tpatroni : Depends: python3 (>= 3.99) but 3.13.5-1 is to be installed',
    ];
    expect(await refused({ packages: { ...extra, replace: ['patroni'] } }, lines)).toEqual([
      "n1: patroni 4.9.0-1.pgdg13+1 of the extra repository cannot be installed on it: patroni : Depends: python3 (>= 3.99) but 3.13.5-1 is to be installed. Take patroni out of packages.replace: the distribution's own fits",
    ]);
  });

  it('a PostgreSQL that the Patroni which will be installed does not know', async () => {
    const lines = [...candidates('postgresql-18'), 'simulated', 'installs\tpatroni\t4.0.7-1'];
    const plan = { postgres: { version: 18 }, packages: extra };
    expect(await refused(plan, lines)).toEqual([
      expect.stringMatching(/Patroni 4\.0\.7 supports PostgreSQL up to 17, and the plan has 18.*packages\.replace$/),
    ]);
    const newer = [...candidates('postgresql-18'), 'simulated', 'installs\tpatroni\t4.1.0-1.pgdg13+1'];
    expect(await refused({ ...plan, packages: { ...extra, replace: ['patroni'] } }, newer)).toEqual([]);
  });

  it.each([
    ['removes\tless', 'would remove less from it'],
    ['lowers\tlibpq5', 'would put libpq5 back to an older version'],
    ['held\tlibpq5', 'needs other versions of libpq5, which somebody holds there'],
  ])('harm: %j', async (line, words) => {
    expect(await refused({}, [...candidates(), 'simulated', line])).toEqual([expect.stringContaining(words)]);
  });

  it('libraries and extensions that no package brings, with the package where it is known', async () => {
    const lines = [...candidates('postgresql-17-cron', 'postgresql-17-pgvector'), 'simulated'];
    const parameters = { shared_preload_libraries: 'pg_stat_statements, "pg_cron",my_own' };
    const databases = [{ name: 'app', extensions: [{ name: 'vector' }, { name: 'pgcrypto' }] }];
    expect(await refused({ postgres: { parameters, databases } }, lines)).toEqual([
      'n1: the plan uses pg_cron, and /usr/lib/postgresql/17/lib/pg_cron.so is not on the host: put postgresql-17-cron into postgres.packages, or take pg_cron out of the plan',
      expect.stringContaining('extension/vector.control is not on the host: put postgresql-17-pgvector into'),
    ]);
    const packages = ['postgresql-{version}-cron', 'postgresql-17-pgvector'];
    expect(await refused({ postgres: { parameters, databases, packages } }, lines)).toEqual([]);
  });

  it('a library that is not there, once everything is installed', async () => {
    const plan = planOf(1, { postgres: { parameters: { shared_preload_libraries: 'my_own' } } });
    const facts = deployedFacts(await stateOf(plan, new Map([['n1', bareHost()]])));
    const refusals = async (libraries: readonly string[]) => {
      for (const [name, known] of facts) facts.set(name, { ...known, libraries: new Set(libraries) });
      return planDeployment(await stateOf(plan, facts), facts, tools).refusals.map((one) => one.message);
    };
    expect(await refusals([])).toEqual([
      'n1: the plan uses my_own, and /usr/lib/postgresql/15/lib/my_own.so is not on the host: name the package that has it in postgres.packages, or take my_own out of the plan',
    ]);
    expect(await refusals(['/usr/lib/postgresql/15/lib/my_own.so'])).toEqual([]);
  });

  it('in a bundle: another major version, by what it holds', async () => {
    const plan = planOf(3, { postgres: { version: 16 } });
    const facts = new Map(plan.hosts.map((host) => [host.name, bareHost(trixie)]));
    const state = await stateOf(plan, facts);
    const held = [...everything, 'etcd-client\t1', 'pgbouncer\t1', 'python3-etcd\t1'].map((one) => one.split('\t'));
    const bundle = {
      id: 'a'.repeat(64),
      receive: () => '',
      weight: 1,
      file: 'x.bundle',
      release: 'trixie' as const,
      architecture: 'amd64',
      packages: new Map(held.map(([name = '', version = '']) => [name, version])),
    };
    const { refusals } = planDeployment({ ...state, packages: { ...state.packages, bundles: [bundle] } }, facts, tools);
    expect(refusals).toHaveLength(3);
    expect(refusals[0]?.message).toContain('it needs PostgreSQL 16, and x.bundle holds 17: build the bundle again');
    expect(refusals.flatMap((one) => englishLeft(one.said))).toEqual([]);
  });
});

describe('what a host says of its packages', () => {
  it('is read whatever it is', () => {
    for (const text of ['', '\0\t\t', 'candidate', 'candidate\t../x\t1', 'candidate\tpatroni\t$(id)', 'removes\t-o=x'])
      expect(packageOffers(['patroni']).parse(text)).toMatchObject({
        candidates: new Map(),
        removes: [],
        installable: false,
      });
  });
});
