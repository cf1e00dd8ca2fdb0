import { describe, expect, it } from 'vitest';
import { checks, type PreflightReport, runChecks } from '../../../core/preflight/checks.ts';
import type { HostFacts, PreflightInput } from '../../../core/preflight/observation.ts';
import { englishLeft } from '../../renderer/englishLeft.ts';
import { goodInput, type ReachedHost } from './preflightFixture.ts';

/** The good input with other facts on the second host. */
function withFacts(change: (facts: HostFacts) => Partial<HostFacts>, host: Partial<ReachedHost> = {}): PreflightInput {
  const input = goodInput();
  return {
    ...input,
    hosts: input.hosts.map((one, index) =>
      index === 1 ? { ...one, ...host, facts: { ...one.facts, ...change(one.facts) } } : one,
    ),
  };
}

const withPlatform = (change: Partial<HostFacts['platform']>) =>
  withFacts(({ platform }) => ({ platform: { ...platform, ...change } }));
const withDisk = (change: Partial<HostFacts['disks'][number]>) =>
  withFacts(({ disks }) => ({ disks: disks.map((disk) => ({ ...disk, ...change })) }));

/** Judges, and looks that all of it can be said in Chinese. */
function judged(input: PreflightInput): PreflightReport {
  const report = runChecks(input);
  for (const { said } of report.checks)
    for (const text of [said.measured, said.message, said.fix ?? '']) expect(englishLeft(text)).toEqual([]);
  return report;
}

