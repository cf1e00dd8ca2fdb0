import { describe, expect, it } from 'vitest';
import { planDeployment } from '../../../core/deployment/planDeployment.ts';
import type { Step } from '../../../core/deployment/step.ts';
import type { HostFacts } from '../../../core/facts/deploymentFacts.ts';
import { impactOf } from '../../../core/impact/impact.ts';
import { observedPhrase, predictedPhrase, whatIfPhrase } from '../../../core/impact/sentences.ts';
import { type Setting, settingOfFacts } from '../../../core/impact/setting.ts';
import { fallsBelow, lossesOf, whatIfOf } from '../../../core/impact/whatIf.ts';
import { plainOperation } from '../../../core/operations/hostOperations.ts';
import type { Disturbance } from '../../../core/operations/operation.ts';
import type { Plan } from '../../../core/plan/plan.ts';
import { phraseText, say } from '../../../core/wording/phrase.ts';
import { bareHost, deployedFacts, planOf, stateOf, tools } from '../deployment/deploymentFixture.ts';
import { planFixture } from '../planFixture.ts';

/** Everything runs, and the planned primaries lead. */
function running(plan: Plan): Setting {
  const leaders = plan.clusters.flatMap(({ name, members }) => {
    const leader = members.find(({ role }) => role === 'primary') ?? members[0];
    return leader === undefined ? [] : [[name, leader.name] as const];
  });
  return { plan, leaders: Object.fromEntries(leaders), joining: [], down: [] };
}

const without = (host: Plan['hosts'][number]) => ({ ...host, roles: host.roles.filter((role) => role !== 'etcd') });

function step(id: string, after: readonly string[] = [], takes?: Disturbance): Step {
  const host = id.slice(0, id.indexOf('/'));
  const operation = plainOperation({ id, host, title: say`x`, apply: '', verify: '', weight: 1 });
  return { ...operation, after, ...(takes === undefined ? {} : { takes }) };
}

const writesOf = (steps: readonly Step[], setting: Setting) =>
  Object.fromEntries(whatIfOf(steps, setting).map(({ lost, writes, lasting }) => [lost, `${writes} ${lasting}`]));

describe('what clients notice of a stage', () => {
  const setting = running(planFixture());

  it('is nothing of files and reloads, and of one of three etcd members', () => {
    const { predicted } = impactOf(
      [step('n1/haproxy/files'), step('n1/patroni/reload'), step('n2/etcd/restart')],
      setting,
    );
    expect(predicted).toEqual({ writes: none, reads: none });
    expect(phraseText(predictedPhrase(predicted))).toBe('Clients notice nothing.');
  });

  it('is a gap of writes when the primary restarts, and of reads when a replica does', () => {
    const primary = impactOf([step('n1/postgres/restart')], setting).predicted;
    expect(primary.writes).toMatchObject({ min: 0.5, typical: 2.5 });
    expect(primary.writes?.worst).toBeGreaterThan(5);
    expect(primary.reads).toEqual(none);
    const replica = impactOf([step('n2/postgres/restart')], setting).predicted;
    expect(replica.writes).toEqual(none);
    expect(replica.reads).toMatchObject({ min: 0, typical: 2.5 });
  });

  it('follows who leads, not the plan', () => {
    const moved = { ...setting, leaders: { 'pg-three-node': 'x' } };
    const [cluster] = setting.plan.clusters;
    const second = cluster?.members.find(({ host }) => host === 'n2');
    const led = { ...moved, leaders: { [cluster?.name ?? '']: second?.name ?? '' } };
    expect(impactOf([step('n2/postgres/restart')], led).predicted.writes?.typical).toBe(2.5);
    expect(impactOf([step('n1/postgres/restart')], led).predicted.writes).toEqual(none);
  });

  it('is nothing at best where a second HAProxy stands beside the one that restarts', () => {
    expect(impactOf([step('n1/haproxy/restart')], setting).predicted.writes?.min).toBe(0);
    expect(impactOf([step('n1/haproxy/restart')], oneProxy).predicted.writes?.min).toBeGreaterThan(0);
  });

  it('lasts until somebody acts where nobody else can serve', () => {
    const one: Disturbance = { processes: ['haproxy'], how: 'ends' };
    const { predicted } = impactOf([step('n1/access/start', [], one)], oneProxy);
    expect(predicted).toEqual({ writes: null, reads: null });
    expect(phraseText(predictedPhrase(predicted))).toContain('as long as nobody acts');
  });

  it('is a wait of commits where the synchronous standby restarts', () => {
    const zero = running(planFixture({ sections: { objectives: { mode: 'zero-loss' } } }));
    expect(impactOf([step('n2/postgres/restart')], zero).predicted.writes).toMatchObject({ min: 0, typical: 2 });
  });
});

