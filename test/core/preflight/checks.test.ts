import { describe, expect, it } from 'vitest';
import { recordOf } from '../../../core/changes/recordOf.ts';
import { refusal } from '../../../core/changes/refusal.ts';
import { packageOffers } from '../../../core/facts/packageOffers.ts';
import type { Place } from '../../../core/facts/places.ts';
import { checks, type PreflightReport, runChecks } from '../../../core/preflight/checks.ts';
import { judgeDeployment } from '../../../core/preflight/judgement.ts';
import type { ObservedFacts, PreflightInput } from '../../../core/preflight/observation.ts';
import { resultOf } from '../../../core/preflight/observation.ts';
import { causesOf } from '../../../core/preflight/oneCause.ts';
import { say } from '../../../core/wording/phrase.ts';
import { englishLeft } from '../../renderer/englishLeft.ts';
import { bareHost } from '../deployment/deploymentFixture.ts';
import { goodCondition } from '../facts/goodFacts.ts';
import { examplePlan, goodInput, type ReachedHost } from './preflightFixture.ts';

/** The good input with other facts on the second host. */
function withFacts(
  change: (facts: ObservedFacts) => Partial<ObservedFacts>,
  host: Partial<ReachedHost> = {},
): PreflightInput {
  const input = goodInput();
  return {
    ...input,
    hosts: input.hosts.map((one, index) =>
      index === 1 ? { ...one, ...host, facts: { ...one.facts, ...change(one.facts) } } : one,
    ),
  };
}

const withPlatform = (change: Partial<ObservedFacts['platform']>) =>
  withFacts(({ platform }) => ({ platform: { ...platform, ...change } }));
const withDisk = (change: Partial<ObservedFacts['disks'][number]>) =>
  withFacts(({ disks }) => ({ disks: disks.map((disk) => ({ ...disk, ...change })) }));

/**
 * The good input with names for addresses.
 * @param seen what the hosts make of db1, db2 and db3.example, of hosts that differ from the first of them
 */
