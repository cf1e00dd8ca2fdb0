import { describe, expect, it } from 'vitest';
import { connectionStrings } from '../../../core/access/connectionStrings.ts';
import { planFixture } from '../planFixture.ts';

const app: Parameters<typeof planFixture>[1] = [
  [['postgres', 'databases'], [{ name: 'app data', owner: 'app' }]],
  [['postgres', 'users'], [{ name: 'app' }]],
];
const of = (...args: Parameters<typeof planFixture>) =>
  Object.fromEntries(connectionStrings(planFixture(...args)).map((one) => [`${one.cluster} ${one.service}`, one.uri]));

describe('connection strings', () => {
  it('name every HAProxy of the cluster, with verified TLS and no password', () => {
    const strings = of({}, app);
    const [cluster] = planFixture().clusters;
    expect(Object.keys(strings)).toHaveLength(4);
    expect(strings[`${cluster?.name} primary`]).toBe(
      'postgresql://app@10.0.0.1:5433,10.0.0.2:5433,10.0.0.3:5433/app%20data?connect_timeout=3&sslmode=verify-full&sslrootcert=ca.crt',
    );
  });

  it('leave out hosts of a draft that have no address yet', () => {
    const draft = of({}, [
      [['hosts', 1, 'address'], ''],
      [['access'], { vip: { address: '', interface: 'eth0' } }],
    ]);
    expect(Object.values(draft)[0]).toContain('//10.0.0.1:5433,10.0.0.3:5433/');
  });

  it('name the virtual IP or the name in their place', () => {
    const vip: Parameters<typeof planFixture>[1] = [
      [['access'], { vip: { address: '10.0.0.100/24', interface: 'eth0' } }],
    ];
    expect(Object.values(of({}, vip))[0]).toContain('//10.0.0.100:5433/postgres');
    expect(Object.values(of({}, [[['access'], { dns: 'db.example.com' }]]))[0]).toContain('//db.example.com:5433/');
  });

  it('let clients look for the leader themselves where there is no HAProxy', () => {
    const without = planFixture({}).hosts.map(
      (_, index) =>
        [
          ['hosts', index, 'roles'],
          ['postgres', 'etcd'],
        ] as const,
    );
    const [only, ...others] = Object.values(of({}, without));
    expect(others).toEqual([]);
    expect(only).toContain(':5432/postgres?target_session_attrs=read-write');
  });

  it('are each cluster’s own in two regions', () => {
    const strings = connectionStrings(planFixture({ topology: 'geo-dr' }));
    expect(new Set(strings.map((one) => one.cluster)).size).toBe(2);
    const [primary, standby] = planFixture({ topology: 'geo-dr' }).clusters;
    const own = (name: string | undefined) => strings.find((one) => one.cluster === name)?.uri;
    expect(own(primary?.name)).toContain('10.0.0.1:');
    expect(own(standby?.name)).not.toContain('10.0.0.1:');
  });
});
