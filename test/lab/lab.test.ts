import { spawn } from 'node:child_process';
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { build } from 'esbuild';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { labClean } from '../../electron/services/lab/labClean.ts';
import { labDown } from '../../electron/services/lab/labDown.ts';
import { labFault } from '../../electron/services/lab/labFault.ts';
import { type LabView, labList } from '../../electron/services/lab/labList.ts';
import { labUp } from '../../electron/services/lab/labUp.ts';
import { runInImage } from '../../electron/services/lab/runInImage.ts';
import { hostOf, labsOfTest, leftovers, reaches, ssh } from './labFixture.ts';

const labs = labsOfTest();
let one: LabView;
let two: LabView;

const twoHosts = [
  { name: 'a1', site: 'dc1' },
  { name: 'a2', site: 'dc1' },
  { name: 'b1', site: 'dc2' },
];

beforeAll(async () => {
  const made = await Promise.all([
    labUp({ name: 'lt-one', hosts: 3 }),
    labUp({ name: 'lt-two', hosts: twoHosts, release: 'trixie' }),
  ]);
  [one, two] = [made[0].lab, made[1].lab];
});
afterAll(labs.remove);

const states = (lab: LabView) => lab.hosts.map((host) => host.state);

describe('a lab', () => {
  it('has hosts that are like real ones', async () => {
    for (const lab of [one, two]) {
      for (const host of lab.hosts) {
        const { output } = await ssh(
          host,
          `hostname; . /etc/os-release; echo $VERSION_CODENAME; systemctl is-system-running --wait; cat /etc/machine-id
           locale | grep LANG=; ls -d /var/log/journal/*; df --output=size /dev/shm | tail -1; getent hosts ${host.name}; systemctl show ssh -P LimitNOFILE`,
        );
        const [name, release, state, machineId, locale, journal, shm, entry, openFiles] = output.split('\n');
        expect([name, release, state, locale]).toEqual([host.name, host.release, 'running', 'LANG=C.UTF-8']);
        expect(journal).toBe(`/var/log/journal/${machineId}`);
        expect(Number(shm)).toBeGreaterThan(64 * 1024);
        expect(entry?.split(/\s+/)).toEqual([host.address, host.name]);
        expect(openFiles).toBe('524288');
      }
      expect(statSync(hostOf(lab, lab.hosts[0]?.name ?? '').key).mode & 0o777).toBe(0o600);
    }
    const ids = await Promise.all([...one.hosts, ...two.hosts].map((host) => ssh(host, 'cat /etc/machine-id')));
    expect(new Set(ids.map((id) => id.output)).size).toBe(6);
    expect(new Set([...one.hosts, ...two.hosts].map((host) => host.hostKey)).size).toBe(6);
  });

  it('gives each host an init of its own: a unit stopped on one still runs on the others', async () => {
    const [n1, n2] = [hostOf(one, 'n1'), hostOf(one, 'n2')];
    for (const host of [n1, n2]) await ssh(host, 'systemd-run --unit=probe sleep infinity');
    await ssh(n1, 'systemctl stop probe');
    expect((await ssh(n2, 'systemctl is-active probe')).output).toBe('active');
  });

  it('is returned when it is asked for again, and refused when it is another one', async () => {
    const again = await labUp({ name: 'lt-one', hosts: 3 });
    expect(again).toEqual({ lab: one, created: false });
    await expect(labUp({ name: 'lt-one', hosts: 2 })).rejects.toMatchObject({ code: 'lab-exists' });
    await expect(labUp({ name: 'lt-three', hosts: 1, subnet: one.subnet })).rejects.toMatchObject({
      code: 'lab-subnet',
    });
    await expect(labUp({ name: '../x', hosts: 1 })).rejects.toMatchObject({ code: 'lab-name' });
    expect((await labList()).labs.map((lab) => lab.name).sort()).toEqual(['lt-one', 'lt-two']);
  });

  it('has no way out, not even to another lab through the machine that holds both', async () => {
    const n1 = hostOf(one, 'n1');
    expect((await ssh(n1, 'ip route show default')).output).toBe('');
    const gateway = one.subnet.replace('.0/24', '.1');
    await ssh(n1, `ip route add ${two.subnet} via ${gateway}`);
    await ssh(hostOf(two, 'a1'), `ip route add ${one.subnet} via ${two.subnet.replace('.0/24', '.1')}`);
    expect(await reaches(n1, gateway)).toBe(true);
    expect(await reaches(n1, hostOf(two, 'a1').address)).toBe(false);
  });
});