function hostsByNames(seen: Readonly<Record<string, readonly string[]>>): PreflightInput {
  const input = goodInput();
  const usual = input.plan.hosts.map(({ address }) => address);
  const nameOf = (index: number) => `db${index + 1}.example`;
  return {
    ...input,
    plan: { ...input.plan, hosts: input.plan.hosts.map((host, index) => ({ ...host, address: nameOf(index) })) },
    hosts: input.hosts.map((one) =>
      one.reached
        ? {
            ...one,
            facts: {
              ...one.facts,
              names: new Map((seen[one.host] ?? usual).map((number, index) => [nameOf(index), [number]])),
            },
          }
        : one,
    ),
  };
}

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
      'address',
      'fail',
      hostsByNames({
        n1: ['10.0.0.1', '10.0.0.99', '10.0.0.3'],
        n3: ['10.0.0.1', '10.0.0.99', '10.0.0.3'],
        n2: ['10.0.0.1', '127.0.1.1', '10.0.0.3'],
      }),
      /db2\.example is on no interface/,
    ],
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

  it('lets a host call itself by loopback, as Debian writes it, when the others see a number that it has', () => {
    const one = hostsByNames({
      n1: ['127.0.1.1', '10.0.0.2', '10.0.0.3'],
      n2: ['10.0.0.1', '127.0.1.1', '10.0.0.3'],
      n3: ['10.0.0.1', '10.0.0.2', '::1'],
    });
    const report = judged(one);
    expect(report.checks.filter(({ result }) => result !== 'pass')).toEqual([]);
  });

  it('names the project that has the host, and not the ports and the locale of its services', () => {
    const input = withFacts(
      ({ state }) => ({
        state: { ...state, project: 'another', planName: 'billing' },
        ports: [{ address: '*', port: 5432, program: 'postgres' }],
        leftovers: { dataDirectories: ['/var/lib/postgresql/15/pg-billing'], configurations: [], units: [] },
        locales: [],
      }),
      { ours: false, deployedPlan: 'billing' },
    );
    expect(
      judged(input)
        .checks.filter(({ result }) => result !== 'pass')
        .map(({ id }) => id),
    ).toEqual(['leftovers']);
  });

  const withCondition = (change: Partial<ObservedFacts['condition']>) =>
    withFacts(({ condition }) => ({ condition: { ...condition, ...change } }));
  const step = (path: string, change: Partial<Place['steps'][number]> = {}) => ({
    path,
    kind: 'directory' as const,
    mode: 0o755,
    owner: 'root',
    group: 'root',
    ...change,
  });
  const etcdData = '/var/lib/etcd/quorate';
  const pgData = '/var/lib/postgresql/15/pg-orders';
  const withPlace = (change: Partial<Place>, path = pgData) =>
    withFacts(() => ({
      places: new Map([
        [
          path,
          {
            path,
            steps: [step('/'), step('/var'), step('/var/lib')],
            mountPoint: '/',
            fileSystem: 'ext4',
            readOnly: false,
            noExec: false,
            entries: 0,
            lostAndFound: false,
            ...change,
          },
        ],
      ]),
    }));
  const deployedFrom = { deployedPlan: 'orders', ours: true };
  const withUpgrades = (
    change: Partial<ObservedFacts['upgrades']>,
    host: Partial<ReachedHost> = {},
    installed: readonly string[] = [],
    held: readonly string[] = [],
  ) =>
    withFacts(
      ({ upgrades, packages }) => ({
        upgrades: { ...upgrades, ...change },
        packages: { ...packages, versions: new Map(installed.map((name) => [name, '1'])), held: new Set(held) },
      }),
      host,
    );
  const withParameters = (parameters: Record<string, string | number>, facts: Partial<ObservedFacts> = {}) => {
    const input = withFacts(() => facts);
    return { ...input, plan: { ...input.plan, postgres: { ...input.plan.postgres, parameters } } };
  };
  const gib = 1024 ** 3;
  const large = { hardware: { cores: 16, memoryBytes: 64 * gib } };
  const withoutWatchdog = (device: boolean, softdogAvailable: boolean): PreflightInput => {
    const input = withFacts(() => ({ watchdog: { device, softdogAvailable } }));
    return { ...input, plan: { ...input.plan, patroni: { ...input.plan.patroni, watchdog: 'off' } } };
  };

  it.each<[string, string, 'warn' | 'fail' | 'pass', PreflightInput, RegExp]>([
    [
      'directories',
      'a closed parent',
      'fail',
      withPlace({ steps: [step('/'), step('/var'), step('/var/lib', { mode: 0o700 })] }),
      /postgres cannot pass through \/var\/lib to/,
    ],
    [
      'directories',
      'a home that a deployment opens',
      'pass',
      withPlace(
        { steps: [step('/'), step('/var'), step('/var/lib'), step('/var/lib/etcd', { mode: 0o700 })] },
        etcdData,
      ),
      /may reach/,
    ],
    [
      'directories',
      'closed to others, open to its group',
      'pass',
      withPlace({ steps: [step('/'), step('/var', { mode: 0o750, group: 'postgres' }), step('/var/lib')] }),
      /may reach/,
    ],
    [
      'directories',
      'a configuration folder that is closed',
      'fail',
      withPlace(
        { path: '/etc/etcd/etcd.yml', steps: [step('/'), step('/etc'), step('/etc/etcd', { mode: 0o700 })] },
        '/etc/etcd/etcd.yml',
      ),
      /account etcd cannot pass through \/etc\/etcd/,
    ],
    [
      'directories',
      'a file in the way',
      'fail',
      withPlace({ steps: [step('/'), step('/var', { kind: 'other' })] }),
      /\/var is a file/,
    ],
    [
      'directories',
      'a link',
      'fail',
      withPlace({ steps: [step('/'), step('/var'), step(pgData, { kind: 'symlink' })] }),
      /symbolic link/,
    ],
    [
      'directories',
      'lost+found',
      'fail',
      withPlace({ lostAndFound: true, steps: [step('/'), step(pgData)] }),
      /lost\+found/,
    ],
    [
      'directories',
      'lost+found of etcd',
      'pass',
      withPlace({ lostAndFound: true, steps: [step('/')] }, etcdData),
      /may reach/,
    ],
    [
      'directories',
      'a read-only mount',
      'fail',
      withPlace({ readOnly: true, mountPoint: '/data' }),
      /\/data, which is mounted read-only/,
    ],
    ['directories', 'a network file system', 'warn', withPlace({ fileSystem: 'nfs4' }), /nfs4/],
    [
      'file-systems',
      'no /tmp',
      'fail',
      withCondition({ temporary: new Map([['/tmp', 'missing']]) }),
      /\/tmp for temporary files is missing/,
    ],
    [
      'file-systems',
      'a full /tmp',
      'fail',
      withCondition({ temporary: new Map([['/tmp', 'unwritable']]) }),
      /No file can be made in \/tmp/,
    ],
    ['file-systems', 'noexec', 'warn', withCondition({ temporary: new Map([['/tmp', 'noexec']]) }), /noexec/],
    ['file-systems', 'a read-only /etc', 'fail', withCondition({ readOnly: ['/etc'] }), /\/etc is on a read-only/],
    ['file-systems', 'no inodes', 'fail', withCondition({ freeInodes: new Map([['/var', 12]]) }), /Only 12 files/],
    [
      'memory-settings',
      'more than there is',
      'fail',
      withParameters({ shared_buffers: '64GB' }),
      /64 GiB does not fit into the 16 GiB/,
    ],
    ['memory-settings', 'in blocks', 'fail', withParameters({ Shared_Buffers: 8388608 }), /64 GiB does not fit/],
    ['memory-settings', 'nearly all', 'warn', withParameters({ shared_buffers: '12GB' }), /75 % of the memory/],
    [
      'memory-settings',
      'connections',
      'warn',
      withParameters({ work_mem: '512MB', max_connections: 200 }),
      /200 connections of 512 MiB/,
    ],
    [
      'memory-settings',
      'huge pages that are not there',
      'fail',
      withParameters({ shared_buffers: '4GB', huge_pages: 'on' }),
      /has 0 huge pages/,
    ],
    [
      'memory-settings',
      'too few huge pages',
      'fail',
      withParameters(
        { shared_buffers: '8GB' },
        { condition: { ...goodCondition, hugePages: { total: 4000, sizeBytes: 2 * 1024 ** 2 } } },
      ),
      /4000 huge pages are reserved/,
    ],
    [
      'memory-settings',
      'large buffers without huge pages',
      'warn',
      withParameters({ shared_buffers: '16GB' }, large),
      /No huge pages are reserved.* 16 GiB/,
    ],
    [
      'memory-settings',
      'large buffers that are to have small pages',
      'pass',
      withParameters({ shared_buffers: '16GB', huge_pages: 'off' }, large),
      /fit the host/,
    ],
    [
      'memory-settings',
      'large buffers in a container',
      'pass',
      withParameters(
        { shared_buffers: '16GB' },
        { ...large, platform: { ...bareHost().platform, virtualization: 'systemd-nspawn' } },
      ),
      /fit the host/,
    ],
    ['watchdog', 'a device that nobody uses', 'pass', withoutWatchdog(true, true), /a watchdog that nobody uses/],
    ['watchdog', 'a module that nobody uses', 'pass', withoutWatchdog(false, true), /software watchdog that nobody/],
    [
      'memory-settings',
      'no unit that PostgreSQL knows',
      'pass',
      withParameters({ shared_buffers: 'a lot' }),
      /fit the host/,
    ],
    ['limits', 'few tasks', 'fail', withCondition({ tasksMax: 100 }), /DefaultTasksMax/],
    [
      'limits',
      'nproc of postgres',
      'fail',
      withCondition({ userLimits: [{ domain: 'postgres', item: 'nproc', value: 20 }] }),
      /nproc 20/,
    ],
    [
      'limits',
      'a limit of somebody else',
      'pass',
      withCondition({ userLimits: [{ domain: 'guest', item: 'nproc', value: 20 }] }),
      /leave room/,
    ],
    [
      'system-state',
      'apt at work',
      'warn',
      withCondition({ aptLockedBy: 'unattended-upgr' }),
      /unattended-upgr works with packages/,
    ],
    ['system-state', 'a failed unit', 'warn', withCondition({ failedUnits: ['nginx.service'] }), /nginx\.service/],
    ['system-state', 'maintenance', 'fail', withCondition({ systemState: 'maintenance' }), /maintenance/],
    [
      'system-state',
      'a masked unit',
      'fail',
      withFacts(() => ({
        units: new Map([
          [
            'etcd.service',
            { loaded: false, active: 'inactive', enabled: false, masked: true, mainPid: 0, needsDaemonReload: false },
          ],
        ]),
      })),
      /masked etcd\.service/,
    ],
    [
      'system-state',
      'dpkg',
      'warn',
      withFacts(() => ({
        packages: { versions: new Map(), held: new Set(), interrupted: ['libc6'], dpkgInterrupted: false },
      })),
      /interrupted/,
    ],
    [
      'files-replaced',
      'a haproxy.cfg',
      'warn',
      withFacts(() => ({
        files: new Map([
          ['/etc/haproxy/haproxy.cfg', { sha256: '', mode: 0o644, owner: 'root', group: 'root', content: '' }],
        ]),
      })),
      /kept as \/var\/lib\/quorate\/original\/etc\/haproxy\/haproxy\.cfg/,
    ],
    [
      'clock-offset',
      'years away',
      'fail',
      withFacts(() => ({}), { clockOffset: { seconds: -9e7, uncertaintySeconds: 1 } }),
      /certificates and packages would not be valid/,
    ],
    [
      'upgrades',
      'unattended-upgrades before a deployment',
      'warn',
      withUpgrades({ unattended: true }),
      /puts the packages of the plan on hold, and unattended-upgrades leaves those out/,
    ],
    [
      'upgrades',
      'needrestart before a deployment',
      'warn',
      withUpgrades({ needrestart: true, spared: false }),
      /A deployment tells it to leave those of the cluster alone/,
    ],
    [
      'upgrades',
      'needrestart that was told',
      'pass',
      withUpgrades({ needrestart: true, spared: true }, deployedFrom),
      /No upgrade restarts/,
    ],
    [
      'upgrades',
      'needrestart that is not told any more',
      'warn',
      withUpgrades({ needrestart: true, spared: false }, deployedFrom),
      /not told any more/,
    ],
    [
      'upgrades',
      'a hold that somebody ended',
      'warn',
      withUpgrades({}, deployedFrom, ['patroni', 'haproxy', 'vim'], ['haproxy']),
      /Not on hold: patroni\. An upgrade of the system/,
    ],
    [
      'upgrades',
      'a hold that somebody ended, with unattended-upgrades',
      'warn',
      withUpgrades({ unattended: true }, deployedFrom, ['patroni'], []),
      /Not on hold: patroni\. unattended-upgrades upgrades them by itself/,
    ],
    [
      'upgrades',
      'everything on hold, with unattended-upgrades',
      'pass',
      withUpgrades({ unattended: true }, deployedFrom, ['patroni'], ['patroni']),
      /on hold/,
    ],
    [
      'upgrades',
      'reboots',
      'warn',
      withUpgrades({ unattended: true, reboots: true }, deployedFrom),
      /reboots this host by itself, and a hold does not keep it/,
    ],
    ['upgrades', 'reboots that never happen', 'pass', withUpgrades({ reboots: true }), /No upgrade restarts/],
  ])('%s, %s: says %s', (id, _what, result, input, message) => {
    const found = judged(input).checks.filter((one) => one.id === id && one.host === 'n2');
    expect(found.map((one) => one.result)).toEqual([result]);
    expect(`${found[0]?.message} ${found[0]?.measured}`).toMatch(message);
    if (result !== 'pass') expect(found[0]?.fix).toBeTruthy();
  });

  it('names one machine under two addresses, a clone, and a namesake', () => {
    const input = goodInput();
    const as = (change: Partial<ObservedFacts['condition']>) => ({
      ...input,
      hosts: input.hosts.map((one, index) =>
        index === 0 ? one : { ...one, facts: { ...one.facts, condition: { ...one.facts.condition, ...change } } },
      ),
    });
    const results = (of: PreflightInput) =>
      judged(of)
        .checks.filter(({ id }) => id === 'identity')
        .map(({ result, message }) => [result, message.split(' ').slice(0, 4).join(' ')]);
    expect(results(as({ machineId: 'abc', bootId: 'xyz' }))).toEqual([
      ['pass', 'The host is a'],
      ['fail', 'n2 and n3 are'],
      ['fail', 'n3 and n2 are'],
    ]);
    expect(results(as({ machineId: 'abc' })).map(([result]) => result)).toEqual(['pass', 'warn', 'warn']);
    expect(results(as({ hostName: 'localhost' })).map(([result]) => result)).toEqual(['pass', 'warn', 'warn']);
  });

  it('shows what a deployment refuses, once for one cause', () => {
    const said = say`${'n2'}`;
    const refusals = [{ host: 'n2', code: 'other-region-leads' as const, message: 'n2', said }];
    const found = judged({ ...goodInput(), refusals }).checks.filter(({ result }) => result === 'fail');
    expect(found).toMatchObject([{ id: 'deployable', host: 'n2', message: 'n2' }]);
    const notRoot = {
      ...withPlatform({ uid: 1000 }),
      refusals: [{ ...refusals[0], code: 'not-root' as const } as (typeof refusals)[number] & { code: never }],
    };
    expect(
      judged(notRoot)
        .checks.filter(({ result }) => result === 'fail')
        .map(({ id }) => id),
    ).toEqual(['sudo']);
  });

  it('is what a deployment is refused by, unless it is accepted by name', () => {
    const { plan, timing } = goodInput();
    const facts = new Map([
      [
        'n2',
        bareHost({
          condition: { ...goodCondition, tasksMax: 10 },
          interfaces: [{ interface: 'eth0', family: 'ipv4', address: '10.0.0.2', prefix: 24, mtu: 1500 }],
          hardware: { cores: 1, memoryBytes: gib },
        }),
      ],
    ]);
    const judge = (accept: readonly string[]) =>
      judgeDeployment({ plan, timing, projectId: 'p', facts, refusals: [], accept });
    expect(judge([]).refusals.map(({ check }) => check)).toEqual(['resources', 'limits']);
    expect(judge(['limits']).refusals.map(({ check }) => check)).toEqual(['resources']);
    expect(judge(['limits', 'resources'])).toMatchObject({
      refusals: [],
      accepted: [{ id: 'resources' }, { id: 'limits' }],
    });
  });

  it('does not take what a host did not tell for an empty answer', () => {
    const said = (unread: ObservedFacts['unread'], facts: Partial<ObservedFacts> = {}) =>
      judged(withFacts(() => ({ ...facts, unread }))).checks.filter((one) => one.host === 'n2');
    const failed = (unread: ObservedFacts['unread'], facts: Partial<ObservedFacts> = {}) =>
      said(unread, facts).filter(({ result }) => result !== 'pass');
    const without = said(
      [
        { id: 'listening-ports', status: 127 },
        { id: 'network-interfaces', status: 127 },
      ],
      { ports: [], interfaces: [] },
    );
    // No port is called free, and no address missing.
    expect(without.filter(({ id }) => ['ports-free', 'address', 'vip'].includes(id))).toEqual([]);
    expect(without.filter(({ result }) => result !== 'pass')).toMatchObject([
      {
        id: 'answers',
        result: 'fail',
        message: expect.stringContaining('The host has no ip or no ss'),
        fix: 'apt-get install -y iproute2',
      },
    ]);
    expect(failed([{ id: 'disk-state', status: 124 }], { disks: [] })).toMatchObject([
      {
        id: 'answers',
        message: expect.stringMatching(
          /^The host took longer than 15 s to tell disk-state: a disk or a network file system/,
        ),
      },
    ]);
    expect(
      failed(
        [
          { id: 'accounts', status: undefined },
          { id: 'locales', status: undefined },
        ],
        { locales: [] },
      ),
    ).toMatchObject([
      { id: 'answers', message: expect.stringContaining('The answer of the host ends before accounts and locales') },
    ]);
    expect(
      failed([
        { id: 'places', status: 0, line: 'entries \u001b[31mmany' },
        { id: 'locales', status: 1 },
      ]),
    ).toMatchObject([
      { id: 'answers', measured: 'places', message: 'What the host says of places cannot be understood: entries many' },
      { id: 'answers', measured: 'locales', message: 'The question for locales failed on the host with status 1.' },
    ]);
    expect(failed([], { hardware: { cores: 8, memoryBytes: Number.NaN } })).toMatchObject([
      { id: 'resources', message: 'The host does not tell its cores and its memory.' },
    ]);
  });

  it('does not blame a clock for what the measurement cannot tell', () => {
    const report = judged(withFacts(() => ({}), { clockOffset: { seconds: 1.5, uncertaintySeconds: 1.4 } }));
    expect(report.ok).toBe(true);
  });

  it('marks the failed login of a host whose key only waits for its confirmation, and no other', () => {
    const input = goodInput();
    const [first, second, ...others] = input.hosts;
    const unreached = (host: string, code: 'host-key-unknown' | 'host-key-changed') =>
      ({ host, reached: false, code, trouble: code, message: '!', said: '!' }) as const;
    const hosts = [
      unreached(first?.host ?? '', 'host-key-unknown'),
      unreached(second?.host ?? '', 'host-key-changed'),
      ...others,
    ];
    const marked = runChecks({ ...input, hosts }).checks.filter(({ keyUnconfirmed }) => keyUnconfirmed === true);
    expect(marked.map(({ id, host, result }) => [id, host, result])).toEqual([['ssh', first?.host, 'fail']]);
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

  it('blames no firewall where a program holds the port for itself, and says one cause once', () => {
    const input = withFacts(() => ({
      ports: [
        { address: '127.0.0.1', port: 5432, program: 'postgres' },
        { address: '[::1]', port: 5432, program: 'postgres' },
        { address: '0.0.0.0', port: 8008, program: 'java' },
      ],
    }));
    const pairs = input.pairs.map((pair) => {
      const { to, port } = pair.connection;
      const closed = to === 'n2' && [5432, 8008, 6432].includes(port);
      const detail = 'ECONNREFUSED';
      return closed
        ? { ...pair, probe: { ...pair.probe, rttSeconds: Number.NaN, outcome: 'refused' as const, detail } }
        : pair;
    });
    const { checks: results } = judged({ ...input, pairs });
    const causes = causesOf(results.filter(({ id }) => id === 'ports-reachable'));
    expect(causes.map(({ hosts, message }) => [hosts, message])).toEqual([
      [['n1', 'n3'], 'Port 5432 (postgres) of n2 is held by postgres, which listens on 127.0.0.1 alone.'],
      [['n1'], expect.stringMatching(/^n1 cannot reach the ports .*8008 \(patroni\).* of n2: ECONNREFUSED\.$/)],
      [['n3'], expect.stringMatching(/^n3 cannot reach the ports .*6432 \(pgbouncer\).* of n2/)],
    ]);
    expect(causes[0]?.fix).toMatch(/^on n2: ss -ltnp 'sport = :5432'/);
    expect(causes[1]?.fix).toMatch(/allow tcp dport \{ [\d, ]+ \} from n1$/);
  });

  it('shows the failures first, and what is alike on several hosts once', () => {
    const found = (host: string, result: 'pass' | 'warn' | 'fail', message: string) =>
      resultOf('locale', host, { result, measured: host, message, fix: null });
    const causes = causesOf([
      found('n1', 'warn', 'slow'),
      found('n1', 'fail', 'no locale'),
      found('n2', 'pass', 'good'),
      found('n2', 'fail', 'no locale'),
      found('n3', 'fail', 'no disk'),
      found('n3', 'warn', 'slow'),
    ]);
    expect(causes.map(({ hosts, message }) => `${hosts.join()}: ${message}`)).toEqual([
      'n1,n2: no locale',
      'n3: no disk',
      'n1,n3: slow',
    ]);
  });

  it('says what a deployment refuses of packages, with the words of the deployment and a way to see it', () => {
    const input = { ...withFacts(() => ({})), bundles: undefined };
    const found = (against: PreflightInput) =>
      judged(against).checks.filter(({ id, host }) => host === 'n2' && ['packages', 'deployable'].includes(id));
    const offers = packageOffers(['patroni']).parse('simulated');
    const asked = {
      ...input,
      hosts: input.hosts.map((one) => (one.reached ? { ...one, facts: { ...one.facts, offers } } : one)),
    };
    expect(found(asked)).toMatchObject([
      { id: 'packages', result: 'pass', measured: expect.stringMatching(/^\d+ to install$/) },
      { id: 'deployable', result: 'pass' },
    ]);
    const refused = {
      ...asked,
      refusals: [
        refusal(
          'n2',
          'packages',
          say`no package source of the host has ${'patroni'}: correct postgres.packages, or name a repository that has it in packages.url`,
        ),
      ],
    };
    expect(found(refused)).toMatchObject([
      {
        id: 'packages',
        result: 'fail',
        message: expect.stringMatching(/^no package source of the host has patroni: correct/),
        fix: expect.stringMatching(/^apt-get update && apt-get install --dry-run .*patroni/),
      },
    ]);
    // Nothing was asked of it.
    expect(found(input)).toMatchObject([
      { id: 'packages', result: 'fail', message: 'apt did not say what it offers.' },
      {},
    ]);
    const bundle = {
      ...goodInput(),
      refusals: [
        refusal(
          'n2',
          'wrong-bundle',
          say`it needs ${'patroni'}, which ${'a.bundle'} does not hold: build it again with quorate bundle build --plan`,
        ),
      ],
    };
    expect(found(bundle)).toMatchObject([
      {
        id: 'packages',
        message: expect.stringMatching(/^it needs patroni, which a.bundle/),
        fix: expect.stringContaining('bundle build'),
      },
    ]);
    const foreign = {
      ...asked,
      refusals: [
        refusal(
          'n2',
          'foreign-project',
          say`it belongs to the deployment of plan ${'billing'} (project ${'p'}): destroy that one from its own project folder first, or use another host`,
        ),
      ],
    };
    expect(found(foreign).map(({ id }) => id)).toEqual(['deployable']);
  });

  it('takes a new virtual IP of a running cluster for free only where nobody else has it', () => {
    const deployed = (address: string) => ({ ...recordOf(examplePlan()), fixed: { 'access.vip.address': address } });
    const answer = (by: string, address: string) =>
      judged(
        withFacts(() => ({ vip: { address: '10.0.0.100', answers: true, by }, deployed: deployed(address) }), {
          deployedPlan: 'orders',
          ours: true,
        }),
      ).checks.filter(({ id, result }) => id === 'vip' && result === 'fail').length > 0;
    expect(answer('02:00:00:00:00:01', '10.0.0.99/24')).toBe(true);
    expect(answer('02:00:00:00:00:01', '10.0.0.100/24')).toBe(false);
    expect(answer('local', '10.0.0.99/24')).toBe(false);
  });

  it('accepts its own services, data and address on a host that this plan was deployed to', () => {
    const report = judged(
      withFacts(
        ({ state }) => ({
          state: { ...state, project: 'mine', planName: 'orders' },
          ports: [{ address: '*', port: 5432, program: 'postgres' }],
          leftovers: {
            dataDirectories: ['/var/lib/postgresql/15/pg-orders'],
            configurations: ['/etc/patroni/config.yml'],
            units: ['patroni'],
          },
          vip: { address: '10.0.0.100', answers: true, by: 'local' },
        }),
        { deployedPlan: 'orders', ours: true },
      ),
    );
    expect(report.ok).toBe(true);
  });
});
