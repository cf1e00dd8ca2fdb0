import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createLiveWork } from '../../electron/api/liveWork.ts';
import { type Caller, createCaller } from '../../electron/api/router.ts';
import { resultOf } from '../../electron/api/streamed.ts';
import { labFault } from '../../electron/services/lab/labFault.ts';
import type { MonitorNews } from '../../electron/services/monitor/clusterMonitor.ts';
import { projectDirectory } from '../../electron/services/projects/openProject.ts';
import type { RunEvent } from '../../electron/services/runs/runEvent.ts';
import type { RunEntry } from '../../electron/services/runs/runs.ts';
import { type TopologyLab, topologyLab } from './topologyLab.ts';

type Deployed = Extract<RunEvent, { type: 'deploy' }>['event'];

describe('runs that go on whoever watches, and what they leave', () => {
  let work: TopologyLab;
  let caller: Caller;
  const live = createLiveWork();
  let planFile: string;
  beforeAll(async () => {
    work = await topologyLab(
      {
        id: 'runs',
        topology: 'three-node',
        layout: 'three-members',
        release: 'bookworm',
        hosts: 3,
        objectives: { rto: 20 },
        representative: 'host=n1',
      },
      'w3-runs',
    );
    planFile = work.planFile;
    // As the wizard does it: nobody can be asked while a call is under way.
    caller = createCaller({
      programRoot: process.cwd(),
      live,
      access: { acceptNewHostKeys: false, confirmHostKey: () => Promise.resolve(false), credentials: {} },
    });
  });
  afterAll(() => work?.remove());

  const follow = async (id: string, onEntry: (entry: RunEntry) => boolean = () => false) => {
    const entries: RunEntry[] = [];
    for await (const slice of live.runs.follow(id, 0, undefined)) {
      for (const entry of slice) {
        entries.push(entry);
        if (onEntry(entry)) return entries;
      }
    }
    return entries;
  };
  const endOf = (entries: readonly RunEntry[]) => {
    const last = entries.at(-1)?.event;
    if (last?.type !== 'ended') throw new Error(`the run did not end: ${JSON.stringify(last)}`);
    return last.end;
  };
  const preflight = async (hosts?: string[]) => {
    const { id } = await caller.runs.start({ planFile, kind: 'preflight', ...(hosts === undefined ? {} : { hosts }) });
    const entries = await follow(id);
    const end = endOf(entries);
    if (end.outcome !== 'preflight') throw new Error(JSON.stringify(end));
    return { entries, report: end.report };
  };

  it('shows the key of each new host, stores the one that was confirmed, and looks at one host again', async () => {
    const first = await preflight();
    const keys = first.entries.flatMap(({ event }) =>
      event.type === 'preflight' && event.event.code === 'new-key' ? [event.event.key] : [],
    );
    expect(keys.map((key) => key.host).sort()).toEqual(['n1', 'n2', 'n3']);
    expect(first.report.checks.map((one) => `${one.host} ${one.measured}`)).toContain('n1 host-key-unknown');
    const fingerprints = keys.map((key) => key.fingerprint);
    const wrong = await caller.hosts.testLogin({ planFile, host: 'n1', confirmed: [`SHA256:${'A'.repeat(43)}`] });
    expect(wrong.kind).toBe('new-key');
    for (const host of ['n1', 'n2', 'n3'])
      expect((await caller.hosts.testLogin({ planFile, host, confirmed: fingerprints })).kind).toBe('ok');
    const one = await preflight(['n2']);
    const asked = one.entries.flatMap(({ event }) =>
      event.type === 'preflight' && event.event.code === 'asking' ? event.event.hosts : [],
    );
    expect(asked).toEqual(['n2']);
    const ssh = one.report.checks.filter((check) => check.id === 'ssh').map((check) => `${check.host} ${check.result}`);
    expect(ssh).toEqual(['n1 fail', 'n2 pass', 'n3 fail']);
    const all = await preflight();
    const failed = all.report.checks.filter((check) => check.result === 'fail');
    // These hosts were made with the packages in them, and Debian's PostgreSQL makes a cluster of its own when it is installed.
    expect(failed.filter((check) => check.id !== 'leftovers')).toEqual([]);
    expect(all.report.rtt).toHaveLength(6);
  });

  it('rehearses with the changes of files and touches nothing', async () => {
    const { id } = await caller.runs.start({ planFile, kind: 'rehearsal' });
    const entries = await follow(id);
    const planned = entries.flatMap(({ event }) =>
      event.type === 'deploy' && event.event.code === 'planned' ? [event.event] : [],
    )[0];
    expect(planned?.steps.some((step) => step.diffs.some((diff) => diff.path === '/etc/haproxy/haproxy.cfg'))).toBe(
      true,
    );
    expect(await work.on('n1', 'ls -d /var/lib/quorate 2>/dev/null; true')).toBe('');
  });

  it('pauses at a safe point, goes on, and tells a later reader everything', async () => {
    const { id } = await caller.runs.start({ planFile, kind: 'deploy' });
    await expect(caller.runs.start({ planFile, kind: 'destroy' })).rejects.toThrow('under way');
    await follow(id, ({ event }) => event.type === 'deploy' && event.event.code === 'step-end');
    await caller.runs.stop({ id, how: 'safe-point' });
    const paused = endOf(await follow(id));
    expect(paused).toMatchObject({ outcome: 'deployment', result: { paused: true, failures: [] } });

    const again = await caller.runs.start({ planFile, kind: 'deploy' });
    // A first reader leaves in the middle, as a page does that is reloaded.
    await follow(again.id, ({ event }) => event.type === 'deploy' && event.event.code === 'step-end');
    const entries = await follow(again.id);
    expect(entries.map(({ seq }) => seq)).toEqual(entries.map((_, index) => index + 1));
    const events = entries.flatMap(({ event }): Deployed[] => (event.type === 'deploy' ? [event.event] : []));
    const failures = events.flatMap((event) => (event.code === 'step-failed' ? [event.failure] : []));
    expect(failures).toEqual([]);
    expect(endOf(entries)).toMatchObject({ outcome: 'deployment', result: { ok: true } });
    const secrets = await Promise.all(['user/pg-tp/app'].map((name) => work.secret(name)));
    expect(secrets.filter((secret) => JSON.stringify(entries).includes(secret))).toEqual([]);
  });

  const watchUntil = async (what: string, good: (news: MonitorNews) => boolean, seconds: number) => {
    const end = new AbortController();
    const timer = setTimeout(() => end.abort(), seconds * 1000);
    let last: MonitorNews | undefined;
    for await (const news of createWatch(caller, planFile, end.signal)) {
      last = news;
      if (news.waitingFor.length === 0 && good(news)) {
        clearTimeout(timer);
        return news;
      }
    }
    throw new Error(`${what} was not seen in ${seconds} s: ${JSON.stringify(last)}`);
  };

  it('hands the leadership over', async () => {
    await watchUntil('health', ({ status }) => status.healthy, 60);
    const input = { planFile, cluster: 'pg-tp', leader: 'pg-tp-1', candidate: 'pg-tp-2' };
    const switchover = async (order: typeof input) =>
      resultOf(await caller.procedures.switchover(order), () => undefined);
    await expect(switchover({ ...input, leader: 'pg-tp-3' })).rejects.toThrow('not "pg-tp-3"');
    expect((await switchover(input)).message).toContain('pg-tp-2');
    const news = await watchUntil('the new leader', ({ status }) => status.clusters[0]?.leader === 'pg-tp-2', 30);
    // Whether its host counts as lost meanwhile is for unit tests: on a busy machine answers are late enough for that.
    expect(news.changes.at(-1)).toMatchObject({ from: 'pg-tp-1', to: 'pg-tp-2' });
    await watchUntil('health', ({ status }) => status.healthy, 60);
  });

  it('sees within seconds that the host of the leader is gone, then the failover, then its return', async () => {
    await labFault(work.lab.name, { kind: 'power-off', host: 'n2' });
    const started = performance.now();
    const lost = await watchUntil('the silent host', ({ status }) => status.unreachable.length > 0, 20);
    const noticedSeconds = (performance.now() - started) / 1000;
    expect(lost.status.unreachable.map(({ host }) => host)).toEqual(['n2']);
    const moved = await watchUntil(
      'the failover',
      ({ status }) => !['pg-tp-2', undefined, null].includes(status.clusters[0]?.leader),
      90,
    );
    expect(moved.changes.at(-1)).toMatchObject({ from: 'pg-tp-2', hostLost: true });
    process.stdout.write(
      `a powered-off leader was noticed after ${noticedSeconds.toFixed(1)} s, its failover shown after ${moved.changes.at(-1)?.seconds} s\n`,
    );
    await labFault(work.lab.name, { kind: 'power-on', host: 'n2' });
    await watchUntil('health', ({ status }) => status.healthy, 180);
    // A page that comes later gets what was measured before it.
    await watchUntil('what was measured', ({ samples }) => samples.length > 5, 20);
  });

  it('knows the changes of the leader after a restart, and from Patroni those that it did not see', async () => {
    await live.monitors.forget(planFile);
    const kept = await watchUntil('what was kept', ({ changes }) => changes.length > 0, 60);
    expect(kept.changes.filter(({ source }) => source === 'seen')).toMatchObject([
      { to: 'pg-tp-2' },
      { from: 'pg-tp-2' },
    ]);
    await live.monitors.forget(planFile);
    await rm(join(await projectDirectory(planFile), 'leader-changes.json'));
    const told = await watchUntil('what Patroni tells', ({ changes }) => changes.length > 1, 60);
    expect(told.changes.slice(-2)).toMatchObject([
      { to: 'pg-tp-2', source: 'patroni', seconds: null },
      { from: 'pg-tp-2', source: 'patroni', seconds: null },
    ]);
  });

  it('takes everything away again', async () => {
    const { id } = await caller.runs.start({ planFile, kind: 'destroy' });
    expect(endOf(await follow(id))).toMatchObject({ outcome: 'deployment', result: { ok: true } });
  });
});

/** The subscription with an end of its own: a caller in this process has no connection that could be lost. */
async function* createWatch(caller: Caller, planFile: string, signal: AbortSignal): AsyncGenerator<MonitorNews> {
  const stream = (await caller.hosts.watch({ planFile }))[Symbol.asyncIterator]();
  const aborted = new Promise<'aborted'>((resolve) =>
    signal.addEventListener('abort', () => resolve('aborted'), { once: true }),
  );
  for (;;) {
    const next = await Promise.race([stream.next(), aborted]);
    if (next === 'aborted' || next.done === true) return;
    yield next.value;
  }
}