describe('preflight', () => {
  it('passes good hosts, with a result of every check on every host', () => {
    const report = judged(goodInput());
    expect(report.checks.filter((one) => one.result !== 'pass')).toEqual([]);
    expect(report.ok).toBe(true);
    for (const check of checks) {
      expect(
        report.checks.filter((one) => one.id === check.id).map((one) => one.host),
        check.id,
      ).toEqual(['n1', 'n2', 'n3']);
    }
    expect(report.rtt).toHaveLength(6);
    expect(report.rtt[0]?.milliseconds).toBe(0.4);
  });

  it.each<[string, 'warn' | 'fail', PreflightInput, RegExp]>([
    ['sudo', 'fail', withPlatform({ uid: 1000 }), /not root/],
    ['systemd', 'fail', withPlatform({ init: 'tini' }), /tini/],
    ['os-release', 'fail', withPlatform({ codename: 'jammy' }), /jammy is not supported/],
    ['os-release', 'fail', withPlatform({ codename: 'trixie' }), /bundle was made for bookworm/],
    ['os-release', 'fail', withPlatform({ architecture: 'arm64' }), /bundle was made for amd64/],
    [
      'address',
      'fail',
      withFacts(({ interfaces }) => ({ interfaces: interfaces.map((one) => ({ ...one, address: '172.17.0.1' })) })),
      /on no interface/,
    ],
    ['name-resolution', 'fail', withFacts(() => ({ names: new Map([['db1.example', []]]) })), /does not resolve/],
    ['name-resolution', 'fail', withFacts(() => ({ names: new Map([['db1.example', ['127.0.1.1']]]) })), /loopback/],
    [
      'clock-offset',
      'fail',
      withFacts(() => ({}), { clockOffset: { seconds: 3, uncertaintySeconds: 0.01 } }),
      /ahead of the other hosts by 3\.00 s/,
    ],
    [
      'clock-offset',
      'warn',
      withFacts(() => ({}), { clockOffset: { seconds: -0.4, uncertaintySeconds: 0.01 } }),
      /behind/,
    ],
    [
      'time-service',
      'warn',
      withFacts(({ clock }) => ({ clock: { ...clock, services: [], synchronized: false } })),
      /No time service/,
    ],
    [
      'ports-free',
      'fail',
      withFacts(() => ({ ports: [{ address: '*', port: 5432, program: 'postgres' }] })),
      /Port 5432 for postgres is taken by postgres/,
    ],
    ['fsync', 'warn', withDisk({ fsyncMedianSeconds: 0.03 }), /30\.0 ms/],
    ['fsync', 'fail', withDisk({ fsyncMedianSeconds: 0.3 }), /300\.0 ms/],
    ['disk-space', 'fail', withDisk({ freeBytes: 1024 ** 3 }), /Only 1\.0 GiB/],
    ['disk-space', 'fail', withDisk({ freeBytes: Number.NaN }), /Only 0\.0 GiB/],
    ['wal-space', 'warn', withDisk({ freeBytes: 12 * 1024 ** 3 }), /up to 16\.0 GiB, more than is free/],
    ['resources', 'fail', withFacts(() => ({ hardware: { cores: 2, memoryBytes: 1024 ** 3 } })), /less than 2048 MiB/],
    ['resources', 'warn', withFacts(() => ({ hardware: { cores: 1, memoryBytes: 8 * 1024 ** 3 } })), /One core/],
    [
      'mtu',
      'warn',
      withFacts(({ interfaces }) => ({ interfaces: interfaces.map((one) => ({ ...one, mtu: 1400 })) })),
      /1400 here and 1500/,
    ],
    ['locale', 'fail', withFacts(() => ({ locales: ['POSIX'] })), /C\.UTF-8/],
    [
      'accounts',
      'fail',
      withFacts(() => ({ accounts: [{ name: 'postgres', uid: 1001, home: '/home/postgres' }] })),
      /uid 1001/,
    ],
    [
      'vip',
      'fail',
      withFacts(() => ({ vip: { address: '10.0.0.100', answers: true, by: '02:00:00:00:00:01' } })),
      /in use/,
    ],
    [
      'watchdog',
      'warn',
      withFacts(() => ({ watchdog: { device: false, softdogAvailable: true } })),
      /hung Patroni cannot be fenced/,
    ],
    [
      'leftovers',
      'fail',
      withFacts(() => ({
        leftovers: { dataDirectories: ['/var/lib/postgresql/15/main'], configurations: [], units: [] },
      })),
      /will not be touched/,
    ],
    [
      'leftovers',
      'warn',
      withFacts(() => ({ leftovers: { dataDirectories: [], configurations: ['/etc/patroni/config.yml'], units: [] } })),
      /another installation/,
    ],
  ])('%s: says %s', (id, result, input, message) => {
    const report = judged(input);
    const odd = report.checks.filter((one) => one.result !== 'pass');
    expect(odd.map((one) => [one.id, one.host, one.result])).toEqual([[id, 'n2', result]]);
    expect(odd[0]?.message).toMatch(message);
    expect(odd[0]?.fix).toBeTruthy();
    expect(report.ok).toBe(result !== 'fail');
  });

  it('does not blame a clock for what the measurement cannot tell', () => {
    const report = judged(withFacts(() => ({}), { clockOffset: { seconds: 1.5, uncertaintySeconds: 1.4 } }));
    expect(report.ok).toBe(true);
  });

  it('shows a host that cannot be reached as the failed check, and judges the others', () => {
    const input = goodInput();
    const hosts = input.hosts.map((one, index) =>
      index === 0
        ? ({
            host: 'n1',
            reached: false,
            code: 'host-key-changed',
            trouble: 'host-key-changed',
            message: '!',
            said: '!',
          } as const)
        : one,
    );
    const report = judged({ ...input, hosts });
    expect(report.checks.filter((one) => one.result !== 'pass')).toMatchObject([
      { id: 'ssh', host: 'n1', measured: 'host-key-changed' },
    ]);
    expect(report.checks.some((one) => one.id === 'fsync' && one.host === 'n3')).toBe(true);
  });

  it('names a blocked connection with both hosts and the port, and judges round trips by the election timeout', () => {
    const input = goodInput();
    const pairs = input.pairs.map((pair) => {
      if (pair.connection.from !== 'n1' || pair.connection.to !== 'n3') return pair;
      const blocked = pair.connection.service === 'etcd peer';
      return {
        ...pair,
        probe: {
          ...pair.probe,
          rttSeconds: blocked ? Number.NaN : 0.2,
          outcome: blocked ? ('timeout' as const) : ('open' as const),
          detail: '',
        },
      };
    });
    const odd = judged({ ...input, pairs }).checks.filter((one) => one.result !== 'pass');
    expect(odd.map((one) => [one.id, one.host, one.measured])).toEqual([
      ['ports-reachable', 'n1', 'n3:2380 timeout'],
      ['rtt', 'n1', '200.00 ms to n3'],
    ]);
  });

  it('accepts its own services, data and address on a host that this plan was deployed to', () => {
    const report = judged(
      withFacts(
        () => ({
          ports: [{ address: '*', port: 5432, program: 'postgres' }],
          leftovers: {
            dataDirectories: ['/var/lib/postgresql/15/pg-orders'],
            configurations: ['/etc/patroni/config.yml'],
            units: ['patroni'],
          },
          vip: { address: '10.0.0.100', answers: true, by: 'local' },
        }),
        { deployedPlan: 'orders' },
      ),
    );
    expect(report.ok).toBe(true);
  });
});
