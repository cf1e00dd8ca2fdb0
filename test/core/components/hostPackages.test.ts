import { describe, expect, it } from 'vitest';
import { bundlePackages } from '../../../core/components/bundlePackages.ts';
import { hostPackages } from '../../../core/components/hostPackages.ts';
import { planFixture } from '../planFixture.ts';

describe('the packages of a host', () => {
  const packagesOf = (sections: Record<string, unknown>, release: 'bookworm' | 'trixie' = 'trixie') => {
    const plan = planFixture({ sections });
    const [host] = plan.hosts;
    if (host === undefined) throw new Error('the fixture has no host');
    return hostPackages(plan, host, release);
  };

  it('follow the major version of the plan, else that of the release', () => {
    expect(packagesOf({})).toContain('postgresql-17');
    expect(packagesOf({}, 'bookworm')).toContain('postgresql-15');
    const sixteen = packagesOf({ postgres: { version: 16 } });
    expect(sixteen).toContain('postgresql-16');
    expect(sixteen).not.toContain('postgresql-17');
  });

  it('are in a bundle for the plan, with those of its major version alone', () => {
    const plan = planFixture({ sections: { postgres: { version: 16, packages: ['postgresql-{version}-cron'] } } });
    const packages = bundlePackages(plan, 'trixie');
    expect(packages).toEqual(expect.arrayContaining(['postgresql-16', 'postgresql-16-cron', 'patroni', 'keepalived']));
    expect(packages).not.toContain('postgresql-17');
    expect(bundlePackages(planFixture(), 'trixie')).toContain('postgresql-17');
  });

  it('are what the roles need, each once, with the etcd library that Patroni does not pull in by itself on trixie', () => {
    expect(packagesOf({})).toEqual([
      'etcd-client',
      'etcd-server',
      'haproxy',
      'patroni',
      'pgbouncer',
      'postgresql-17',
      'python3-etcd',
    ]);
    const arbiter = planFixture({ topology: 'two-node' }).hosts.find(({ roles }) => roles.join() === 'etcd');
    expect(arbiter && hostPackages(planFixture({ topology: 'two-node' }), arbiter, 'bookworm')).toEqual([
      'etcd-client',
      'etcd-server',
    ]);
  });

  it('hold what the plan names, for its major version, each once', () => {
    const packages = packagesOf({
      postgres: { version: 16, packages: ['postgresql-{version}-cron', 'pgbackrest', 'pgbouncer'] },
      access: { vip: { address: '10.0.0.100/24', interface: 'eth0' } },
    });
    expect(packages).toEqual([...new Set(packages)]);
    expect(packages).toEqual(expect.arrayContaining(['postgresql-16-cron', 'pgbackrest', 'keepalived', 'pgbouncer']));
  });
});
