import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { deployedByJournal } from '../../../electron/services/deploy/byJournal.ts';
import { Journal, type JournalEntry } from '../../../electron/services/procedures/journal.ts';

let directory: string;
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'quorate-deployed-'));
});
afterEach(() => rmSync(directory, { recursive: true, force: true }));

const begun = (run: string, what: 'deploy' | 'destroy'): JournalEntry => ({ event: 'run', run, what, plan: 'orders' });
const step = (run: string): JournalEntry => ({ event: 'begin', run, step: 'n1/host/claim', host: 'n1' });
const finished = (run: string, ok: boolean): JournalEntry => ({ event: 'finished', run, ok });

describe('what a project has deployed', () => {
  it('follows the runs of its journal while it grows', async () => {
    const path = join(directory, 'journal.jsonl');
    const deployed = deployedByJournal(path);
    expect(await deployed()).toBe('never');
    const journal = await Journal.open(path, (text) => text);
    const adding = async (...entries: readonly JournalEntry[]) => {
      await journal.write(entries);
      return deployed();
    };
    try {
      // A rehearsal of today, and one of a version that did not mark it.
      expect(await adding({ ...begun('1', 'deploy'), dryRun: true } as JournalEntry, finished('1', true))).toBe(
        'never',
      );
      expect(await adding(begun('2', 'deploy'), finished('2', true))).toBe('never');
      // One that was killed, and one that failed.
      expect(await adding(begun('3', 'deploy'), step('3'))).toBe('never');
      expect(await adding(begun('4', 'deploy'), step('4'), finished('4', false))).toBe('never');
      expect(await adding({ ...begun('5', 'deploy'), dryRun: true } as JournalEntry, finished('5', true))).toBe(
        'never',
      );
      // The next one finds nothing left to do: all is deployed.
      expect(await adding(begun('6', 'deploy'), finished('6', true))).toBe('deployed');
      expect(await adding(begun('7', 'deploy'), step('7'), finished('7', false))).toBe('deployed');
      expect(await adding(begun('8', 'destroy'), step('8'), finished('8', false))).toBe('deployed');
      expect(await adding(begun('9', 'destroy'), step('9'), finished('9', true))).toBe('removed');
      expect(await adding(begun('10', 'deploy'), finished('10', true))).toBe('removed');
      expect(await adding(begun('11', 'deploy'), step('11'), finished('11', true))).toBe('deployed');
    } finally {
      await journal.close();
    }
  });
});
