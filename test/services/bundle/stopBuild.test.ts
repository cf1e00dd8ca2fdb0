import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { buildBundle } from '../../../electron/services/bundle/buildBundle.ts';
import { type BundleBuilder, localBuilder } from '../../../electron/services/bundle/bundleBuilder.ts';
import { fixtureBuilder } from './fixtureBuilder.ts';
import { stopped } from './stopped.ts';

let out: string;
beforeEach(async () => {
  out = await mkdtemp(join(tmpdir(), 'stop-build-'));
});
afterEach(() => rm(out, { recursive: true, force: true }));

describe.skipIf(process.platform === 'win32')('stopping the building of a bundle', () => {
  it('ends what runs on this machine, and what that has started', async () => {
    expect(await stopped(localBuilder, out)).toBe(false);
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
