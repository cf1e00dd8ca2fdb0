import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readJournal } from '../../electron/services/procedures/journal.ts';
import { type DeployLab, deployLab, expectHealthy } from './deployFixture.ts';
import { whole } from './wholeMatrix.ts';

const hosts = ['n1', 'n2', 'n3'];
const mounts = ['/data/pg', '/wal', '/etcd-data'];
const owners = `stat -c '%U %a %n' ${mounts.join(' ')}; for m in ${mounts.join(' ')}; do mountpoint -q "$m" || echo "$m is no mount"; done; ls -A ${mounts.join(' ')}`;

describe.runIf(whole)('hosts as people have them (with QUORATE_FULL_MATRIX=1)', () => {
  let work: DeployLab;
  let before: readonly string[];
  const everywhere = (command: string) => Promise.all(hosts.map((host) => work.on(host, command)));

  beforeAll(async () => {
    work = await deployLab({ name: 'dt-states', release: 'bookworm', packagesThere: false });
    const plan = readFileSync(work.planFile, 'utf8');
    const disks = 'dataDirectory: /data/pg, walDirectory: /wal,';
    const written = plan.replace('postgres: { template: tiny,', `postgres: { template: tiny, ${disks}`);
    writeFileSync(work.planFile, `${written}etcd: { dataDirectory: /etcd-data }\n`);
    // Disks of their own, one session at a time, no forwarding, and somebody's own haproxy.cfg.
    await everywhere(`mkdir -p ${mounts.join(' ')} /etc/haproxy
for m in ${mounts.join(' ')}; do mount -t tmpfs -o size=900m,mode=0755 tmpfs "$m"; done
mkdir /etcd-data/lost+found
echo '# mine' >/etc/haproxy/haproxy.cfg
printf 'MaxSessions 1\\nAllowTcpForwarding no\\n' >/etc/ssh/sshd_config.d/few.conf
systemctl reload ssh`);
    before = await everywhere(owners);
  });
  afterAll(() => work?.remove());

  it('are refused by the name of the check, with nothing touched, until it is accepted', async () => {
    await work.on(
      'n2',
      'mkdir -p /etc/security/limits.d; echo "postgres hard nproc 20" >/etc/security/limits.d/few.conf',
    );
    const refused = await work.run('quiet');
    expect(refused.refusals.map(({ host, check }) => `${host} ${check}`).sort()).toEqual(
      [...hosts.flatMap((host) => mounts.map(() => `${host} disk-space`)), 'n2 limits'].sort(),
    );
    expect(refused.steps).toEqual([]);
    expect(await everywhere('ls -d /var/lib/quorate 2>/dev/null; true')).toEqual(['', '', '']);
    await work.on('n2', 'rm /etc/security/limits.d/few.conf');
  });

  it('are deployed with data on their disks, through one session each and without forwarding', async () => {
    expectHealthy(await work.run('accept=disk-space'));
    const journal = await readJournal(join(work.directory, 'journal.jsonl'));
    expect(journal).toContainEqual(expect.objectContaining({ event: 'accepted' }));
    expect(await work.on('n2', 'readlink /data/pg/pg_wal; stat -c %U:%a /data/pg /etcd-data')).toBe(
      '/wal/pg-orders\npostgres:700\netcd:700',
    );
    const again = await work.run('quiet');
    expect(again).toMatchObject({ ok: true, changed: false });
  });

  it('copy a member anew into a mount point', async () => {
    await work.on('n3', 'patronictl -c /etc/patroni/config.yml reinit --force --wait pg-orders pg-orders-3');
    await expect
      .poll(() => work.on('n3', 'patronictl -c /etc/patroni/config.yml list | grep pg-orders-3'), { timeout: 60_000 })
      .toMatch(/running|streaming/);
    expect(await work.on('n3', 'readlink /data/pg/pg_wal')).toBe('/wal/pg-orders');
  });

  it('get their disks and files back as they were', async () => {
    expect(await work.run('destroy', 'quiet')).toMatchObject({ ok: true });
    expect(await everywhere(owners)).toEqual(before);
    expect(await everywhere('cat /etc/haproxy/haproxy.cfg')).toEqual(['# mine', '# mine', '# mine']);
  });
});
