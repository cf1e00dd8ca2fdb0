import { spawn } from 'node:child_process';
import {
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { build } from 'esbuild';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { phraseText } from '../../../core/wording/phrase.ts';
import { readLoggedEvent } from '../../../electron/services/procedures/loggedEvent.ts';
import { readHistory } from '../../../electron/services/procedures/readHistory.ts';
import { maxRunLogs, RunLog, readRunLog } from '../../../electron/services/procedures/runLog.ts';
import { runProcedure } from '../../../electron/services/procedures/runProcedure.ts';
import { SecretStore } from '../../../electron/services/secrets/secretStore.ts';
import { planText, readPlan } from '../../core/planFixture.ts';
import { localHosts } from './localHosts.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'quorate-log-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const id = (number: number) => `00000000-0000-4000-8000-${String(number).padStart(12, '0')}`;
const whole = { afterLine: 0, limit: 10_000 };
const events = async (run: string) => (await readRunLog(folder, run, whole))?.lines.map(({ event }) => event);

describe('the log of a run', () => {
  it('is there after the process that wrote it was killed, without its secrets, and the history says that it was cut off', async () => {
    const program = join(folder, 'run.mjs');
    await build({
      entryPoints: [join(import.meta.dirname, 'killedRun.ts')],
      outfile: program,
      bundle: true,
      platform: 'node',
      format: 'esm',
      logLevel: 'error',
      external: ['ssh2'],
      banner: { js: "import { createRequire } from 'node:module'; const require = createRequire(import.meta.url);" },
    });
    const child = spawn(process.execPath, [program, folder], { stdio: ['ignore', 'pipe', 'inherit'] });
    const secret = await new Promise<string>((resolve) => child.stdout.once('data', (text) => resolve(String(text))));
    // While it runs, it is under way.
    expect((await readHistory(folder))[0]?.outcome).toBe('going');
    child.kill('SIGKILL');
    await new Promise((resolve) => child.once('close', resolve));

    const [run] = await readHistory(folder);
    expect(run).toMatchObject({ what: 'switchover', outcome: 'cut-off', hosts: ['n1'], unknownSteps: ['n1/slow'] });
    const told = (await events(run?.id ?? ''))?.map(readLoggedEvent);
    expect(told?.map((event) => event?.code)).toEqual(['gathering', 'output', 'stage', 'planned', 'step-begin']);
    expect(told?.[1]).toMatchObject({ host: 'n1', lines: [expect.stringContaining('the password is ')] });
    const path = join(folder, 'runs', `${run?.id}.jsonl`);
    expect(secret.length).toBeGreaterThan(10);
    expect(readFileSync(path, 'utf8')).not.toContain(secret);
    expect(statSync(path).mode & 0o777).toBe(0o600);
  });

  it('does not keep a run from its work when it cannot be written', async () => {
    // A file where the folder should be.
    writeFileSync(join(folder, 'runs'), '');
    const hosts = localHosts(['n1']);
    const plan = readPlan(planText());
    const context = { plan, directory: folder, secrets: await SecretStore.open(folder), pool: hosts.pool };
    const result = await runProcedure(
      { ...context, targets: new Map(hosts.targets.map((target) => [target.name, target])) },
      {
        id: 'switchover',
        hosts: ['n1'],
        unreachable: 'refuse',
        gather: async (targets) => targets.map(({ name }) => ({ host: name, ok: true, value: { lock: undefined } })),
        look: async (door) => {
          door.tell({ code: 'verifying' });
          return {};
        },
        next: () => ({ kind: 'done', result: {} }),
      },
    ).catch((error: unknown) => error);
    hosts.remove();
    // Its host has no lock, which is what ends it: not the log.
    expect(result).toMatchObject({ code: 'lock-failed' });
    const [run] = await readHistory(folder);
    expect(run).toMatchObject({ outcome: 'refused', message: expect.stringContaining('n1') });
    expect(await readRunLog(folder, run?.id ?? '', whole)).toBeUndefined();
  });

  it('is read in slices, and a line that was cut off is left out', async () => {
    const log = await RunLog.open(folder, id(1), (text) => text);
    for (let number = 0; number < 5; number += 1)
      log.write({ code: 'output', id: 's', host: 'n1', lines: [`${number}`] });
    await log.close();
    const path = join(folder, 'runs', `${id(1)}.jsonl`);
    writeFileSync(path, `${readFileSync(path, 'utf8')}{"at":1,"eve`);
    const first = await readRunLog(folder, id(1), { afterLine: 0, limit: 2 });
    expect(first).toMatchObject({ lastLine: 2, more: true, lines: [{ line: 1 }, { line: 2 }] });
    const rest = await readRunLog(folder, id(1), { afterLine: 2, limit: 100 });
    expect(rest).toMatchObject({ more: false, lines: [{ line: 3 }, { line: 4 }, { line: 5 }] });
    expect(await readRunLog(folder, '../journal', whole)).toBeUndefined();
  });

  it('keeps what matters when hosts print without end, and says what is missing', async () => {
    const log = await RunLog.open(folder, id(1), (text) => text);
    const lines = ['x'.repeat(1 << 20)];
    for (let number = 0; number < 10; number += 1) log.write({ code: 'output', id: 's', host: 'n1', lines });
    log.write({ code: 'verifying' });
    await log.close();
    const told = (await events(id(1)))?.map(readLoggedEvent) ?? [];
    expect(told.filter((event) => event?.code === 'output')).toHaveLength(7);
    const rest = told.filter((event) => event?.code !== 'output');
    expect(rest.map((event) => (event?.code === 'noted' ? phraseText(event.said) : event?.code))).toEqual([
      'The log of this run is full (8 MiB): what hosts print from here on is not kept.',
      'verifying',
      '3 entries were left out of this log.',
    ]);
  });

  it(`goes when ${maxRunLogs} newer ones are there`, async () => {
    mkdirSync(join(folder, 'runs'));
    for (let number = 0; number < maxRunLogs + 2; number += 1) {
      const path = join(folder, 'runs', `${id(number)}.jsonl`);
      writeFileSync(path, '');
      utimesSync(path, 1000 + number, 1000 + number);
    }
    await (await RunLog.open(folder, id(999), (text) => text)).close();
    const left = readdirSync(join(folder, 'runs')).sort();
    expect(left).toHaveLength(maxRunLogs);
    expect([left[0], left.at(-1)]).toEqual([`${id(3)}.jsonl`, `${id(999)}.jsonl`]);
  });
});

describe('an event of a log', () => {
  it.each([
    ['of another version', { code: 'drilled' }],
    ['that lost a field', { code: 'output', host: 'n1' }],
    ['that is none', null],
    ['with a phrase that is none', { code: 'noted', said: { template: 7 } }],
  ])('%s is left out', (_name, event) => expect(readLoggedEvent(event)).toBeUndefined());
});
