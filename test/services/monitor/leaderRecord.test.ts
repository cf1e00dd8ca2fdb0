import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { LeaderChange } from '../../../core/health/leaderChanges.ts';
import type { StatusDocument } from '../../../core/health/statusDocument.ts';
import type { InstanceAnswer } from '../../../core/patroni/answers.ts';
import { LeaderLog } from '../../../electron/services/monitor/leaderLog.ts';
import { LeaderRecord } from '../../../electron/services/monitor/leaderRecord.ts';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'quorate-leaders-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const file = () => join(folder, 'leader-changes.json');

/** A record, and what resolves with its next news. */
function record() {
  let wake = () => {};
  const log = new LeaderLog(folder);
  const news = () =>
    new Promise<void>((resolve) => {
      wake = resolve;
    });
  const loaded = news();
  return { record: new LeaderRecord(log, () => wake()), news, loaded };
}

function led(leader: string, timeline: number): StatusDocument {
  const facts = { own: true, state: 'running', lagBytes: 0, synchronous: false, postgres: null, patroni: null };
  const members = ['pg-1', 'pg-2'].map((name) => ({
    ...facts,
    name,
    host: name,
    timeline,
    role: name === leader ? ('primary' as const) : ('replica' as const),
  }));
  return {
    healthy: true,
    reasons: [],
    hosts: 2,
    clusters: [{ name: 'pg', leader, paused: false, members }],
    etcd: [],
    haproxy: [],
    unreachable: [],
    certificates: [],
    troubles: [],
    leftOut: [],
  };
}

const primary = (timeline: number): InstanceAnswer => ({
  role: 'primary',
  state: 'running',
  timeline,
  postgresVersion: 150020,
  patroniVersion: '3.0.2',
});
const at = Date.parse('2026-11-23T08:00:00Z');
const history = [
  [1, 67_108_960, 'no recovery target specified', '2026-11-22T20:00:00.123456+00:00', 'pg-2'],
  [2, 67_109_960, 'no recovery target specified', '2026-11-23T08:00:04+00:00', 'pg-1'],
];

describe('who led when', () => {
  it('is there after a restart', async () => {
    const first = record();
    await first.loaded;
    first.record.look(led('pg-2', 2), at, () => at);
    const kept = first.news();
    first.record.look(led('pg-1', 3), at + 2000, () => at + 2000);
    await kept;
    const again = record();
    await again.loaded;
    expect(again.record.changes).toEqual(first.record.changes);
    expect(again.record.changes).toMatchObject([{ from: 'pg-2', to: 'pg-1', at: at + 2000, source: 'seen' }]);
  });

  it('is told by Patroni where nobody looked, and not told again of what was seen', async () => {
    const { record: own, loaded, news } = record();
    await loaded;
    own.look(led('pg-2', 2), at, () => at);
    const kept = news();
    own.look(led('pg-1', 3), at + 2000, () => at + 2000);
    await kept;
    let questions = 0;
    const ask = async () => {
      questions += 1;
      return history;
    };
    await own.askPast('pg', { ...primary(3), role: 'replica' }, ask);
    expect(questions).toBe(0);
    for (let look = 0; look < 3; look += 1) await own.askPast('pg', primary(3), ask);
    expect(questions).toBe(1);
    expect(own.changes).toMatchObject([
      { from: null, to: 'pg-2', at: at - 43_200_000 + 123, seconds: null, timeline: 2, source: 'patroni' },
      { from: 'pg-2', to: 'pg-1', seconds: 2, source: 'seen' },
    ]);
    expect(JSON.parse(await readFile(file(), 'utf8'))).toEqual(own.changes);
  });

  it('is asked for some times, and not for ever, where Patroni has not written it down', async () => {
    const { record: own, loaded } = record();
    await loaded;
    let questions = 0;
    for (let look = 0; look < 30; look += 1)
      await own.askPast('pg', primary(2), async () => {
        questions += 1;
        if (questions % 2 === 0) throw new Error('busy');
        return [[1, 67_108_960, 'no recovery target specified'], 'nonsense'];
      });
    expect(questions).toBe(10);
    expect(own.changes).toEqual([]);
  });

  it('is written by two programs without losing a line, and bounded', async () => {
    const change = (minute: number): LeaderChange => ({
      cluster: 'pg',
      from: 'pg-1',
      to: 'pg-2',
      at: at + minute * 60_000,
      seconds: 1,
      hostLost: false,
      timeline: null,
      source: 'seen',
    });
    const [one, other] = [new LeaderLog(folder), new LeaderLog(folder)];
    await Promise.all([one.add([change(1)]), other.add([change(2)]), one.add([change(3)])]);
    expect((await other.read()).map((kept) => kept.at)).toEqual([1, 2, 3].map((minute) => change(minute).at));
    const many = Array.from({ length: 200 }, (_, minute) => change(minute));
    expect((await one.add(many)).length).toBe(100);
    expect((await other.read()).at(-1)).toEqual(change(199));
  });

  it('does without a damaged file, and says when it cannot be kept', async () => {
    await writeFile(file(), '[{"cluster": 1');
    const damaged = record();
    await damaged.loaded;
    expect(damaged.record.changes).toEqual([]);
    await rm(folder, { recursive: true });
    damaged.record.look(led('pg-2', 1), at, () => at);
    const told = damaged.news();
    damaged.record.look(led('pg-1', 2), at + 2000, () => at + 2000);
    await told;
    expect(damaged.record.problem).toContain('ENOENT');
    expect(damaged.record.changes).toMatchObject([{ to: 'pg-1' }]);
  });
});
