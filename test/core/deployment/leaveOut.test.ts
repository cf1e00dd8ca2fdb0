import { describe, expect, it } from 'vitest';
import { checkState } from '../../../core/deployment/checkState.ts';
import {
  checkLeftOutNames,
  type LeaveOutInput,
  leaveBehindRefusals,
  leaveOutRefusals,
} from '../../../core/deployment/leaveOut.ts';
import { planDeployment } from '../../../core/deployment/planDeployment.ts';
import type { HostFacts } from '../../../core/facts/deploymentFacts.ts';
import type { Plan } from '../../../core/plan/plan.ts';
import { bareHost, deployedFacts, planOf, projectId, stateOf, tools, twoRegions } from './deploymentFixture.ts';

/** Every host as it was deployed, its etcd with data. */
async function running(plan: Plan): Promise<Map<string, HostFacts>> {
  const state = await stateOf(plan, new Map(plan.hosts.map(({ name }) => [name, bareHost()])));
  const facts = deployedFacts(state);
  for (const { host, etcd } of state.hosts) {
    const known = facts.get(host.name);
    const data = { entries: 3, exists: true, sample: [], hasDatabases: false, isReplica: false };
    if (etcd === undefined || known === undefined) continue;
    const directories = new Map([
      ...known.directories,
      [etcd.dataDirectory, { ...data, pgVersion: undefined, systemIdentifier: undefined }] as const,
    ]);
    facts.set(host.name, { ...known, directories });
  }
  return facts;
}

async function judge(plan: Plan, without: readonly string[], change: Partial<LeaveOutInput> = {}) {
  const facts = change.facts ?? new Map([...(await running(plan))].filter(([name]) => !without.includes(name)));
  const state = await stateOf(plan, facts);
  const input = { plan, without, state, deployed: true, leaders: new Map(), missed: [], ...change, facts };
  return leaveOutRefusals(input).map(({ host, code }) => `${host} ${code}`);
}

describe('leaving hosts out', () => {
  const three = planOf(3);

  it('is allowed while the others keep etcd and the data, and a standby region is dark as a whole', async () => {
    expect(await judge(three, ['n3'])).toEqual([]);
    expect(await judge(three, ['n1'], { leaders: new Map([['pg-orders', 'pg-orders-2']]) })).toEqual([]);
    expect(await judge(planOf(5), ['n1', 'n5'])).toEqual([]);
    expect(await judge(twoRegions(), ['n1', 'n2', 'n3'])).toEqual([]);
    // Of hosts that were never touched nothing can be lost.
    const bare = new Map(['n1', 'n2'].map((name) => [name, bareHost()] as const));
    expect(await judge(three, ['n3'], { facts: bare, deployed: false })).toEqual([]);
  });

  it('is refused when the others have no majority of etcd', async () => {
    expect(await judge(three, ['n2', 'n3'])).toEqual(['n2 left-out-quorum']);
    expect(await judge(planOf(2), ['n2'])).toEqual(['n2 left-out-quorum']);
    expect(await judge(twoRegions(), ['n5', 'n6'])).toEqual(['n5 left-out-quorum']);
  });

  it('is refused of who leads by the leader key', async () => {
    expect(await judge(three, ['n1'], { leaders: new Map([['pg-orders', 'pg-orders-1']]) })).toEqual([
      'n1 left-out-leads',
    ]);
  });

  it('is refused when the others would make anew what only it can hold', async () => {
    const bare = new Map(['n2', 'n3'].map((name) => [name, bareHost()] as const));
    expect(await judge(three, ['n1'], { facts: bare })).toEqual(['n1 left-out-has-data', 'n1 left-out-has-data']);
    const facts = await running(three);
    facts.delete('n1');
    const second = facts.get('n2');
    if (second === undefined) throw new Error('no n2');
    // One of two etcd members that are left lost its disk: two of three have no data of the old cluster in common.
    facts.set('n2', { ...second, directories: new Map() });
    expect(await judge(three, ['n1'], { facts })).toEqual(['n1 left-out-has-data']);
  });

  it('by a removal stands in the way of every deployment until the removal has reached the host, or it was made anew', async () => {
    const missed = [{ host: 'n3', since: 't', what: 'destroy', operator: 'me' }] as const;
    expect(await judge(three, ['n3'], { missed })).toEqual(['n3 left-behind']);
    expect(await judge(three, [], { missed })).toEqual(['n3 left-behind']);
    const facts = (await running(three)).set('n3', bareHost());
    expect(await judge(three, [], { missed, facts })).toEqual([]);
    expect(await judge(three, [], { missed: [{ ...missed[0], what: 'deploy' }] })).toEqual([]);
  });

  it('names hosts of the plan, and not all of them', () => {
    expect(() => checkLeftOutNames(three, ['n9'])).toThrow('no host "n9"');
    expect(() => checkLeftOutNames(three, ['n1', 'n2', 'n3'])).toThrow('All hosts');
    expect(() => checkLeftOutNames(three, ['n1', 'n2'])).not.toThrow();
  });

  it('of a removal is refused where the rest would be a cluster by itself', () => {
    expect(leaveBehindRefusals(three, ['n1'])).toEqual([]);
    expect(leaveBehindRefusals(three, ['n1', 'n2']).map(({ code }) => code)).toEqual(['left-out-forms']);
    expect(leaveBehindRefusals(planOf(1), ['n1']).map(({ host }) => host)).toEqual(['n1']);
    expect(leaveBehindRefusals(twoRegions(), ['n4', 'n5', 'n6']).map(({ host }) => host)).toEqual(['n4']);
  });

  it('makes no step and fails no check of the host, and no other host forgets it', async () => {
    const facts = await running(three);
    facts.delete('n3');
    const state = await stateOf(three, facts);
    expect(state.projectId).toBe(projectId);
    expect(planDeployment(state, facts, tools)).toEqual({
      steps: [],
      refusals: [],
      planAgain: [],
      foreseen: [],
    });
    const checks = checkState(state, facts);
    expect(checks.filter(({ ok }) => !ok)).toEqual([]);
    expect(checks.map(({ id }) => id)).toContain('left-out/n3');
    const proxy = state.hosts[0]?.files.find(({ path }) => path.endsWith('haproxy.cfg'));
    expect(proxy?.content).toContain('10.0.0.3');
  });

  it('changes nothing of the others, whose common sizes and access rules follow from the host that is left out', async () => {
    const diskBytes = bareHost().walDisk;
    const small = { release: 'bookworm' as const, cores: 1, memoryBytes: 1024 ** 3, diskBytes, routes: [] };
    const routes = [{ to: '10.0.0.1', address: '10.0.0.1', source: '10.9.9.3' }];
    const asFound = new Map(three.hosts.map(({ name }) => [name, bareHost()]));
    asFound.set('n3', bareHost({ hardware: { cores: 1, memoryBytes: 1024 ** 3 }, routes }));
    const facts = deployedFacts(await stateOf(three, asFound));
    facts.delete('n3');
    const steps = async (remembered = {}) =>
      planDeployment(await stateOf(three, facts, remembered), facts, tools).steps.map(({ id }) => id);
    expect(await steps({ n3: { ...small, routes } })).toEqual([]);
    // The case does tell: with nothing known of it, the others would change.
    expect(await steps()).not.toEqual([]);
  });
});
