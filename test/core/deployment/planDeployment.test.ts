import { describe, expect, it } from 'vitest';
import { checkState } from '../../../core/deployment/checkState.ts';
import { planDeployment } from '../../../core/deployment/planDeployment.ts';
import type { Step } from '../../../core/deployment/step.ts';
import type { HostFacts } from '../../../core/facts/deploymentFacts.ts';
import type { Plan } from '../../../core/plan/plan.ts';
import { bareHost, deployedFacts, planOf, stateOf, tools, twoRegions } from './deploymentFixture.ts';

const bare = (plan: Plan) => new Map(plan.hosts.map((host) => [host.name, bareHost()]));

/** Everything that a step waits for, directly or through others. */
function allBefore(steps: readonly Step[], id: string): ReadonlySet<string> {
  const found = new Set<string>();
  const visit = (one: string) => {
    for (const earlier of steps.find((step) => step.id === one)?.after ?? []) {
      if (!found.has(earlier)) {
        found.add(earlier);
        visit(earlier);
      }
    }
  };
  visit(id);
  return found;
}

async function planned(plan: Plan, change: (facts: Map<string, HostFacts>) => void = () => {}) {
  const facts = new Map<string, HostFacts>(bare(plan));
  const deployed = deployedFacts(await stateOf(plan, facts));
  change(deployed);
  const state = await stateOf(plan, deployed);
  return { state, facts: deployed, ...planDeployment(state, deployed, tools) };
}

describe('a first deployment', () => {
  it('installs everywhere at once, starts the etcd members together, then the primary, then the others', async () => {
    const plan = planOf(3);
    const facts = bare(plan);
    const { steps, refusals } = planDeployment(await stateOf(plan, facts), facts, tools);
    expect(refusals).toEqual([]);
    for (const host of ['n1', 'n2', 'n3']) {
      expect([...allBefore(steps, `${host}/packages/install`)].every((id) => id.startsWith(`${host}/`))).toBe(true);
      const before = allBefore(steps, `${host}/etcd/start`);
      // Alone none becomes healthy: a member that starts while another host still installs would wait for it until it gives up.
      for (const other of ['n1', 'n2', 'n3']) {
        expect(before).toContain(`${other}/etcd/files`);
        expect(before).not.toContain(`${other}/etcd/start`);
      }
    }
    const replica = allBefore(steps, 'n2/patroni/start');
    expect(replica).toContain('n1/patroni/start');
    expect(replica).not.toContain('n3/patroni/start');
    expect(allBefore(steps, 'n3/access/start')).toContain('n1/patroni/leader');
    expect(allBefore(steps, 'n1/sql/pg-orders')).toContain('n1/patroni/leader');
    expect(steps.map((step) => step.id)).not.toContain('n1/patroni/running');
  });

  it('notes whose data directories they are before the units that fill them can start at a boot', async () => {
    const plan = planOf(3);
    const facts = bare(plan);
    const { steps } = planDeployment(await stateOf(plan, facts), facts, tools);
    const { apply = '' } = steps.find(({ id }) => id === 'n1/systemd/reload') ?? {};
    const enabled = apply.indexOf('systemctl enable');
    for (const directory of ['/var/lib/postgresql/15/pg-orders', '/var/lib/etcd/quorate']) {
      expect(apply).toContain(`note directories ${directory}\n`);
      expect(apply.indexOf(directory)).toBeLessThan(enabled);
    }
  });

  it('can be stored and sent: it is plain data', async () => {
    const plan = planOf(3);
    const facts = bare(plan);
    const { steps } = planDeployment(await stateOf(plan, facts), facts, tools);
    expect(JSON.parse(JSON.stringify(steps))).toEqual(steps.map((step) => JSON.parse(JSON.stringify(step))));
    expect(new Set(steps.map((step) => step.id)).size).toBe(steps.length);
  });

  it('makes a standby cluster after the one it follows', async () => {
    const plan = twoRegions();
    const facts = bare(plan);
    const { steps } = planDeployment(await stateOf(plan, facts), facts, tools);
    const before = allBefore(steps, 'n4/patroni/start');
    expect(before).toContain('n1/patroni/leader');
    expect(before).toContain('n1/sql/pg-main');
    expect(steps.some((step) => step.id === 'n4/sql/pg-dr')).toBe(false);
  });
});