describe('faults', () => {
  it('takes the power of a host at once, and gives it back', async () => {
    const n1 = hostOf(one, 'n1');
    await ssh(n1, 'echo kept >/root/file && sync');
    const before = (await ssh(n1, 'cat /proc/sys/kernel/random/boot_id')).output;
    expect(states(await labFault('lt-one', { kind: 'power-off', host: 'n1' }))).toEqual(['off', 'running', 'running']);
    expect(await reaches(hostOf(one, 'n2'), n1.address)).toBe(false);
    await expect(labUp({ name: 'lt-one', hosts: 3 })).rejects.toMatchObject({ code: 'lab-exists' });
    expect(states(await labFault('lt-one', { kind: 'power-on', host: 'n1' }))).toEqual([
      'running',
      'running',
      'running',
    ]);
    expect((await ssh(n1, 'cat /root/file')).output).toBe('kept');
    expect((await ssh(n1, 'cat /proc/sys/kernel/random/boot_id')).output).not.toBe(before);
    // The console of the boot before tells nothing of a shutdown, and neither does its journal.
    expect((await ssh(n1, 'journalctl -b -1 -q --no-pager | grep -c "Reached target.*Shutdown"')).output).toBe('0');
  });

  it('cuts hosts off each other, both ways or one, while the operator reaches them', async () => {
    const [n1, n2, n3] = ['n1', 'n2', 'n3'].map((name) => hostOf(one, name)) as [
      LabView['hosts'][number],
      LabView['hosts'][number],
      LabView['hosts'][number],
    ];
    const cut = await labFault('lt-one', { kind: 'cut-between', from: 'n1', to: 'n2' });
    expect(cut.hosts.map((host) => host.cutFrom)).toEqual([['n2'], ['n1'], []]);
    expect(await Promise.all([reaches(n1, n2.address), reaches(n1, n3.address), reaches(n2, n3.address)])).toEqual([
      false,
      true,
      true,
    ]);
    await labFault('lt-one', { kind: 'reconnect', host: 'n1' });
    expect(await reaches(n1, n2.address)).toBe(true);
    expect(states(await labFault('lt-one', { kind: 'cut', host: 'n3' }))).toEqual(['running', 'running', 'cut']);
    expect(await Promise.all([reaches(n3, n1.address), reaches(n1, n3.address)])).toEqual([false, false]);
    expect((await ssh(n3, 'true')).code).toBe(0);
    await labFault('lt-one', { kind: 'cut', host: 'n3', includingOperator: true });
    expect((await ssh(n3, 'true')).code).toBe(255);
    // A cut cable is still cut after a reboot: only reconnect mends it.
    await labFault('lt-one', { kind: 'power-off', host: 'n3' });
    expect(states(await labFault('lt-one', { kind: 'reconnect', host: 'all' }))).toEqual(['running', 'running', 'off']);
    await labFault('lt-one', { kind: 'power-on', host: 'n3' });
    expect(await reaches(n3, n1.address)).toBe(true);
    expect(await reaches(n2, n1.address)).toBe(true);
    await labFault('lt-one', { kind: 'cut-between', from: 'n1', to: 'n2', oneWay: true });
    // What n2 sends still arrives, only the answers are lost.
    const echoesHeard = async () => Number((await ssh(n1, `awk '/^Icmp: [0-9]/ { print $10 }' /proc/net/snmp`)).output);
    const before = await echoesHeard();
    expect(await reaches(n2, n1.address)).toBe(false);
    expect(await echoesHeard()).toBeGreaterThan(before);
    expect((await labFault('lt-one', { kind: 'reconnect', host: 'all' })).hosts.map((host) => host.cutFrom)).toEqual([
      [],
      [],
      [],
    ]);
  });

  it('cuts a site', async () => {
    const [a1, a2, b1] = [hostOf(two, 'a1'), hostOf(two, 'a2'), hostOf(two, 'b1')];
    expect(states(await labFault('lt-two', { kind: 'cut-site', site: 'dc1' }))).toEqual(['running', 'running', 'cut']);
    expect(await Promise.all([reaches(a1, a2.address), reaches(a1, b1.address), reaches(b1, a2.address)])).toEqual([
      true,
      false,
      false,
    ]);
    await labFault('lt-two', { kind: 'reconnect', host: 'all' });
    expect(await reaches(a1, b1.address)).toBe(true);
    await expect(labFault('lt-two', { kind: 'cut-site', site: 'dc9' })).rejects.toMatchObject({
      code: 'lab-site-unknown',
    });
    await expect(labFault('lt-two', { kind: 'cut', host: 'x9' })).rejects.toMatchObject({ code: 'lab-host-unknown' });
    await expect(labFault('lt-none', { kind: 'cut', host: 'x9' })).rejects.toMatchObject({ code: 'lab-unknown' });
  });
});

