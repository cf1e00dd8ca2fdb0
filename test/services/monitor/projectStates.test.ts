import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { HealthRecord, readHealth } from '../../../electron/services/monitor/healthRecord.ts';
import { listProjectStates } from '../../../electron/services/monitor/projectStates.ts';
import { thisProcess } from '../../../electron/services/projects/lockOwner.ts';
import { planText } from '../../core/planFixture.ts';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'quorate-states-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

/** A project with these lines in its journal. @returns its own folder */
function project(name: string, lines: readonly Record<string, unknown>[] = [], text = planText()): string {
  const directory = join(folder, name, '.quorate', 'plan');
  mkdirSync(directory, { recursive: true });
  writeFileSync(join(folder, name, 'plan.yaml'), text);
  const journal = lines.map((line) => `${JSON.stringify({ time: '2026-11-22T08:00:00.000Z', run: 'r', ...line })}\n`);
  if (lines.length > 0) writeFileSync(join(directory, 'journal.jsonl'), journal.join(''));
  return directory;
}
const deploy = { event: 'run', what: 'deploy', plan: 'p', hosts: ['n1'] };
const step = { event: 'begin', step: 's', host: 'n1' };
const done = { event: 'finished', ok: true };
const states = async () =>
  Object.fromEntries((await listProjectStates(folder)).map(({ name, state }) => [name, state]));

describe('the list of projects', () => {
  it('says where each stands', async () => {
    project('draft');
    project('rehearsed', [{ ...deploy, dryRun: true }, done]);
    project('deployed', [deploy, step, done]);
    project('removed', [deploy, step, done, { ...deploy, run: 'q', what: 'destroy' }, { ...done, run: 'q' }]);
    project('killed', [{ ...deploy, at: { ...thisProcess(), process: '1/1' } }, step]);
    project('going', [{ ...deploy, at: thisProcess() }, step]);
    expect(await states()).toEqual({
      draft: 'draft',
      rehearsed: 'draft',
      deployed: 'deployed',
      removed: 'removed',
      killed: 'cut-off',
      going: 'going',
    });
  });

  it('says what a plan holds, and lists one that is none', async () => {
    project('good');
    project('bad', [], 'hosts: [');
    const listed = await listProjectStates(folder);
    expect(listed.find(({ name }) => name === 'good')?.plan).toMatchObject({ topology: 'three-node', hosts: 3 });
    expect(listed.find(({ name }) => name === 'bad')?.plan).toBeNull();
  });

  it('tells the health as it was seen last, and is not broken by what it cannot read', async () => {
    const good = project('good', [deploy, step, done]);
    writeFileSync(join(good, 'health.json'), '{"verdict":"degraded","at":1700000000000,"more":1}');
    for (const [index, text] of ['{"verdict":"splendid","at":1}', '{"verd', 'null', '{"verdict":"healthy"}'].entries())
      writeFileSync(join(project(`bad${index}`, [deploy, step, done]), 'health.json'), text);
    const journal = join(project('folder'), 'journal.jsonl');
    mkdirSync(journal);
    // What was seen before it was taken away says nothing any more.
    const draft = project('draft');
    writeFileSync(join(draft, 'health.json'), '{"verdict":"healthy","at":1700000000000}');
    const health = Object.fromEntries((await listProjectStates(folder)).map((one) => [one.name, one.health]));
    expect(health).toEqual({
      good: { verdict: 'degraded', at: 1_700_000_000_000 },
      bad0: null,
      bad1: null,
      bad2: null,
      bad3: null,
      folder: null,
      draft: null,
    });
  });
});

describe('the health of a project', () => {
  it('is written when it changes, else once a minute, and not while hosts are waited for', async () => {
    const record = new HealthRecord(folder);
    const written = () => readHealth(folder);
    record.note('waiting', 1000);
    record.note('healthy', 2000);
    await expect.poll(written).toEqual({ verdict: 'healthy', at: 2000 });
    record.note('healthy', 30_000);
    record.note('outage', 31_000);
    await expect.poll(written).toEqual({ verdict: 'outage', at: 31_000 });
    record.note('outage', 91_001);
    await expect.poll(written).toEqual({ verdict: 'outage', at: 91_001 });
    expect(readFileSync(join(folder, 'health.json'), 'utf8')).toMatch(/\n$/);
  });
});
