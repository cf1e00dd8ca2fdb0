import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readJournal } from '../../electron/services/deploy/journal.ts';
import { type DeployLab, deployLab, expectHealthy, findLeaks, secretsIn } from './deployFixture.ts';

describe('a deployment on real hosts, packages included', () => {
  let work: DeployLab;
  beforeAll(async () => {
    work = await deployLab({ name: 'dt-deploy', release: 'bookworm', packagesThere: false });
  });
  afterAll(() => work?.remove());

  it('shows what it would do and changes nothing', async () => {
    const result = await work.run('dry-run', 'quiet');
    expect(result.ok).toBe(true);
    expect(result.planned).toContain('n1/packages/install');
    expect(result.steps).toEqual([]);
    expect(await work.on('n1', 'ls -d /var/lib/quorate /run/quorate 2>/dev/null; true')).toBe('');
  });

  it('ends with a healthy cluster, and shows no secret in any list of processes', async () => {
    const watch = `nohup perl -e 'while (!-e "/run/stop") { for (glob "/proc/[0-9]*/cmdline") { open(my $f, "<", $_) or next; local $/; my $c = <$f>; $seen{$c} = 1 if defined $c } select(undef, undef, undef, 0.01) } open(my $o, ">", "/run/seen"); print $o join("\\n", keys %seen); close $o' >/dev/null 2>&1 &`;
    await work.on('n1', watch);
    expectHealthy(await work.run());
    const seen = await work.on(
      'n1',
      'touch /run/stop; for i in $(seq 50); do [ -s /run/seen ] && break; sleep 0.1; done; cat /run/seen | tr "\\0" " "',
    );
    expect(seen).toContain('etcd');
    expect(secretsIn(work.directory).filter((secret) => seen.includes(secret))).toEqual([]);
    expect(await work.on('n2', 'patronictl -c /etc/patroni/config.yml list -f json')).toContain('"Leader"');
  });

  it('changes nothing when it runs again, in few round trips', async () => {
    const result = await work.run();
    expectHealthy(result);
    expect(result.changed).toBe(false);
    expect(result.steps).toEqual([]);
    expect(result.roundTripsPerHost).toBeLessThanOrEqual(3);
  });

  it('puts a file right that was changed by hand, and nothing else', async () => {
    await work.on('n3', 'echo "# by hand" >>/etc/haproxy/haproxy.cfg');
    const result = await work.run();
    expectHealthy(result);
    expect(result.steps.map((step) => step.id)).toEqual(['n3/haproxy/files', 'n3/haproxy/reload']);
  });

  it('leaves secrets nowhere but where they belong, and a whole journal', async () => {
    expect(await findLeaks(work)).toEqual([]);
    const entries = await readJournal(`${work.directory}/journal.jsonl`);
    const key = (entry: { run: string; step: string }) => `${entry.run} ${entry.step}`;
    const begun = entries.flatMap((entry) => (entry.event === 'begin' ? [key(entry)] : []));
    const ended = entries.flatMap((entry) => (entry.event === 'end' ? [key(entry)] : []));
    expect(begun.length).toBeGreaterThan(20);
    expect(begun.filter((one) => !ended.includes(one))).toEqual([]);
    expect(await work.on('n1', 'grep -c done /var/lib/quorate/audit.log')).not.toBe('0');
  });

  it('is taken away without a trace, and can be made again', async () => {
    const gone = await work.run('destroy');
    expectHealthy(gone);
    const left = await work.on(
      'n1',
      'ls -d /var/lib/quorate /etc/patroni /etc/etcd /var/lib/etcd/quorate /var/lib/postgresql/15 2>/dev/null; dpkg -l patroni etcd-server haproxy 2>/dev/null | grep ^ii; pgrep -l "etcd|patroni|postgres|haproxy|pgbouncer"; true',
    );
    expect(left).toBe('');
    expectHealthy(await work.run());
  });
});
