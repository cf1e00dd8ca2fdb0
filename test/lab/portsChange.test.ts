import { readFileSync, writeFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { noteChange } from './changeTable.ts';
import {
  accessOf,
  type DeployLab,
  deployLab,
  type Edits,
  edited,
  etcdctl,
  expectHealthy,
  statusOf,
} from './deployFixture.ts';
import { asClient, type ClientAccess, type EndlessWriter, writeWithoutEnd } from './labClient.ts';
import { whole } from './wholeMatrix.ts';

const hosts = ['n1', 'n2', 'n3'];

describe.runIf(whole)('other ports on a running three-node cluster (with QUORATE_FULL_MATRIX=1)', () => {
  let work: DeployLab;
  let access: ClientAccess;
  let writes: EndlessWriter;
  const address = (host: string) => work.lab.hosts.find(({ name }) => name === host)?.address ?? '';
  const lost = async () => (await asClient(access, address('n1'), 5433, (client) => writes.writer.lost(client))).value;
  const edit = (edits: Edits) => writeFileSync(work.planFile, edited(readFileSync(work.planFile, 'utf8'), edits));
  const listeners = (host: string, ports: readonly number[]) =>
    work.on(
      host,
      `ss -Hltn | awk '{ n = split($4, part, ":"); print part[n] }' | sort -un | grep -xE '${ports.join('|')}'; true`,
    );

  /** Deploys until a stage has begun whose name begins so, and kills the program a moment later. */
  const killedIn = async (stage: string, milliseconds: number) => {
    const from = work.printed.length;
    const { child, ended } = work.start();
    let over = false;
    const closed = ended.then(() => {
      over = true;
    });
    while (!over && !work.printed.slice(from).join('').includes(`"id":"${stage}`)) await sleep(50);
    await sleep(milliseconds);
    child.kill('SIGKILL');
    await closed;
    const printed = work.printed.slice(from).join('');
    expect(printed, printed.slice(-2000)).toContain(`"id":"${stage}`);
  };

  beforeAll(async () => {
    work = await deployLab({ name: 'po-ports', release: 'bookworm', packagesThere: true });
    expectHealthy(await work.run('quiet'));
    access = accessOf(work);
    writes = await writeWithoutEnd(access, hosts.map(address), 'ports');
  });
  afterAll(async () => {
    await writes?.stop();
    await work?.remove();
  });

  it('PostgreSQL and Patroni move member by member, and the leader hands over once', { timeout: 900_000 }, async () => {
    edit([
      [['postgres', 'port'], 5444],
      [['patroni', 'port'], 8010],
    ]);
    // Who looks meanwhile finds members where they are, and not where the plan wants them.
    const { clusters } = await statusOf(work);
    expect(clusters.flatMap(({ members }) => members.map(({ state }) => state))).not.toContain('unreachable');
    expect(clusters.map(({ leader }) => leader)).not.toContain(null);
    const before = writes.writer.acknowledged;
    const result = await work.run();
    expectHealthy(result);
    const ids = result.stages.map(({ id }) => id);
    expect(ids.filter((id) => id.startsWith('hand-over'))).toHaveLength(1);
    expect(ids.filter((id) => id.startsWith('move-')).length).toBeGreaterThanOrEqual(3);
    const gone = await lost();
    noteChange('PostgreSQL and Patroni get other ports', 'bookworm', result, {
      acknowledged: writes.writer.acknowledged - before,
      lost: gone,
    });
    expect(gone).toBe(0);
    for (const host of hosts) expect(await listeners(host, [5432, 5444, 8008, 8010])).toBe('5444\n8010');
    const { value } = await asClient(access, address('n2'), 5444, (client) => client.query('select 1 as one'));
    expect(value.rows).toEqual([{ one: 1 }]);
    expect((await work.run('quiet')).planned).toEqual([]);
  });

  it('a run that was killed on the way goes on, also back to where it came from', { timeout: 1_800_000 }, async () => {
    edit([
      [['postgres', 'port'], 5450],
      [['patroni', 'port'], 8020],
    ]);
    await killedIn('move-', 4000);
    await killedIn('hand-over', 300);
    edit([
      [['postgres', 'port'], 5444],
      [['patroni', 'port'], 8010],
    ]);
    await killedIn('move-', 2500);
    expectHealthy(await work.run());
    for (const host of hosts) expect(await listeners(host, [5444, 5450, 8010, 8020])).toBe('5444\n8010');
    expect((await work.run('quiet')).planned).toEqual([]);
    expect(await lost()).toBe(0);
  });

  it('the members of etcd look for each other on another port, one after the other', {
    timeout: 1_200_000,
  }, async () => {
    const peers = (host: string) =>
      work.on(
        host,
        `${etcdctl}\netcdctl member list | awk -F', ' '{ n = split($4, part, ":"); print part[n] }' | sort | uniq -c | tr -s ' '`,
      );
    edit([[['etcd', 'peerPort'], 2390]]);
    const before = writes.writer.acknowledged;
    const result = await work.run();
    expectHealthy(result);
    const gone = await lost();
    noteChange('the members of etcd get another port for each other', 'bookworm', result, {
      acknowledged: writes.writer.acknowledged - before,
      lost: gone,
    });
    expect(gone).toBe(0);
    expect(await peers('n2')).toBe('3 2390');
    for (const host of hosts) expect(await listeners(host, [2380, 2390])).toBe('2390');
    expect((await work.run('quiet')).planned).toEqual([]);
    edit([[['etcd', 'peerPort'], 2400]]);
    await killedIn('converge-', 3500);
    await killedIn('converge-', 6000);
    edit([[['etcd', 'peerPort'], 2390]]);
    expectHealthy(await work.run());
    expect(await peers('n1')).toBe('3 2390');
    expect((await work.run('quiet')).planned).toEqual([]);
    expect(await lost()).toBe(0);
  });
});
