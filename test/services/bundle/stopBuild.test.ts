import { existsSync } from 'node:fs';
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { buildBundle } from '../../../electron/services/bundle/buildBundle.ts';
import { type BundleBuilder, localBuilder } from '../../../electron/services/bundle/bundleBuilder.ts';
import { sshBuilder } from '../../../electron/services/bundle/sshBuilder.ts';
import { connect } from '../../../electron/services/ssh/connect.ts';
import type { HostSession } from '../../../electron/services/ssh/hostSession.ts';
import { canRunSshd, Sshd } from '../ssh/sshd.ts';
import { fixtureBuilder } from './fixtureBuilder.ts';

let out: string;
beforeEach(async () => {
  out = await mkdtemp(join(tmpdir(), 'stop-build-'));
});
afterEach(() => rm(out, { recursive: true, force: true }));

/** Stops a script while it waits for a program that it has started. @returns whether that program is still there */
async function stopped(builder: BundleBuilder): Promise<boolean> {
  const stop = new AbortController();
  let pid = 0;
  const run = builder.run(
    'sleep 600 & echo "pid $!"; wait',
    out,
    (line) => {
      pid = Number(/^pid (\d+)$/.exec(line)?.[1]);
      stop.abort();
    },
    stop.signal,
  );
  await expect(run).rejects.toThrow(/aborted/);
  expect(pid).toBeGreaterThan(1);
  for (let tries = 0; tries < 100 && runs(pid); tries++) await sleep(50);
  return runs(pid);
}

function runs(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}

describe.skipIf(process.platform === 'win32')('stopping the building of a bundle', () => {
  it('ends what runs on this machine, and what that has started', async () => {
    expect(await stopped(localBuilder)).toBe(false);
  });

  it('begins nothing when it is stopped already', async () => {
    const run = localBuilder.run('touch "$OUT/begun"', out, () => undefined, AbortSignal.abort());
    await expect(run).rejects.toThrow(/aborted/);
    expect(await readdir(out)).toEqual([]);
  });

  it('leaves the earlier file as it was, and nothing beside it', async () => {
    const file = join(out, 'b.bundle');
    const request = { release: 'bookworm' as const, out: file, createdAt: new Date() };
    await buildBundle({ ...request, builder: fixtureBuilder(['patroni']) });
    const before = await readFile(file);
    const stop = new AbortController();
    const builder: BundleBuilder = {
      title: 'a fixture',
      async run(...given) {
        await fixtureBuilder(['patroni', 'etcd-server']).run(...given);
        stop.abort();
      },
    };
    await expect(buildBundle({ ...request, builder, signal: stop.signal })).rejects.toThrow(/aborted/);
    expect(await readFile(file)).toEqual(before);
    expect(await readdir(out)).toEqual(['b.bundle']);
  });
});

describe.skipIf(!canRunSshd)('stopping the building on a host over SSH', () => {
  let sshd: Sshd;
  let session: HostSession;
  beforeAll(async () => {
    sshd = new Sshd();
    await sshd.start();
    session = await connect(sshd.target(), { hostKeys: sshd.hostKeys() });
  });
  afterAll(async () => {
    await session?.close();
    await sshd?.dispose();
  });

  it('ends what runs there, and leaves no folder', async () => {
    const folders: string[] = [];
    const watching: BundleBuilder = {
      title: 'watching',
      run: (script, outDirectory, onLine, signal) =>
        sshBuilder(session).run(
          `echo "$OUT"\n${script}`,
          outDirectory,
          (line) => {
            if (line.startsWith('/tmp/')) folders.push(line);
            else onLine(line);
          },
          signal,
        ),
    };
    expect(await stopped(watching)).toBe(false);
    expect(folders).toHaveLength(1);
    expect(existsSync(folders[0] ?? '')).toBe(false);
  });
});