describe('images', () => {
  it('runs a script with the network of this machine, and keeps what it made as a layer of a lab', async () => {
    const lines: string[] = [];
    const layer = join(labs.directory, '.layers', 'with-tree');
    const { code, output } = await runInImage({
      release: 'bookworm',
      script: 'set -e; apt-get update -q; apt-get install -qy tree; cat /shared/record',
      binds: [{ from: one.hosts[0]?.key.replace(/key$/, '') ?? '', to: '/shared', readOnly: true }],
      keepLayerAs: layer,
      onLine: (line) => lines.push(line),
    }).catch((cause: unknown) => ({ code: -1, output: String(cause) }));
    expect([code, output]).toEqual([1, expect.stringContaining('/shared/record')]);
    expect(existsSync(layer)).toBe(false);
    expect(lines.some((line) => line.includes('tree'))).toBe(true);
    const kept = await runInImage({
      release: 'bookworm',
      script: 'set -e; apt-get update -q; apt-get install -qy tree',
      keepLayerAs: layer,
    });
    expect(kept.code, kept.output).toBe(0);
    const { lab } = await labUp({ name: 'lt-layer', hosts: 1, imageLayers: [layer] });
    expect((await ssh(hostOf(lab, 'n1'), 'command -v tree; cat /etc/resolv.conf')).output).toBe(
      '/usr/bin/tree\n# an isolated lab has no name server',
    );
    await labDown('lt-layer');
  });
});

describe('leftovers', () => {
  it('of a killed up are removed by the next one, or by a clean; what runs stays', async () => {
    const entry = join(import.meta.dirname, 'upForever.ts');
    const program = join(import.meta.dirname, '../../.build/upForever.mjs');
    await build({
      entryPoints: [entry],
      outfile: program,
      bundle: true,
      platform: 'node',
      format: 'esm',
      packages: 'external',
    });
    for (const name of ['lt-killed', 'lt-killed-too']) {
      const child = spawn(process.execPath, [program, name], { stdio: ['ignore', 'pipe', 'inherit'] });
      await new Promise((resolve) => child.stdout.once('data', resolve));
      child.kill('SIGKILL');
      await new Promise((resolve) => child.once('close', resolve));
      expect(JSON.parse(readFileSync(join(labs.directory, name, 'lab.json'), 'utf8'))).toMatchObject({
        complete: false,
      });
    }
    const { lab, created } = await labUp({ name: 'lt-killed', hosts: 2 });
    expect([created, ...states(lab)]).toEqual([true, 'running', 'running']);
    await labFault('lt-killed', { kind: 'power-off', host: 'n1' });
    await labFault('lt-killed', { kind: 'power-off', host: 'n2' });
    expect(await labClean()).toContain('lab lt-killed-too');
    expect((await labList()).labs.map((left) => left.name).sort()).toEqual(['lt-killed', 'lt-one', 'lt-two']);
    expect((await ssh(hostOf(one, 'n1'), 'true')).code).toBe(0);
  });

  it('are none after down', async () => {
    const all = (await labList()).labs;
    await Promise.all(all.map((lab) => labDown(lab.name)));
    expect(await leftovers(all, labs.directory)).toEqual([]);
    expect(readdirSync(labs.directory).filter((name) => name.startsWith('lt-') || name.startsWith('.run'))).toEqual([]);
    await expect(labDown('lt-one')).rejects.toMatchObject({ code: 'lab-unknown' });
  });
});
