import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Step } from '../../../core/deployment/step.ts';
import { Journal, readJournal } from '../../../electron/services/procedures/journal.ts';
import type { ProcedureEvent } from '../../../electron/services/procedures/procedureEvent.ts';
import { runSteps } from '../../../electron/services/procedures/runSteps.ts';
import { Secret } from '../../../electron/services/secrets/secret.ts';
import { SecretStore } from '../../../electron/services/secrets/secretStore.ts';
import type { HostPool } from '../../../electron/services/ssh/hostPool.ts';
import { SshError } from '../../../electron/services/ssh/sshError.ts';

const password = 'correct-horse-battery';
let directory: string;
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'quorate-steps-'));
});
afterEach(() => rmSync(directory, { recursive: true, force: true }));

function step(id: string, files: Step['files'] = []): Step {
  return {
    id,
    host: 'n1',
    title: id,
    said: { template: '{0}', values: [id] },
    apply: `apply ${id}`,
    files,
    verify: 'true',
    diffs: [],
    weight: 1,
    journals: ['etcd'],
    after: [],
  };
}

/** A host that answers each script with the lines that it is told to, and keeps what it got. */
function hostThat(answer: (nonce: string, scripts: number) => string | Error) {
  const received: { script: string; stdin: string }[] = [];
  const run = (script: string, options: { stdin?: Buffer; onStdout?: (chunk: string) => void } = {}) => {
    received.push({ script, stdin: options.stdin?.toString() ?? '' });
    const said = answer(/^NONCE=(\S+)/.exec(script)?.[1] ?? '', received.length);
    if (said instanceof Error) return Promise.reject(said);
    for (const part of said.match(/[\s\S]{1,7}/g) ?? []) options.onStdout?.(part);
    return Promise.resolve({ code: 0, stdout: said, stderr: '', truncated: false });
  };
  return {
    received,
    pool: { session: () => Promise.resolve({ run }), roundTrips: () => received.length } as unknown as HostPool,
  };
}

async function runOn(pool: HostPool, steps: readonly Step[]) {
  const secrets = await SecretStore.open(directory);
  await secrets.set('app', new Secret(password));
  const journal = await Journal.open(join(directory, 'journal.jsonl'), (text) => secrets.redact(text));
  const events: ProcedureEvent[] = [];
  const target = { name: 'n1', address: '10.0.0.1', port: 22, user: 'root', auth: {}, sudo: false };
  const outcome = await runSteps({
    door: { run: 'r1', operator: 'me@here', lockLine: 'run=r1', journal },
    steps,
    pool,
    targets: new Map([['n1', target]]),
    secrets,
    bundles: new Map(),
    signal: undefined,
    onEvent: (event) => events.push(event),
  });
  await journal.close();
  return { ...outcome, events, entries: await readJournal(join(directory, 'journal.jsonl')) };
}

const file = { path: '/etc/x', content: 'password={{secret:app}}', mode: 0o600, owner: 'root', group: 'root' };

