import { describe, expect, it } from 'vitest';
import type { AuditLine } from '../../../core/facts/auditLog.ts';
import { type DeploymentNote, deploymentNote, noteText } from '../../../core/facts/deploymentNote.ts';
import { hostOwner, ownerLines } from '../../../core/facts/hostOwner.ts';
import { hostRuns, unknownRuns } from '../../../core/procedures/hostRuns.ts';
import { Past } from '../../../core/procedures/procedure.ts';
import { nextOfRecovery, type RecoveryWorld } from '../../../core/procedures/recovery.ts';

const old = '11111111-2222-3333-4444-555555555555';
const own = '99999999-2222-3333-4444-555555555555';
const before: DeploymentNote = {
  quorate: 1,
  id: '00000000-0000-4000-8000-000000000001',
  at: '2026-01-01T00:00:00.000Z',
  operator: 'anna@desk',
  after: [],
  from: [],
  secrets: 'a'.repeat(64),
  plan: 'a plan',
};
const after: DeploymentNote = {
  ...before,
  id: '00000000-0000-4000-8000-000000000002',
  after: [before.id],
  from: [old],
};
const owner = {
  project: own,
  planName: 'orders',
  takenOver: { from: old, by: 'ben@lap', at: '2026-02-01T00:00:00.000Z' },
};
const held = (project: string) => ({ project, planName: 'orders', takenOver: undefined });
const world = (hosts: Record<string, Partial<typeof before> | undefined | 'done' | 'other'>): RecoveryWorld => ({
  hosts: new Map(
    Object.entries(hosts).map(([host, what]) => [
      host,
      what === undefined
        ? { owner: undefined, note: undefined }
        : what === 'done'
          ? { owner, note: after }
          : { owner: held(what === 'other' ? before.id : old), note: before },
    ]),
  ),
  from: old,
  owner,
  note: noteText(after),
});
const steps = (one: RecoveryWorld) => {
  const next = nextOfRecovery(one);
  return next.kind === 'stage' ? next.stage.steps.map(({ id }) => id) : next.kind;
};

describe('taking a cluster over', () => {
  it('marks every host of the lost project first, then says what is deployed there', () => {
    expect(steps(world({ n1: before, n2: before }))).toEqual([
      'n1/host/claim',
      'n1/host/note',
      'n2/host/claim',
      'n2/host/note',
    ]);
  });

  it('goes on where it was cut off, and has nothing to do at its end', () => {
    expect(steps(world({ n1: 'done', n2: before }))).toEqual(['n2/host/claim', 'n2/host/note']);
    expect(steps(world({ n1: 'done', n2: 'done' }))).toBe('done');
    expect(new Past<RecoveryWorld>().stages).toEqual([]);
  });

  it('leaves alone hosts that are nobody’s, and touches nothing where one is somebody else’s', () => {
    expect(steps(world({ n1: before, n2: undefined }))).toEqual(['n1/host/claim', 'n1/host/note']);
    const next = nextOfRecovery(world({ n1: before, n2: 'other' }));
    expect(next).toMatchObject({ kind: 'refused', refusals: [{ host: 'n2', code: 'foreign-project' }] });
  });

  it('writes an owner that is read back as it was, and a note too', () => {
    expect(hostOwner.parse(`${ownerLines('n1', owner).join('\n')}\n`)).toEqual(owner);
    expect(hostOwner.parse(`${ownerLines('n1', held(old)).join('\n')}\n`)).toEqual(held(old));
    expect(deploymentNote.parse(noteText(after))).toEqual(after);
  });
});

const at = (minute: number) => `2026-01-01T00:${String(minute).padStart(2, '0')}:00Z`;
const begins = (minute: number, id: string, operator = 'anna@desk'): AuditLine => ({
  time: at(minute),
  operator,
  run: { id, what: 'deploy' },
});
const step = (minute: number, id: string, operator = 'anna@desk', result: 'done' | 'failed' = 'done'): AuditLine => ({
  time: at(minute),
  operator,
  step: { id, result },
});

describe('what hosts say was done to them', () => {
  it('is put together by runs, newest first, with who, when, where and what failed', () => {
    const runs = hostRuns(
      new Map([
        [
          'n1',
          [
            begins(1, before.id),
            step(2, 'n1/a'),
            begins(30, after.id, 'ben@lap'),
            step(31, 'n1/b', 'ben@lap', 'failed'),
          ],
        ],
        ['n2', [begins(1, before.id), step(3, 'n2/a')]],
      ]),
    );
    expect(runs).toEqual([
      {
        id: after.id,
        what: 'deploy',
        operator: 'ben@lap',
        startedAt: at(30),
        lastAt: at(31),
        hosts: ['n1'],
        stepsDone: 0,
        failedSteps: ['n1/b'],
      },
      {
        id: before.id,
        what: 'deploy',
        operator: 'anna@desk',
        startedAt: at(1),
        lastAt: at(3),
        hosts: ['n1', 'n2'],
        stepsDone: 2,
        failedSteps: [],
      },
    ]);
  });

  it('is told apart by who and when where a version wrote no runs down', () => {
    const runs = hostRuns(
      new Map([
        ['n1', [step(1, 'n1/a'), step(2, 'n1/b'), step(40, 'n1/c'), step(41, 'n1/d', 'ben@lap')]],
        ['n2', [step(3, 'n2/a')]],
      ]),
    );
    expect(runs.map(({ operator, startedAt, stepsDone, hosts }) => [operator, startedAt, stepsDone, hosts])).toEqual([
      ['ben@lap', at(41), 1, ['n1']],
      ['anna@desk', at(40), 1, ['n1']],
      ['anna@desk', at(1), 3, ['n1', 'n2']],
    ]);
  });

  it('leaves out what the own journal has', () => {
    const runs = hostRuns(new Map([['n1', [step(1, 'n1/a'), begins(20, before.id), begins(30, after.id, 'ben@lap')]]]));
    const journal = [
      { id: before.id, operator: 'anna@desk', startedAt: at(20), seconds: 10 },
      { id: 'an earlier one', operator: 'anna@desk', startedAt: at(1), seconds: 10 },
    ];
    expect(unknownRuns(runs, journal).map(({ id }) => id)).toEqual([after.id]);
  });
});
