import { describe, expect, it } from 'vitest';
import { checkState } from '../../../core/deployment/checkState.ts';
import { planDeployment } from '../../../core/deployment/planDeployment.ts';
import { planDestroy } from '../../../core/deployment/planDestroy.ts';
import type { HostFacts } from '../../../core/facts/deploymentFacts.ts';
import type { DesiredState } from '../../../core/render/desiredHost.ts';
import { type Phrase, phraseText } from '../../../core/wording/phrase.ts';
import { englishLeft } from '../../renderer/englishLeft.ts';
import { bareHost, deployedFacts, planOf, stateOf, tools, twoRegions } from './deploymentFixture.ts';

const plan = planOf(3);
const bare = new Map(plan.hosts.map((host) => [host.name, bareHost()]));

/** A deployed cluster with something wrong on every host, each time something else. */
async function changed(change: (facts: HostFacts, host: string) => Partial<HostFacts>) {
  const facts = deployedFacts(await stateOf(plan, bare));
  for (const [name, host] of facts) facts.set(name, { ...host, ...change(host, name) });
  return { state: await stateOf(plan, facts), facts };
}

const noUnits = { units: new Map() };
const noDatabase = (facts: HostFacts): Partial<HostFacts> => ({
  ...noUnits,
  patroni: undefined,
  directories: new Map(
    [...facts.directories].map(([path, one]) => [path, { ...one, systemIdentifier: undefined, hasDatabases: false }]),
  ),
});
const staleFiles = (facts: HostFacts): Partial<HostFacts> => ({
  state: { ...facts.state, applied: new Map() },
  files: new Map([...facts.files].map(([path, one]) => [path, { ...one, sha256: 'f'.repeat(64), content: undefined }])),
  patroni: facts.patroni && { ...facts.patroni, pendingRestart: true, dynamicConfig: { ttl: 1 } },
  sql: facts.sql && { ...facts.sql, applied: undefined, streaming: [] },
});

/** Everything said, which must be what is printed in English too. */
function said(things: readonly { readonly said: Phrase; readonly message?: string; readonly title?: string }[]) {
  for (const one of things) expect(one.message ?? one.title).toBe(phraseText(one.said));
  return things.flatMap((one) => englishLeft(one.said));
}

describe('in Chinese no English is left', () => {
  it('in the steps of a deployment, of its repair and of its removal', async () => {
    const states: { state: DesiredState; facts: ReadonlyMap<string, HostFacts> }[] = [
      { state: await stateOf(plan, bare), facts: bare },
      await changed(staleFiles),
      await changed(noDatabase),
      await changed((facts, host) => (host === 'n1' ? {} : noDatabase(facts))),
      await changed((facts) => ({
        ...noUnits,
        units: new Map([...facts.units].map(([name, unit]) => [name, { ...unit, needsDaemonReload: true }])),
      })),
    ];
    const steps = states.flatMap(({ state, facts }) => [
      ...planDeployment(state, facts, tools).steps,
      ...planDestroy(state, facts).steps,
    ]);
    expect(new Set(steps.map(({ said: { template } }) => template)).size).toBeGreaterThanOrEqual(22);
    expect(said(steps)).toEqual([]);
    const diffs = steps.flatMap((step) => step.diffs);
    const words = diffs.flatMap((diff) => [diff.said, diff.unshown].filter((one) => one !== undefined));
    expect(new Set(words.map(({ template }) => template)).size).toBe(3);
    expect(words.flatMap((one) => englishLeft(one))).toEqual([]);
  });

  it('in what was proven, and in what was not', async () => {
    const whole = await changed(() => ({}));
    const dead = await changed(() => ({ etcd: 'unhealthy', patroni: undefined }));
    const alone = await changed((facts, host) =>
      host === 'n1'
        ? { etcd: 'not-running', sql: facts.sql && { ...facts.sql, streaming: [] } }
        : { patroni: undefined },
    );
    const checks = [whole, dead, alone].flatMap(({ state, facts }) => checkState(state, facts));
    expect(checks.some(({ ok }) => !ok)).toBe(true);
    expect(said(checks)).toEqual([]);
  });

  const ofRegions = async (name: string, role: 'primary' | 'standby_leader') => {
    const regions = twoRegions();
    const bareRegions = new Map(regions.hosts.map((host) => [host.name, bareHost()]));
    const facts = deployedFacts(await stateOf(regions, bareRegions));
    const host = facts.get(name) ?? bareHost();
    facts.set(name, { ...host, patroni: host.patroni && { ...host.patroni, role } });
    return planDeployment(await stateOf(regions, facts), facts, tools).refusals;
  };

  it('in refusals', async () => {
    const data = {
      exists: true,
      entries: 3,
      sample: ['base'],
      pgVersion: '15',
      systemIdentifier: '7',
      hasDatabases: true,
      isReplica: false,
    };
    const facts = new Map<string, HostFacts>([
      [
        'n1',
        bareHost({
          platform: { ...bareHost().platform, id: '', init: '', uid: 1000, codename: 'buster' },
          directories: new Map([['/var/lib/postgresql/15/pg-orders', data]]),
          ports: [{ address: '*', port: 5432, program: '' }],
          units: new Map([
            [
              'etcd.service',
              { loaded: true, active: 'active', enabled: true, masked: false, mainPid: 3, needsDaemonReload: false },
            ],
          ]),
        }),
      ],
      ['n2', bareHost({ state: { ...bareHost().state, project: 'p-2', planName: 'billing' } })],
      ['n3', bareHost({ platform: { ...bareHost().platform, codename: 'trixie' } })],
    ]);
    const state = await stateOf(plan, facts);
    const bundle = {
      id: 'b'.repeat(64),
      receive: () => '',
      weight: 1,
      file: 'a.bundle',
      release: 'bookworm',
      architecture: 'amd64',
      packages: new Map(),
    };
    const bundled = { ...state, packages: { ...state.packages, bundles: [bundle] } } as DesiredState;
    const refusals = [
      ...planDeployment(bundled, facts, tools).refusals,
      ...planDeployment(bundled, new Map(facts).set('n1', bareHost()), tools).refusals,
      ...planDestroy(state, facts).refusals,
      ...(await ofRegions('n4', 'primary')),
      ...(await ofRegions('n1', 'standby_leader')),
    ];
    expect(new Set(refusals.map(({ code }) => code)).size).toBe(9);
    expect(said(refusals)).toEqual([]);
  });
});
