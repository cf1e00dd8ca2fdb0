import { describe, expect, it } from 'vitest';
import { planDeployment } from '../../../core/deployment/planDeployment.ts';
import { findDrift } from '../../../core/drift/findDrift.ts';
import { takeDrift } from '../../../core/drift/takeDrift.ts';
import type { HostFacts } from '../../../core/facts/deploymentFacts.ts';
import { bareHost, deployedFacts, stateOf, tools } from '../deployment/deploymentFixture.ts';
import { type FixtureOptions, planText, readPlan } from '../planFixture.ts';

interface Config {
  readonly postgresql: { readonly parameters: object };
}

/** A deployed plan whose hosts somebody has changed. */
async function changed(options: FixtureOptions, change: (facts: Map<string, HostFacts>) => void, redacted = '') {
  const text = planText(options);
  const plan = readPlan(text);
  const state = await stateOf(plan, new Map(plan.hosts.map(({ name }) => [name, bareHost()])));
  const facts = deployedFacts(state);
  change(facts);
  const redact = (value: string) => (redacted === '' ? value : value.replaceAll(redacted, '***'));
  return { text, facts, drift: findDrift(state, facts, { ...tools, redact }) };
}

function configured(facts: Map<string, HostFacts>, host: string, edit: (own: Config) => object) {
  const known = facts.get(host);
  if (known?.patroni === undefined) throw new Error('no member');
  const dynamicConfig = edit(known.patroni.dynamicConfig as Config);
  for (const [name, one] of facts)
    if (one.patroni?.scope === known.patroni.scope)
      facts.set(name, { ...one, patroni: { ...one.patroni, dynamicConfig }, appliedConfig: dynamicConfig });
}

const withParameters = (parameters: object) => (own: Config) => ({
  ...own,
  postgresql: { ...own.postgresql, parameters: { ...own.postgresql.parameters, ...parameters } },
});

describe('what a plan takes in', () => {
  it('is every setting that it has a place for; a deployment then has nothing left to do, and comments stay', async () => {
    const { text, facts, drift } = await changed({}, (all) =>
      configured(all, 'n1', (own) => ({
        ...withParameters({ work_mem: '9MB', log_min_duration_statement: 250 })(own),
        ttl: 45,
        failsafe_mode: false,
      })),
    );
    const { planText: after, taken } = takeDrift(`# ours\n${text}`, drift);
    expect(Object.fromEntries(taken.map(({ field, value }) => [field, value]))).toEqual({
      'postgres.parameters.work_mem': '9MB',
      'postgres.parameters.log_min_duration_statement': 250,
      // With those that would follow from it otherwise.
      'patroni.timing.ttl': 45,
      'patroni.timing.loopWait': 4,
      'patroni.timing.retryTimeout': 10,
      'patroni.timing.primaryStartTimeout': 8,
      'patroni.timing.primaryStopTimeout': 0,
      'patroni.failsafe': false,
    });
    expect(after).toMatch(/^# ours\n/);
    const now = await stateOf(readPlan(after), facts);
    expect(findDrift(now, facts, tools).filter(({ kind }) => kind === 'dynamic-config')).toEqual([]);
    expect(planDeployment(now, facts, tools).steps.filter(({ id }) => id.includes('/config/'))).toEqual([]);
  });

  it('is only what was named, by its field or by its own name', async () => {
    const { text, drift } = await changed({}, (all) =>
      configured(all, 'n1', withParameters({ work_mem: '9MB', statement_timeout: '1min' })),
    );
    for (const name of ['work_mem', 'postgres.parameters.work_mem'])
      expect(takeDrift(text, drift, [name]).taken.map(({ field }) => field)).toEqual(['postgres.parameters.work_mem']);
    expect(() => takeDrift(text, drift, ['mem'])).toThrow(/Nothing of mem.*postgres\.parameters\.work_mem/s);
    expect(() => takeDrift(text, [], ['work_mem'])).toThrow(/no difference that was found has a place/);
  });

  it('goes to the cluster that has it, where another one would get it too', async () => {
    const { drift } = await changed({ topology: 'geo-dr' }, (all) =>
      configured(all, 'n1', withParameters({ work_mem: '9MB' })),
    );
    // Two regions replicate from each other: one place for both.
    expect(drift.map(({ take }) => take[0]?.path.join('.'))).toContain('postgres.parameters.work_mem');
  });

  it('is never what Patroni or this program owns, a secret, a list, or several lines', async () => {
    const { drift } = await changed(
      {},
      (all) =>
        configured(all, 'n1', (own) => ({
          ...withParameters({
            port: 6000,
            restore_command: 'cp',
            search_path: 'hunter2hunter2',
            log_line_prefix: 'a\nb',
            work_mem: ['9MB'],
          })(own),
          pause_for_ever: 1,
        })),
      'hunter2',
    );
    expect(drift.length).toBeGreaterThan(3);
    expect(drift.filter(({ take }) => take.length > 0)).toEqual([]);
  });

  it('is what one host was given past Patroni, unless hosts were given several values', async () => {
    const override = (all: Map<string, HostFacts>, host: string, value: string) => {
      const known = all.get(host);
      if (known?.sql === undefined) throw new Error('no PostgreSQL');
      all.set(host, { ...known, sql: { ...known.sql, overrides: [{ name: 'work_mem', value }] } });
    };
    const one = await changed({}, (all) => override(all, 'n2', '7MB'));
    expect(takeDrift(one.text, one.drift).taken).toMatchObject([
      { field: 'postgres.parameters.work_mem', value: '7MB' },
    ]);
    const two = await changed({}, (all) => {
      override(all, 'n2', '7MB');
      override(all, 'n3', '8MB');
    });
    expect(() => takeDrift(two.text, two.drift)).toThrow(/several values of postgres\.parameters\.work_mem/);
  });

  it('is nothing where the plan would break a rule', async () => {
    const { text, drift } = await changed({}, (all) => configured(all, 'n1', (own) => ({ ...own, ttl: 5 })));
    expect(drift[0]?.take).toMatchObject([{ value: 5 }, {}, {}, {}, {}]);
    expect(() => takeDrift(text, drift)).toThrow(/would not be valid.*patroni\.timing: ttl 5 s/s);
  });
});