describe('a deployment that runs', () => {
  it('needs nothing, and is found healthy', async () => {
    const { steps, refusals, planAgain, state, facts } = await planned(planOf(3));
    expect(steps).toEqual([]);
    expect(refusals).toEqual([]);
    expect(planAgain).toEqual([]);
    expect(checkState(state, facts).filter((check) => !check.ok)).toEqual([]);
  });

  it('writes a changed file and reloads only the service that reads it', async () => {
    const { steps } = await planned(planOf(3), (facts) => {
      const host = facts.get('n2') ?? bareHost();
      const path = '/etc/haproxy/haproxy.cfg';
      const file = host.files.get(path);
      if (file === undefined) throw new Error('no such file');
      facts.set('n2', {
        ...host,
        files: new Map(host.files).set(path, { ...file, sha256: 'f'.repeat(64), content: 'changed by hand\n' }),
      });
    });
    expect(steps.map((step) => step.id)).toEqual(['n2/haproxy/files', 'n2/haproxy/reload']);
    expect(steps[0]?.diffs[0]?.before).toBe('changed by hand\n');
  });

  it('restarts etcd members one after the other', async () => {
    const { steps } = await planned(planOf(3), (facts) => {
      for (const [name, host] of facts)
        facts.set(name, {
          ...host,
          state: {
            ...host.state,
            applied: new Map([...host.state.applied].filter(([component]) => component !== 'etcd')),
          },
        });
    });
    expect(steps.map((step) => step.id)).toEqual(['n1/etcd/restart', 'n2/etcd/restart', 'n3/etcd/restart']);
    expect(steps[2]?.after).toContain('n2/etcd/restart');
  });

  it('sends settings and SQL to whoever leads now', async () => {
    const { steps, planAgain } = await planned(planOf(3), (facts) => {
      for (const [name, host] of facts) {
        const patroni = host.patroni;
        if (patroni === undefined || host.sql === undefined) throw new Error('no member');
        facts.set(name, {
          ...host,
          patroni: {
            ...patroni,
            role: name === 'n3' ? 'primary' : 'replica',
            dynamicConfig: { ...(patroni.dynamicConfig as object), ttl: 99 },
          },
          sql: { ...host.sql, missing: ['role app'] },
        });
      }
    });
    expect(steps.map((step) => step.id)).toEqual([
      'n3/config/pg-orders',
      'n3/sql/pg-orders',
      'n1/patroni/read',
      'n2/patroni/read',
      'n3/patroni/read',
    ]);
    expect(steps[0]?.files[0]?.content).toContain('"ttl"');
    expect(steps[0]?.files[0]?.content).not.toContain('loop_wait');
    expect(planAgain).toHaveLength(1);
  });

  it('starts all members of a stopped cluster at once and finds out later who leads', async () => {
    const { steps, planAgain } = await planned(planOf(3), (facts) => {
      for (const [name, host] of facts) {
        const units = new Map(host.units);
        const unit = units.get('patroni.service');
        if (unit !== undefined) units.set('patroni.service', { ...unit, active: 'inactive' });
        facts.set(name, { ...host, units, patroni: undefined, sql: undefined });
      }
    });
    const start = steps.find((step) => step.id === 'n2/patroni/start');
    expect(start?.after).toEqual([]);
    expect(steps.map((step) => step.id)).not.toContain('n1/patroni/leader');
    expect(planAgain).toHaveLength(1);
  });
});

describe('data directories that a power loss left half made', () => {
  const path = '/var/lib/postgresql/15/pg-orders';
  const half = {
    exists: true,
    entries: 9,
    sample: ['base'],
    pgVersion: '15',
    systemIdentifier: undefined,
    hasDatabases: false,
    isReplica: false,
  };
  const cut = (host: HostFacts, making: readonly string[] = []): HostFacts => ({
    ...host,
    directories: new Map([[path, half]]),
    making,
    patroni: undefined,
    sql: undefined,
  });

  it('are cleared, and a new cluster is made only after etcd has forgotten the attempt', async () => {
    const { steps } = await planned(planOf(3), (facts) => {
      for (const [name, host] of facts)
        facts.set(
          name,
          name === 'n1' ? cut(host) : { ...host, directories: new Map(), patroni: undefined, sql: undefined },
        );
    });
    const before = allBefore(steps, 'n1/patroni/start');
    expect(before).toContain('n1/data/clear');
    expect(before).toContain('n1/etcd/clear-initialize');
  });

  it('are forgotten in etcd too when nothing was made yet but the word of it', async () => {
    const nothing = (host: HostFacts, making: readonly string[] = []) => ({
      ...host,
      directories: new Map(),
      patroni: undefined,
      sql: undefined,
      making,
    });
    const all = async (making: readonly string[]) => {
      const { steps } = await planned(planOf(3), (facts) => {
        for (const [name, host] of facts) facts.set(name, nothing(host, name === 'n1' ? making : []));
      });
      return steps;
    };
    expect([...allBefore(await all([]), 'n1/patroni/start')]).toEqual(
      expect.arrayContaining(['n1/data/clear', 'n2/data/clear', 'n3/data/clear', 'n1/etcd/clear-initialize']),
    );
    expect((await all([path])).filter(({ id }) => id.includes('clear'))).toEqual([]);
  });

  it('are copied anew from a leader', async () => {
    const { steps } = await planned(planOf(3), (facts) => facts.set('n2', cut(facts.get('n2') ?? bareHost())));
    expect(steps.map((step) => step.id)).toEqual(['n2/data/clear', 'n2/patroni/start', 'n2/patroni/running']);
  });

  it('are left alone while somebody fills them', async () => {
    const { steps } = await planned(planOf(3), (facts) => facts.set('n2', cut(facts.get('n2') ?? bareHost(), [path])));
    expect(steps.map((step) => step.id)).toEqual(['n2/patroni/running']);
  });
});

