import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { completePlan } from '../../../core/plan/complete.ts';
import { type PlanInput, planSchema } from '../../../core/plan/schema.ts';
import { correctedLease, keepsLease, patroniLimits } from '../../../core/timing/patroniLimits.ts';
import { resolveTiming } from '../../../core/timing/resolveTiming.ts';

const hosts = [1, 2, 3].map((number) => ({ name: `n${number}`, address: `10.0.0.${number}` }));
const members = hosts.map(({ name }, index) => ({
  host: name,
  seq: index + 1,
  role: index === 0 ? ('primary' as const) : ('replica' as const),
}));

function timingOf(fields: Partial<PlanInput>, patroniVersion?: string) {
  const input: PlanInput = {
    quorate: 1,
    name: 'orders',
    topology: 'three-node',
    hosts,
    clusters: [{ name: 'pg', members }],
    ...fields,
  };
  return resolveTiming(completePlan(planSchema.parse(input)), { patroniVersion });
}

const leaseOf = (fields: Partial<PlanInput>, patroniVersion?: string) => {
  const { ttlSeconds, loopWaitSeconds, retryTimeoutSeconds, primaryStartTimeoutSeconds } = timingOf(
    fields,
    patroniVersion,
  ).patroni;
  return [ttlSeconds, loopWaitSeconds, retryTimeoutSeconds, primaryStartTimeoutSeconds];
};

