import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { Problem } from '../../../core/problem.ts';
import type { NextOf, Stage } from '../../../core/procedures/procedure.ts';
import { say } from '../../../core/wording/phrase.ts';
import { gatherLocks } from '../../../electron/services/procedures/gatherLocks.ts';
import type { LockedFacts } from '../../../electron/services/procedures/hostLocks.ts';
import { readJournal } from '../../../electron/services/procedures/journal.ts';
import type { ProcedureEvent } from '../../../electron/services/procedures/procedureEvent.ts';
import type { Procedure, ProcedureContext } from '../../../electron/services/procedures/procedureRun.ts';
import { runProcedure } from '../../../electron/services/procedures/runProcedure.ts';
import { SecretStore } from '../../../electron/services/secrets/secretStore.ts';
import { planText, readPlan } from '../../core/planFixture.ts';
import { type LocalHosts, localHosts } from './localHosts.ts';
import { localStep } from './localSteps.ts';

let folder: string;
let hosts: LocalHosts;
let events: ProcedureEvent[];
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'quorate-stages-'));
  hosts = localHosts(['n1', 'n2']);
  events = [];
});
afterEach(() => {
  hosts.remove();
  rmSync(folder, { recursive: true, force: true });
});

/** The world of these tests: the files in a folder, each made by a step. */
interface World {
  readonly has: (name: string) => boolean;
}

const made = (name: string) => join(folder, name);
/** Its host counts as changed from then on. */
const makes = (name: string) => localStep('n1', name, `touch ${made(name)} "$STATE/owner"`);
const stage = (id: string, more: Partial<Stage<World>> = {}): Stage<World> => ({
  id,
  title: say`Doing ${id}`,
  steps: [makes(id)],
  ...more,
});

async function run<Result>(
  next: NextOf<World, Result>,
  more: Partial<Procedure<LockedFacts, World, Result>> = {},
  context: Partial<ProcedureContext> = {},
) {
  return runProcedure<LockedFacts, World, Result>(
    {
      plan: readPlan(planText()),
      directory: folder,
      secrets: await SecretStore.open(folder),
      pool: hosts.pool,
      targets: new Map(hosts.targets.map((target) => [target.name, target])),
      onEvent: (event) => events.push(event),
      ...context,
    },
    {
      id: 'deploy',
      hosts: ['n1', 'n2'],
      unreachable: 'refuse',
      gather: gatherLocks(hosts.pool),
      look: async () => ({ has: (name) => existsSync(made(name)) }),
      next,
      ...more,
    },
  );
}

const inTurn: NextOf<World, string> = (world) => {
  const missing = ['a', 'b', 'c'].find((name) => !world.has(name));
  return missing === undefined ? { kind: 'done', result: 'all' } : { kind: 'stage', stage: stage(missing) };
};
const journal = () => readJournal(join(folder, 'journal.jsonl'));
const codes = () => events.map((event) => (event.code === 'stage' ? `stage ${event.id}` : event.code));