const oneProxy = running(
  planFixture({}, [
    [
      ['hosts', 1, 'roles'],
      ['postgres', 'etcd'],
    ],
    [
      ['hosts', 2, 'roles'],
      ['postgres', 'etcd'],
    ],
  ]),
);
const none = { min: 0, typical: 0, worst: 0 };

describe('what the loss of a host would mean', () => {
  it('is what the simulator says while nothing stops', () => {
    const setting = running(planFixture());
    expect(writesOf([], setting)).toEqual({
      n1: 'automatic automatic',
      n2: 'unaffected unaffected',
      n3: 'unaffected unaffected',
    });
    expect(phraseText(whatIfPhrase(lossesOf(setting)) ?? '')).toMatch(
      /^If a host died meanwhile: writes would go on, or come back by themselves after about \d+/,
    );
  });

  it('counts a service that restarts as not there, and says that it passes', () => {
    const setting = running(planFixture());
    const during = whatIfOf([step('n1/etcd/restart')], setting);
    expect(writesOf([step('n1/etcd/restart')], setting)).toMatchObject({
      n2: 'manual unaffected',
      n3: 'manual unaffected',
    });
    expect(phraseText(whatIfPhrase(during) ?? '')).toContain(
      'except n2 and n3 in the seconds in which a service restarts',
    );
    // It ends by itself.
    expect(fallsBelow(during, lossesOf(setting), lossesOf(setting))).toEqual([]);
  });

  it('counts what stays away, and then the plan must be named', () => {
    const setting = running(planFixture());
    const during = whatIfOf([step('n3/etcd/stop')], setting);
    expect(writesOf([step('n3/etcd/stop')], setting)).toMatchObject({ n1: 'manual manual', n2: 'manual manual' });
    const found = fallsBelow(during, lossesOf(setting), lossesOf(setting));
    expect(found.map(({ lost }) => lost)).toEqual(['n1', 'n2']);
    // Not where it is so before or after anyway.
    expect(fallsBelow(during, during, lossesOf(setting))).toEqual([]);
    expect(fallsBelow(during, lossesOf(setting), during)).toEqual([]);
  });

  it('knows from when on a member of etcd votes, and until when', () => {
    const four = planFixture({ topology: 'five-node' });
    const plan = {
      ...four,
      hosts: four.hosts.map((host) => (['n4', 'n5'].includes(host.name) ? without(host) : host)),
    };
    const setting = { ...running(plan), joining: ['n4'] };
    // A role that moves: four vote for a moment, and whoever goes is out before it stops.
    const moves = [
      step('n4/etcd/start'),
      step('n1/etcd/expel/n3', ['n4/etcd/start']),
      step('n3/etcd/stop', ['n1/etcd/expel/n3']),
    ];
    expect(writesOf(moves, setting)).toMatchObject({ n2: 'unaffected unaffected', n4: 'unaffected unaffected' });
    // Before it starts, its etcd is one that does not run.
    const down = [{ kind: 'process', host: 'n4', process: 'etcd' } as const];
    expect(writesOf([step('n4/etcd/start')], { ...setting, down })).toMatchObject({
      n1: 'automatic automatic',
      n2: 'unaffected unaffected',
    });
    const tooEarly = [step('n3/etcd/stop'), step('n1/etcd/expel/n3', ['n3/etcd/stop'])];
    expect(writesOf(tooEarly, { ...setting, joining: [] })).toMatchObject({ n2: 'manual manual' });
  });

  it('puts together what may be under way at the same time, and only that', () => {
    const setting = running(planFixture({ topology: 'five-node' }));
    const one = step('n1/etcd/restart');
    const chained = [one, step('n2/etcd/restart', ['n1/etcd/restart'])];
    expect(writesOf(chained, setting)['n3']).toBe('unaffected unaffected');
    expect(writesOf([one, step('n2/etcd/restart')], setting)['n3']).toBe('manual unaffected');
  });

  it('is not asked where nothing runs yet', () => {
    const plan = planFixture();
    expect(impactOf([step('n1/patroni/start')], { plan, leaders: {}, joining: [], down: [] })).toEqual({
      predicted: { writes: none, reads: none },
      whatIf: [],
    });
    expect(whatIfPhrase([])).toBeUndefined();
  });
});