describe('timing from objectives', () => {
  it('derives ttl = rto and thirds of it, rounded down', () => {
    expect(leaseOf({})).toEqual([30, 10, 10, 10]);
    expect(leaseOf({ objectives: { mode: 'conservative' } })).toEqual([60, 20, 20, 20]);
    expect(leaseOf({ objectives: { mode: 'default', rto: 40 } })).toEqual([40, 13, 13, 13]);
    expect(timingOf({}).haproxy).toEqual({
      interSeconds: 3,
      fastinterSeconds: 1,
      downinterSeconds: 3,
      rise: 3,
      fall: 3,
    });
    expect(timingOf({ objectives: { mode: 'fast' } }).haproxy).toEqual({
      interSeconds: 1,
      fastinterSeconds: 0.5,
      downinterSeconds: 1,
      rise: 2,
      fall: 2,
    });
  });

  it('gives objectives that somebody wrote down the calmest timing that typically meets them', () => {
    // 25 + 1 + 3 / 2 + 2 = 29.5 s; loop_wait a sixth of the lease, the retries half of the rest.
    expect(leaseOf({ objectives: { rto: 30, rpo: '1MiB' } })).toEqual([25, 4, 10, 8]);
    expect(leaseOf({ objectives: { rto: 30, rpo: 0 } })).toEqual([25, 4, 10, 8]);
    expect(leaseOf({ objectives: { rto: 60 } })).toEqual([55, 9, 23, 18]);
    // No lease of 20 s fits beside the slower checks: the faster ones keep it as long as can be.
    expect(timingOf({ objectives: { rto: 23 } })).toMatchObject({
      patroni: { ttlSeconds: 21 },
      haproxy: { interSeconds: 1, rise: 2 },
    });
    // A virtual IP that arrives after HAProxy costs the lease what it takes longer.
    const vip = { address: '10.0.0.100/24', interface: 'eth0' };
    expect(leaseOf({ objectives: { rto: 22 }, access: { vip } }, '3.0.2')[0]).toBe(19);
  });

  it('derives the rest of a lease from the part that the plan gives, and takes its checks as they are', () => {
    const objectives = { rto: 30 };
    expect(leaseOf({ objectives, patroni: { timing: { ttl: 45 } } })).toEqual([45, 15, 15, 15]);
    const slow = { objectives, haproxy: { checks: { inter: 2, downinter: 6 } } };
    // 24 + 1 + 6 / 2 + 2 = 30 s.
    expect(leaseOf(slow)[0]).toBe(24);
    expect(timingOf(slow).haproxy).toMatchObject({ interSeconds: 2, downinterSeconds: 6 });
    expect(timingOf({ haproxy: { checks: { inter: 2 } } }).haproxy.downinterSeconds).toBe(2);
  });

  it('says what runs: Patroni 3.2 and later raise ttl 15 to 20, older ones keep it', () => {
    expect(leaseOf({ objectives: { mode: 'fast' } }, '3.0.2-1')).toEqual([15, 5, 5, 5]);
    expect(leaseOf({ objectives: { mode: 'fast' }, packages: { release: 'bookworm' } })).toEqual([15, 5, 5, 5]);
    for (const version of ['3.2.0', '4.0.7-3~deb13u1', undefined])
      expect(leaseOf({ objectives: { mode: 'fast' } }, version)).toEqual([20, 6, 6, 6]);
    const ttl = timingOf({ objectives: { mode: 'fast' } }).explanations.find(
      ({ name }) => name === 'patroni.ttlSeconds',
    );
    expect(ttl).toMatchObject({ value: 20, unit: 's', formula: 'rto = 15, raised to the minimum 20' });
    expect(ttl?.source).toMatch(/Patroni 3\.2/);
  });

  it('corrects a lease that cannot hold its loop and retries, as Patroni does, on any version', () => {
    const timing = { ttl: 30, loopWait: 10, retryTimeout: 12 };
    for (const version of ['3.0.2', '4.0.7'])
      expect(leaseOf({ patroni: { timing } }, version)).toEqual([30, 6, 12, 10]);
    expect(leaseOf({ patroni: { timing: { ttl: 30, retryTimeout: 20 } } }, '4.0.7')).toEqual([30, 1, 14, 10]);
  });

  it('keeps the rest in order when only one value is given', () => {
    expect(leaseOf({ patroni: { timing: { ttl: 45 } } })).toEqual([45, 15, 15, 15]);
    expect(leaseOf({ patroni: { timing: { loopWait: 5 } } })).toEqual([30, 5, 10, 10]);
    expect(leaseOf({ patroni: { timing: { loopWait: 20 } } })).toEqual([30, 20, 5, 10]);
    expect(leaseOf({ patroni: { timing: { retryTimeout: 13 } } })).toEqual([30, 4, 13, 10]);
  });

  it('takes the largest round trip between etcd members of one region into account', () => {
    const sites: PlanInput['sites'] = [
      { name: 'a', role: 'primary' },
      { name: 'b', role: 'secondary' },
    ];
    const spread = hosts.map((host, index) => ({ ...host, site: index < 2 ? 'a' : 'b' }));
    const network: PlanInput['network'] = { rtt: '1ms', links: [{ between: ['b', 'a'], rtt: '180ms' }] };
    expect(timingOf({ sites, hosts: spread, network }).etcd).toEqual({
      heartbeatMilliseconds: 180,
      electionMilliseconds: 1800,
    });
    const regions: PlanInput['sites'] = [
      { name: 'a', role: 'primary' },
      { name: 'b', role: 'standby' },
    ];
    const usual = { heartbeatMilliseconds: 100, electionMilliseconds: 1000 };
    expect(timingOf({ topology: 'geo-dr', sites: regions, hosts: spread, network }).etcd).toEqual(usual);
    expect(timingOf({}).etcd).toEqual(usual);
  });

  it('keeps the lag limit of an election when nothing may be lost, and stops a slow shutdown then', () => {
    expect(timingOf({ objectives: { mode: 'zero-loss' } }).patroni).toMatchObject({
      maximumLagOnFailoverBytes: 1_048_576,
      primaryStopTimeoutSeconds: 10,
    });
    expect(timingOf({ objectives: { rpo: '64KiB' } }).patroni).toMatchObject({
      maximumLagOnFailoverBytes: 65_536,
      primaryStopTimeoutSeconds: 0,
    });
  });

  it('explains every value that it resolves', () => {
    const { explanations, ...groups } = timingOf({});
    const names = Object.entries(groups).flatMap(([group, values]) =>
      Object.entries(values).map(([name, value]) => ({ name: `${group}.${name}`, value })),
    );
    expect(explanations.map(({ name, value }) => ({ name, value }))).toEqual(names);
  });
});

describe('a lease, for any input', () => {
  const seconds = fc.double({ min: 0.001, max: 86_400, noNaN: true });
  const lease = fc.record({ ttlSeconds: seconds, loopWaitSeconds: seconds, retryTimeoutSeconds: seconds });
  const limits = fc.constantFrom(patroniLimits('3.0.2'), patroniLimits('4.0.7'));

  it('is corrected to whole seconds that keep the rule and the minimums; a kept lease stays as it is', () => {
    fc.assert(
      fc.property(lease, limits, (requested, least) => {
        const corrected = correctedLease(requested, least);
        expect(keepsLease(corrected)).toBe(true);
        expect(Object.values(corrected).every(Number.isInteger)).toBe(true);
        for (const name of ['ttlSeconds', 'loopWaitSeconds', 'retryTimeoutSeconds'] as const)
          expect(corrected[name]).toBeGreaterThanOrEqual(least[name]);
        expect(correctedLease(corrected, least)).toEqual(corrected);
      }),
    );
  });
});