describe('the stages of a procedure', () => {
  it('are asked for again after each, from the world, and written down under the locks of the hosts', async () => {
    const result = await run(inTurn);
    expect(result).toMatchObject({ end: 'done', result: 'all' });
    expect(result.steps.map(({ id }) => id)).toEqual(['n1/a', 'n1/b', 'n1/c']);
    const lines = await journal();
    expect(lines.flatMap((line) => (line.event === 'stage' ? [line.stage] : []))).toEqual(['a', 'b', 'c']);
    expect(lines.at(-1)).toMatchObject({ event: 'finished', ok: true });
    expect(readFileSync(join(hosts.state('n1'), 'audit.log'), 'utf8')).toMatch(/ n1\/c done\n/);
    expect([existsSync(join(hosts.state('n1'), 'lock')), existsSync(hosts.state('n2'))]).toEqual([false, false]);
  });

  it('go on where a run stopped', async () => {
    const failing: NextOf<World, string> = (world, past) =>
      world.has('a')
        ? { kind: 'stage', stage: stage('b', { steps: [localStep('n1', 'b', 'echo no; exit 3')] }) }
        : inTurn(world, past);
    const first = await run(failing);
    expect(first).toMatchObject({ end: 'failed', failures: [{ id: 'n1/b', status: 3, output: 'no\n' }] });
    expect((await run(inTurn)).steps.map(({ id }) => id)).toEqual(['n1/b', 'n1/c']);
  });

  it('wait for their gates, and say what they wait for', async () => {
    let looks = 0;
    const gated: NextOf<World, string> = (world) =>
      world.has('a')
        ? { kind: 'done', result: 'all' }
        : {
            kind: 'stage',
            stage: stage('a', { gate: { waitsFor: say`the sun`, seconds: 30, open: () => ++looks > 8 } }),
          };
    expect((await run(gated)).result).toBe('all');
    expect(looks).toBe(9);
    expect(events.find(({ code }) => code === 'awaiting')).toMatchObject({ said: { template: 'the sun' } });
  });

  it('end with the problem of a gate that does not open in time, or go on where it has none', async () => {
    const closed = { waitsFor: say`the sun`, seconds: 0, open: () => false };
    const problem = () => new Problem('too-late', 'no', say`it is night`);
    const next =
      (gate: Stage<World>['gate']): NextOf<World, string> =>
      (world) =>
        world.has('a') ? { kind: 'done', result: 'all' } : { kind: 'stage', stage: stage('a', gate && { gate }) };
    await expect(run(next({ ...closed, problem }))).rejects.toMatchObject({ code: 'too-late' });
    expect((await journal()).at(-1)).toMatchObject({ event: 'finished', ok: false, message: 'it is night' });
    rmSync(made('a'));
    expect((await run(next(closed))).end).toBe('done');
  });

  it('stop between two of them when asked, and in a gate', async () => {
    const stop = new AbortController();
    const result = await run(
      inTurn,
      {},
      {
        signal: stop.signal,
        onEvent: (event) => {
          events.push(event);
          if (event.code === 'step-end') stop.abort();
        },
      },
    );
    expect([result.end, result.steps.length, codes().at(-1)]).toEqual(['stopped', 1, 'paused']);
    const inGate = new AbortController();
    const waiting: NextOf<World, string> = () => ({
      kind: 'stage',
      stage: stage('b', { gate: { waitsFor: say`the sun`, seconds: 60, open: () => false } }),
    });
    setTimeout(() => inGate.abort(), 700);
    expect((await run(waiting, {}, { signal: inGate.signal })).end).toBe('stopped');
  });

  it('of a rehearsal are computed and not done, and nothing is locked', async () => {
    const result = await run(inTurn, { prove: () => Promise.reject(new Error('not for real')) }, { dryRun: true });
    expect(result).toMatchObject({ end: 'done', steps: [], planned: [{ id: 'n1/a' }] });
    expect([existsSync(made('a')), existsSync(hosts.state('n1'))]).toEqual([false, false]);
  });

  it('of a rehearsal with nothing to do are neither proved nor kept: proving writes, and what is kept counts as deployed', async () => {
    const notForReal = () => Promise.reject(new Error('not for real'));
    const result = await run(
      () => ({ kind: 'done', result: 'all' }),
      { prove: notForReal, keep: notForReal },
      { dryRun: true },
    );
    expect(result).toMatchObject({ end: 'done', result: 'all', checks: [] });
    expect(codes()).toEqual(['gathering', 'planned']);
  });

  it('are proved at the end, and kept on this machine only when every check holds', async () => {
    const kept: string[] = [];
    const keep = async (_: unknown, result: string | undefined) => void kept.push(result ?? '');
    const check = (ok: boolean) => ({ id: 'sun', ok, message: 'it shines', said: say`it shines` });
    const bad = await run(inTurn, { keep, prove: async () => [check(false)] });
    expect([bad.end, kept]).toEqual(['failed', []]);
    const good = await run(inTurn, { keep, prove: async () => [check(true)] });
    expect([good.end, kept]).toEqual(['done', ['all']]);
  });

  it('are not begun where the procedure refuses', async () => {
    const refusal = { host: 'n1', code: 'not-root', message: 'no', said: say`no` } as const;
    const result = await run(() => ({ kind: 'refused', refusals: [refusal] }));
    expect(result).toMatchObject({ end: 'refused', refusals: [{ code: 'not-root' }], steps: [] });
    expect((await journal()).at(-1)).toMatchObject({ event: 'finished', ok: false, how: 'refused' });
  });

  it('go on without a host that falls silent, where the procedure can do without it', async () => {
    const seen: number[] = [];
    const next: NextOf<World, string> = (world, past) => {
      hosts.dark.add('n2');
      return inTurn(world, past);
    };
    const look: Procedure<LockedFacts, World, string>['look'] = async (door, facts) => {
      seen.push(facts.size, door.reached.size);
      return { has: (name) => existsSync(made(name)) };
    };
    expect((await run(next, { unreachable: 'leave-out', look })).end).toBe('done');
    expect(seen.slice(0, 4)).toEqual([2, 2, 1, 1]);
    rmSync(made('c'));
    hosts.dark.clear();
    await expect(run(next, { look })).rejects.toMatchObject({ host: 'n2' });
  });

  it('are told with what clients will notice, and what a loss would mean meanwhile', async () => {
    const result = await run(inTurn, { setting: () => running });
    expect(result.stages.map(({ id, predicted }) => [id, predicted?.writes])).toEqual(
      ['a', 'b', 'c'].map((id) => [id, { min: 0, typical: 0, worst: 0 }]),
    );
    expect(result.stages[0]?.whatIf.map(({ lost, writes }) => [lost, writes])).toEqual([
      ['n1', 'automatic'],
      ['n2', 'unaffected'],
      ['n3', 'unaffected'],
    ]);
    expect(events.find((event) => event.code === 'stage')).toMatchObject({ whatIf: result.stages[0]?.whatIf });
  });

  it('need the name of the plan where a loss would need somebody meanwhile, and neither before nor after', async () => {
    const stops = { ...makes('b'), takes: { processes: ['etcd'], how: 'ends' } } as const;
    const next: NextOf<World, string> = (world, past) =>
      world.has('a') && !world.has('b')
        ? { kind: 'stage', stage: stage('b', { steps: [stops] }) }
        : inTurn(world, past);
    const refused = await run(next, { setting: () => running }).catch((error: unknown) => error);
    expect(refused).toMatchObject({ code: 'redundancy-falls', details: { hosts: ['n2', 'n3'] } });
    expect([existsSync(made('a')), existsSync(made('b'))]).toEqual([true, false]);
    expect(await run(next, { setting: () => running }, { confirmed: 'another' }).catch(String)).toContain('--confirm');
    const looked = await run(next, { setting: () => running }, { dryRun: true });
    expect(looked.risks).toEqual(['n2', 'n3']);
    const done = await run(next, { setting: () => running }, { confirmed: running.plan.name });
    expect(done).toMatchObject({ end: 'done', risks: ['n2', 'n3'] });
  });
});

const running = {
  plan: readPlan(planText()),
  leaders: { [readPlan(planText()).clusters[0]?.name ?? '']: readPlan(planText()).clusters[0]?.members[0]?.name ?? '' },
  joining: [],
  down: [],
};