describe('runSteps', () => {
  it('sends steps as one script, secrets on standard input only, and reports each', async () => {
    const host = hostThat(
      (nonce) => `noise\n${nonce} begin 0\n${nonce} done 0\n${nonce} begin 1\n${nonce} done 1\n${nonce} finished\n`,
    );
    const { ok, reports, entries, events } = await runOn(host.pool, [step('n1/a', [file]), step('n1/b')]);
    expect(ok).toBe(true);
    expect(reports.map((report) => [report.id, report.result])).toEqual([
      ['n1/a', 'done'],
      ['n1/b', 'done'],
    ]);
    expect(host.received).toHaveLength(1);
    expect(host.received[0]?.stdin).toBe(`password=${password}`);
    expect(host.received[0]?.script).not.toContain(password);
    expect(entries.map((entry) => entry.event)).toEqual(['begin', 'begin', 'end', 'end']);
    expect(events.at(-1)).toMatchObject({ code: 'step-end', progress: { percent: 100 } });
  });

  it('tells what each step prints, without secrets, control characters and half a secret at the end of a line that was cut', async () => {
    const long = `${'x'.repeat(990)} ${password}`.slice(0, 1000);
    const host = hostThat(
      (nonce) =>
        `${nonce} output before any step\n${nonce} begin 0\n${nonce} at 0\n${nonce} output the password is ${password}\u001b[31m\n${nonce} output \n${nonce} output ${long}\n${nonce} done 0\n${nonce} begin 1\n${nonce} at 1\n${nonce} output b\n${nonce} done 1\n${nonce} finished\n`,
    );
    const { ok, events } = await runOn(host.pool, [step('n1/a'), step('n1/b')]);
    expect(ok).toBe(true);
    const printed = events.flatMap((event) => (event.code === 'output' ? [[event.id, ...event.lines]] : []));
    expect(printed.map(([id]) => id)).toEqual(['n1/a', 'n1/a', 'n1/b']);
    expect(printed[0]?.[1]).toBe('the password is {{secret:app}}');
    expect(printed[1]?.[1]).not.toContain('correct');
    expect(printed[2]?.[1]).toBe('b');
  });

  it('tells a failed step with what it printed, its likely cause, and no secret', async () => {
    const output = Buffer.from(`bind: Address already in use, password ${password}\u001b[31m`).toString('base64');
    const host = hostThat((nonce, scripts) =>
      scripts === 1 ? `${nonce} begin 0\n${nonce} failed 0 verify 7 ${output}\n` : '',
    );
    const { ok, failures, reports } = await runOn(host.pool, [step('n1/a'), step('n1/b')]);
    expect(ok).toBe(false);
    expect(reports.map((report) => [report.id, report.result])).toEqual([['n1/a', 'failed']]);
    expect(failures[0]).toMatchObject({ id: 'n1/a', phase: 'verify', status: 7, causes: [{ id: 'port-in-use' }] });
    expect(JSON.stringify(failures)).not.toContain(password);
    expect(JSON.stringify(failures)).not.toContain('\\u001b');
  });

  it('does not believe a host that skips ahead or forges the protocol', async () => {
    const host = hostThat((nonce) => `${nonce} begin 0\n${nonce} done 1\nQforged done 0\n${nonce} done 99999999\n`);
    const { ok, reports, failures } = await runOn(host.pool, [step('n1/a'), step('n1/b')]);
    expect(ok).toBe(false);
    expect(reports.map((report) => [report.id, report.result])).toEqual([['n1/a', 'failed']]);
    expect(failures[0]?.output).toContain('ended with status 0 before this step');
  });

  it('leaves a step unknown when the connection is lost in it', async () => {
    const host = hostThat(() => new SshError('lost', 'n1', 'the connection to n1 was lost'));
    const { ok, reports, failures, entries } = await runOn(host.pool, [step('n1/a')]);
    expect(ok).toBe(false);
    expect(reports[0]?.result).toBe('skipped');
    expect(failures[0]).toMatchObject({ phase: 'connection', output: 'the connection to n1 was lost' });
    expect(entries.map((entry) => entry.event)).toEqual(['begin', 'end']);
  });
});

describe('the journal', () => {
  it('goes on after a line that was cut off, and keeps secrets out', async () => {
    const path = join(directory, 'journal.jsonl');
    writeFileSync(path, '{"event":"begin","run":"r0","step":"n1/a","host":"n1","time":"t"}\n{"event":"en');
    const journal = await Journal.open(path, (text) => text.replaceAll(password, '{{secret:app}}'));
    await journal.write([
      { event: 'end', run: 'r1', step: 'n1/a', host: 'n1', result: 'failed', seconds: 1, message: password },
    ]);
    await journal.close();
    const entries = await readJournal(path);
    expect(entries.map((entry) => `${entry.run} ${entry.event}`)).toEqual(['r0 begin', 'r1 end']);
    expect(readFileSync(path, 'utf8')).not.toContain(password);
  });
});
