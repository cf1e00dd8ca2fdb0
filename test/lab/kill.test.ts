import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type DeployLab, deployLab, expectHealthy, findLeaks } from './deployFixture.ts';
import { whole } from './wholeMatrix.ts';

/** The same moments in every run (mulberry32): a failure can be looked at again. */
function random(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** Kills a deployment after this time, as power would end: no handler runs. */
async function killedAfter(work: DeployLab, milliseconds: number): Promise<void> {
  const { child, ended } = work.start();
  await sleep(milliseconds);
  child.kill('SIGKILL');
  await ended;
}

/** One moment in every slice of a deployment. */
const slices = 17;
const moments = Array.from({ length: slices }, (_, index) => index + 1);

describe.runIf(whole)('killed while it starts the services (with QUORATE_FULL_MATRIX=1)', () => {
  let work: DeployLab;
  let wholeMilliseconds = 0;
  const next = random(20261122);
  beforeAll(async () => {
    work = await deployLab({ name: 'dt-kill', release: 'bookworm', packagesThere: true });
    const whole = await work.run();
    expectHealthy(whole);
    wholeMilliseconds = whole.seconds * 1000 + 300;
    expectHealthy(await work.run('destroy'));
  });
  afterAll(() => work?.remove());

  it.each(moments)(`converges when it is run again, moment %i of ${slices}`, async (moment) => {
    await killedAfter(work, 200 + ((moment - 1 + next()) / slices) * wholeMilliseconds);
    expectHealthy(await work.run());
    const again = await work.run();
    expect(again.steps).toEqual([]);
    expectHealthy(again);
    expectHealthy(await work.run('destroy'));
  });

  it('converges when it is killed again and again on its way', async () => {
    for (let time = 0; time < 5; time++) await killedAfter(work, 500 + next() * 2500);
    expectHealthy(await work.run());
    expect(await findLeaks(work)).toEqual([]);
    await killedAfter({ ...work, start: () => work.start('destroy') }, 900);
    expectHealthy(await work.run('destroy'));
    expectHealthy(await work.run());
  });
});

describe.runIf(whole)('killed while it installs packages (with QUORATE_FULL_MATRIX=1)', () => {
  let work: DeployLab;
  const next = random(42);
  beforeAll(async () => {
    work = await deployLab({ name: 'dt-killpkg', release: 'bookworm', packagesThere: false });
  });
  afterAll(() => work?.remove());

  it.each([1, 2, 3])('converges when it is run again, moment %i of 3', async () => {
    await killedAfter(work, 1000 + next() * 15_000);
    expectHealthy(await work.run());
    expect((await work.run()).changed).toBe(false);
    expectHealthy(await work.run('destroy'));
  });
});
