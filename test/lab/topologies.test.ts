import { mkdirSync, writeFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { distributions } from '../../core/plan/distributions.ts';
import type { Plan } from '../../core/plan/plan.ts';
import type { Release } from '../../core/plan/schema.ts';
import { disagreements, type Prediction, predictions } from '../../core/quorum/predictions.ts';
import { resolveTiming } from '../../core/timing/resolveTiming.ts';
import type { Timing } from '../../core/timing/timing.ts';
import { type ClientAccess, CountingWriter, clientAccess, entrances } from './labClient.ts';
import { fail, heal, observe, settle, type TimedObservation } from './observe.ts';
import { topologyCases } from './topologyCases.ts';
import { type TopologyLab, topologyLab } from './topologyLab.ts';
import { whole } from './wholeMatrix.ts';

/** Ids of the layouts to try, with commas between; those of every run, or all, when it is not set. */
const only = process.env['QUORATE_TOPOLOGIES']?.split(',');
const marginSeconds = 10;

interface Row {
  readonly topology: string;
  readonly predicted: Prediction;
  readonly observed: TimedObservation;
  readonly differences: readonly string[];
}

const rows: Row[] = [];
const times: { readonly topology: string; readonly deploySeconds: number; readonly againSeconds: number }[] = [];

afterAll(() => {
  mkdirSync('.build', { recursive: true });
  const name = process.env['QUORATE_MATRIX_NAME'] ?? 'predictions';
  writeFileSync(`.build/${name}.json`, `${JSON.stringify({ times, rows }, undefined, 2)}\n`);
  const text = markdown();
  writeFileSync(`.build/${name}.md`, text);
  process.stdout.write(`\n${text}\n`);
});

/** Every loss of one host and of one site, in every layout, takes about an hour; else one loss of those that every run tries. */
const cases = topologyCases.filter(({ id, always }) => only?.includes(id) ?? (whole || always === true));

describe.each(cases)('$id', (one) => {
  let work: TopologyLab;
  let access: ClientAccess;
  beforeAll(async () => {
    work = await topologyLab(one, `tp-${one.id}`);
  });
  afterAll(() => work?.remove());

  it('deploys, passes its verification, and has nothing to change afterwards', async () => {
    const first = await work.deploy();
    expect({
      refusals: first.refusals,
      failures: first.failures,
      bad: first.checks.filter((check) => !check.ok),
    }).toEqual({
      refusals: [],
      failures: [],
      bad: [],
    });
    expect(first.ok).toBe(true);
    const second = await work.deploy();
    times.push({ topology: one.id, deploySeconds: first.seconds, againSeconds: second.seconds });
    expect(second.ok).toBe(true);
    expect(second.steps).toEqual([]);
    access = await clientAccess(work);
  });

  it('runs with the timing that is promised for the Patroni of its release', async () => {
    const { patroni } = timingOf(work.plan(), one.release);
    for (const { cluster, host } of work.plan().clusters.map(({ name, members }) => ({
      cluster: name,
      host: members[0]?.host ?? '',
    }))) {
      const shown = parse(
        await work.on(host, `patronictl -c /etc/patroni/config.yml show-config ${cluster}`),
      ) as object;
      expect(shown).toMatchObject({
        ttl: patroni.ttlSeconds,
        loop_wait: patroni.loopWaitSeconds,
        retry_timeout: patroni.retryTimeoutSeconds,
      });
      // A Patroni that corrects what it was given says so when it reads it.
      expect(await work.on(host, 'journalctl -u patroni -o cat --no-pager')).not.toMatch(
        /setting .* to|adjusted|minimum possible/i,
      );
    }
  });

  it(whole
    ? 'does what the simulator predicts at every loss of one host and of one site'
    : `does what the simulator predicts at the loss ${one.representative} (all losses: QUORATE_FULL_MATRIX=1)`, async () => {
    const all = predictions(work.plan(), { timing: timingOf(work.plan(), one.release) });
    const worst = Math.max(...all.map((prediction) => prediction.secondsToWritable?.worst ?? 0));
    const texts = [...new Set(all.map((prediction) => prediction.failed))].filter(
      (text) => whole || text === one.representative,
    );
    expect(texts.length).toBeGreaterThan(0);
    for (const text of texts) {
      await settle(work, access, 180);
      const predicted = all.filter((prediction) => prediction.failed === text);
      for (const row of await tryLoss(work, access, predicted, worst + marginSeconds)) {
        rows.push({ topology: one.id, ...row });
        process.stdout.write(`${one.id} ${line(rows.at(-1) as Row)}\n`);
      }
    }
    await settle(work, access, 180);
    expect(rows.filter((row) => row.topology === one.id && row.differences.length > 0)).toEqual([]);
  }, 3_600_000);
});

function timingOf(plan: Plan, release: Release): Timing {
  return resolveTiming(plan, { patroniVersion: distributions[release].versions.patroni });
}

/** Writes, fails, observes all clusters at once, and heals. */
async function tryLoss(
  work: TopologyLab,
  access: ClientAccess,
  predicted: readonly Prediction[],
  deadlineSeconds: number,
): Promise<readonly Omit<Row, 'topology'>[]> {
  const plan = work.plan();
  const [first] = predicted;
  if (first === undefined) return [];
  const primary = plan.clusters.find((cluster) => cluster.standbyOf === undefined);
  const writer = new CountingWriter(`${first.failed} ${Date.now()}`);
  let stopped = false;
  const addresses = primary === undefined ? [] : entrances(plan, primary).map((host) => host.address);
  const writing = writer.write(access, addresses, plan.haproxy.ports.primary, () => stopped);
  while (writer.acknowledged < 50) await new Promise((done) => setTimeout(done, 50));
  const failing = fail(work, first.failure);
  const failedAt = performance.now();
  await failing;
  try {
    stopped = true;
    return await Promise.all(
      predicted.map(async (prediction) => {
        const cluster = plan.clusters.find(({ name }) => name === prediction.cluster);
        if (cluster === undefined) throw new Error(`no cluster ${prediction.cluster}`);
        const counts = cluster === primary ? writer : undefined;
        // A standby cluster takes no writes: what counts is who leads it once it has come to rest.
        const rest = (prediction.secondsToWritable?.worst ?? 0) + marginSeconds;
        const seconds = prediction.kind === 'standby' ? rest : deadlineSeconds;
        const observed = await observe(work, access, cluster, first.failure, counts, failedAt, seconds);
        return { predicted: prediction, observed, differences: disagreements(prediction, observed) };
      }),
    );
  } finally {
    await writing;
    await heal(work, first.failure);
  }
}

function markdown(): string {
  return [
    '| topology | deployed (s) | again, nothing to do (s) |',
    '|---|---|---|',
    ...times.map((time) => `| ${time.topology} | ${time.deploySeconds.toFixed(1)} | ${time.againSeconds.toFixed(1)} |`),
    '',
    '| topology | lost | cluster | predicted | seconds (min / typical / worst) | observed | seconds | rows lost | agrees |',
    '|---|---|---|---|---|---|---|---|---|',
    ...rows.map((row) => `| ${row.topology} ${line(row)}`),
    '',
  ].join('\n');
}

function line({ predicted, observed, differences }: Row): string {
  const range = predicted.secondsToWritable;
  const seconds = range === null ? '-' : [range.min, range.typical, range.worst].map((n) => n.toFixed(1)).join(' / ');
  const cells = [
    predicted.failed,
    predicted.cluster,
    `${state(predicted.writable, predicted.readable)}, ${predicted.automatic ? 'by itself' : 'by hand'}, ${predicted.leaderHosts.join(' or ') || 'nobody'}${predicted.certain ? '' : ' (open)'}`,
    seconds,
    `${state(observed.writable, observed.readable)}, ${observed.leaderHost ?? 'nobody'}`,
    observed.seconds?.toFixed(1) ?? '-',
    observed.lostRows ?? '-',
    differences.length === 0 ? 'yes' : differences.join('; '),
  ];
  return `| ${cells.join(' | ')} |`;
}

function state(writable: boolean, readable: boolean): string {
  return writable
    ? readable
      ? 'writable'
      : 'writable, replica port not readable'
    : readable
      ? 'read only'
      : 'nothing';
}