describe('the deployment that hosts tell of', () => {
  const plan = planOf(3);
  const known = async () => {
    const bare = new Map(plan.hosts.map((host) => [host.name, bareHost()]));
    return deployedFacts(await stateOf(plan, bare));
  };
  const change = (facts: Map<string, HostFacts>, host: string, more: Partial<HostFacts>) => {
    const own = facts.get(host);
    if (own !== undefined) facts.set(host, { ...own, ...more });
  };

  it('has the leader that leads', async () => {
    expect(settingOfFacts(plan, await known())).toMatchObject({
      leaders: { 'pg-orders': 'pg-orders-1' },
      joining: [],
      down: [],
    });
  });

  it('gives no vote to a learner, and keeps that of a host which has left the plan', async () => {
    const facts = await known();
    const member = (name: string, learner: boolean) => ({ id: '1', name, peerUrls: [], clientUrls: [], learner });
    const members = [member('n1', false), member('n2', false), member('n3', true), member('n4', false)];
    change(facts, 'n1', { etcdCluster: { clusterId: '1', memberId: '1', members } });
    for (const name of ['n2', 'n3']) change(facts, name, { etcdCluster: undefined });
    const setting = settingOfFacts(plan, facts, planOf(4));
    const voters = setting.plan.hosts.filter(({ roles }) => roles.includes('etcd')).map(({ name }) => name);
    expect(voters).toEqual(['n1', 'n2', 'n4']);
    expect(setting.down).toEqual([{ kind: 'host', host: 'n4' }]);
  });

  it('tells of what does not run', async () => {
    const facts = await known();
    const states = new Map(facts.get('n2')?.units);
    states.set('etcd.service', {
      loaded: true,
      active: 'failed',
      enabled: true,
      masked: false,
      mainPid: 0,
      needsDaemonReload: false,
    });
    change(facts, 'n2', { units: states });
    facts.delete('n3');
    expect(settingOfFacts(plan, facts).down).toEqual([
      { kind: 'process', host: 'n2', process: 'etcd' },
      { kind: 'host', host: 'n3' },
    ]);
  });

  it('foresees the restarts that new settings will need, the primary last', async () => {
    const changed = planOf(3, { postgres: { parameters: { max_connections: 222, work_mem: '5MB' } } });
    const facts = await known();
    const { steps, foreseen } = planDeployment(await stateOf(changed, facts), facts, tools);
    expect(steps.map(({ id }) => id)).toContain('n1/config/pg-orders');
    expect(foreseen.map(({ id }) => id)).toEqual(['n2/postgres/restart', 'n3/postgres/restart', 'n1/postgres/restart']);
    const quiet = planOf(3, { postgres: { parameters: { work_mem: '5MB' } } });
    expect(planDeployment(await stateOf(quiet, facts), facts, tools).foreseen).toEqual([]);
  });
});

describe('what was observed', () => {
  it('is said beside what was predicted', () => {
    const report = { said: say`Doing it`, predicted: { writes: { min: 0.5, typical: 2, worst: 9 }, reads: none } };
    expect(phraseText(observedPhrase(report, { writes: 1.26, reads: null }))).toBe(
      'Doing it: writes stood still for 1.3 s at most (predicted: 0.5 to 9 s), reads for an unknown time (predicted: 0 to 0 s).',
    );
  });
});