describe('refusals', () => {
  const refusalsWith = async (change: Partial<HostFacts>) => {
    const plan = planOf(3);
    const facts = new Map(bare(plan)).set('n2', bareHost(change));
    return planDeployment(await stateOf(plan, facts), facts, tools).refusals;
  };
  const directory = (path: string) =>
    new Map([
      [
        path,
        {
          exists: true,
          entries: 3,
          sample: ['base', 'PG_VERSION'],
          pgVersion: '15',
          systemIdentifier: '7123',
          hasDatabases: true,
          isReplica: false,
        },
      ],
    ]);

  it.each<[string, Partial<HostFacts>, string]>([
    [
      'a data directory with something in it',
      { directories: directory('/var/lib/postgresql/15/pg-orders') },
      'system identifier 7123',
    ],
    ['etcd data of somebody else', { directories: directory('/var/lib/etcd/quorate') }, '/var/lib/etcd/quorate'],
    ['another project', { state: { ...bareHost().state, project: 'other', planName: 'billing' } }, 'billing'],
    ['a port that is taken', { ports: [{ address: '0.0.0.0', port: 5432, program: 'postgres' }] }, 'port 5432'],
    ['another release', { platform: { ...bareHost().platform, codename: 'buster' } }, 'buster'],
    ['no root', { platform: { ...bareHost().platform, uid: 1000 } }, 'user 1000'],
    [
      'a service that runs already',
      {
        units: new Map([
          [
            'etcd.service',
            {
              loaded: true,
              active: 'active' as const,
              enabled: true,
              masked: false,
              mainPid: 3,
              needsDaemonReload: false,
            },
          ],
        ]),
      },
      'etcd.service runs already',
    ],
  ])('%s', async (_, change, text) => {
    const refusals = await refusalsWith(change);
    expect(refusals.map((refusal) => refusal.host)).toEqual(['n2']);
    expect(refusals[0]?.message).toContain(text);
  });

  it('does not refuse what this project made itself', async () => {
    const { refusals } = await planned(planOf(3), (facts) => {
      const host = facts.get('n1') ?? bareHost();
      facts.set('n1', {
        ...host,
        ports: [
          { address: '*', port: 5432, program: 'postgres' },
          { address: '*', port: 8008, program: 'patroni' },
        ],
      });
    });
    expect(refusals).toEqual([]);
  });
});

describe('regions that changed places behind the plan', () => {
  const plan = twoRegions();
  const first = (facts: Map<string, HostFacts>, name: string, change: (host: HostFacts) => Partial<HostFacts>) => {
    const host = facts.get(name) ?? bareHost();
    facts.set(name, { ...host, ...change(host) });
  };
  const withRole = (role: 'primary' | 'standby_leader') => (host: HostFacts) =>
    host.patroni === undefined ? {} : { patroni: { ...host.patroni, role } };
  const stopped = (isReplica: boolean) => (host: HostFacts) => ({
    patroni: undefined,
    directories: new Map([...host.directories].map(([path, one]) => [path, { ...one, isReplica }])),
  });
  const refused = async (change: (facts: Map<string, HostFacts>) => void) => {
    const { refusals } = await planned(plan, (facts) => {
      first(facts, 'n4', withRole('standby_leader'));
      change(facts);
    });
    return refusals.map(({ host, code }) => [host, code]);
  };

  it('are no reason to refuse while they are as the plan says', async () => {
    expect(await refused(() => {})).toEqual([]);
    expect(await refused((facts) => first(facts, 'n4', stopped(true)))).toEqual([]);
  });

  it('are left alone when the standby leads, or has led and is down', async () => {
    const expected = [['n4', 'other-region-leads']];
    expect(await refused((facts) => first(facts, 'n4', withRole('primary')))).toEqual(expected);
    expect(await refused((facts) => first(facts, 'n4', stopped(false)))).toEqual(expected);
  });

  it('are left alone when the one that should lead follows', async () => {
    const expected = [['n1', 'other-region-leads']];
    expect(await refused((facts) => first(facts, 'n1', withRole('standby_leader')))).toEqual(expected);
  });
});
