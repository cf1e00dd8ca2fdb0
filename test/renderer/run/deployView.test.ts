import { describe, expect, it } from 'vitest';
import type { Phrase } from '../../../core/wording/phrase.ts';
import type { ShownDeployEvent, ShownStep } from '../../../electron/services/procedures/shownEvent.ts';
import type { RunEvent } from '../../../electron/services/runs/runEvent.ts';

import type { RunEntry } from '../../../electron/services/runs/runs.ts';
import { noDeployView, progressOf, reduceDeploy } from '../../../renderer/run/deployView.ts';
import { LogLines } from '../../../renderer/run/logLines.ts';
import { deployStage } from '../../../renderer/wizard/deploy/deployStage.ts';
import { visibleRange } from '../../../renderer/wizard/deploy/visibleRange.ts';

const began = 1_000_000;

/** A title that is a name: there is nothing to translate. */
const named = (name: string): Phrase => ({ template: '{0}', values: [name] });

function step(id: string, weight: number): ShownStep {
  return {
    id,
    host: id.split('/')[0] ?? '',
    title: id,
    said: named(id),
    after: [],
    weight,
    diffs: [],
  };
}

/** Events one second apart. */
function told(...events: readonly (RunEvent | ShownDeployEvent)[]): RunEntry[] {
  return events.map((event, index) => ({
    seq: index + 1,
    at: began + index * 1000,
    event: 'type' in event ? event : { type: 'deploy', event },
  }));
}

const progress = { doneSteps: 0, allSteps: 0, percent: 0 };
const planned: ShownDeployEvent = {
  code: 'planned',
  steps: [step('n1/a', 4), step('n1/b', 4), step('n2/a', 2)],
  refusals: [],
};
const begin = (id: string): ShownDeployEvent => ({
  code: 'step-begin',
  id,
  host: id.slice(0, 2),
  title: id,
  said: named(id),
  progress,
});
const done = (id: string, seconds: number): ShownDeployEvent => ({
  code: 'step-end',
  id,
  host: id.slice(0, 2),
  result: 'done',
  seconds,
  progress,
});
const summary = {
  ok: true,
  changed: true,
  steps: 3,
  seconds: 9,
  roundTrips: 3,
  roundTripsPerHost: 2,
  refusals: [],
  notes: [],
  failures: [],
  checks: [],
  stages: [],
  risks: [],
  probe: null,
  paused: false,
  without: [],
};

describe('a deployment as its events tell it', () => {
  it('is the same whether its events come at once, one by one, or twice', () => {
    const entries = told({ code: 'gathering', hosts: ['n1', 'n2'] }, planned, begin('n1/a'), done('n1/a', 3));
    const whole = reduceDeploy(noDeployView, entries);
    const oneByOne = entries.reduce((view, entry) => reduceDeploy(view, [entry]), noDeployView);
    expect(oneByOne).toEqual(whole);
    expect(reduceDeploy(whole, entries)).toEqual(whole);
    expect(whole.steps.map((one) => one.state)).toEqual(['done', 'waiting', 'waiting']);
  });

  it('counts by weight, never goes back while a step runs, and is at 100 only in the end', () => {
    const entries = told({ code: 'gathering', hosts: [] }, planned, begin('n1/a'), begin('n2/a'));
    const running = reduceDeploy(noDeployView, entries);
    const seen = [0, 1, 2, 5, 60, 600].map((seconds) => progressOf(running, began + 3000 + seconds * 1000).percent);
    expect(seen).toEqual([...seen].sort((a, b) => a - b));
    expect(seen.at(-1)).toBeLessThan(60);
    const finished = reduceDeploy(running, [
      ...told(...Array.from({ length: 4 }, () => ({ code: 'verifying' }) as const), done('n1/a', 4), done('n2/a', 2)),
      ...[done('n1/b', 4)].map((event, index) => ({
        seq: 7 + index,
        at: began,
        event: { type: 'deploy', event } as const,
      })),
    ]);
    expect(progressOf(finished, began).percent).toBeLessThan(100);
    const ended = reduceDeploy(finished, [
      { seq: 20, at: began, event: { type: 'ended', end: { outcome: 'deployment', result: summary } } },
    ]);
    expect(progressOf(ended, began)).toMatchObject({ percent: 100, doneSteps: 3, remainingSeconds: undefined });
  });

  it('judges the remaining time by the busiest host, at the pace that was seen', () => {
    const entries = told({ code: 'gathering', hosts: [] }, planned, begin('n1/a'), done('n1/a', 4));
    const usual = progressOf(reduceDeploy(noDeployView, entries), began).remainingSeconds ?? 0;
    const slow = told({ code: 'gathering', hosts: [] }, planned, begin('n1/a'), done('n1/a', 40));
    const slower = progressOf(reduceDeploy(noDeployView, slow), began).remainingSeconds ?? 0;
    expect(usual).toBe(7);
    expect(slower).toBe(23);
  });

  it('does what a second look planned again once more, and keeps what it did not', () => {
    const entries = told(planned, begin('n1/a'), done('n1/a', 1), begin('n2/a'), done('n2/a', 1), {
      code: 'planned',
      steps: [step('n1/a', 4), step('n3/x', 1)],
      refusals: [],
    });
    const { steps } = reduceDeploy(noDeployView, entries);
    expect(steps.map((one) => [one.step.id, one.state])).toEqual([
      ['n1/b', 'waiting'],
      ['n2/a', 'done'],
      ['n1/a', 'waiting'],
      ['n3/x', 'waiting'],
    ]);
  });

  it('tells its stage by what ran and how it ended', () => {
    const failure = {
      id: 'n1/a',
      host: 'n1',
      title: 'a',
      said: named('a'),
      phase: 'apply',
      status: 1,
      command: '',
      output: '',
      causes: [],
    } as const;
    const end = (more: Partial<typeof summary>): RunEvent => ({
      type: 'ended',
      end: { outcome: 'deployment', result: { ...summary, ...more } },
    });
    const stage = (kind: 'rehearsal' | 'deploy' | 'destroy', ...events: readonly (RunEvent | ShownDeployEvent)[]) =>
      deployStage({ kind, view: reduceDeploy(noDeployView, told(...events)) });
    expect(deployStage(undefined)).toBe('none');
    expect(stage('rehearsal', planned, end({}))).toBe('rehearsed');
    expect(stage('rehearsal', end({}))).toBe('nothing-to-do');
    expect(stage('deploy', planned)).toBe('deploying');
    expect(stage('deploy', planned, { type: 'stopping', how: 'safe-point' })).toBe('pausing');
    expect(stage('deploy', planned, end({ ok: false, paused: true }))).toBe('paused');
    expect(stage('deploy', planned, { code: 'step-failed', failure }, end({ ok: false }))).toBe('failed');
    expect(stage('deploy', planned, end({}))).toBe('deployed');
    expect(stage('destroy', end({ ok: false }))).toBe('not-removed');
  });
});

describe('the log of a deployment', () => {
  it('takes in a hundred thousand lines and draws only those in view', () => {
    const log = new LogLines();
    for (let slice = 0; slice < 100; slice++) {
      log.take(
        Array.from({ length: 1000 }, (_, index) => ({
          seq: slice * 1000 + index + 1,
          at: began,
          event: {
            type: 'deploy',
            event: { code: 'output', id: 'n1/a', host: index % 2 === 0 ? 'n1' : 'n2', lines: [`line ${index}`] },
          },
        })),
      );
    }
    expect(log.all).toHaveLength(100_000);
    expect(log.of('n2')).toHaveLength(50_000);
    const { first, last } = visibleRange(900_000, 320, 18, log.all.length);
    expect(first).toBeLessThanOrEqual(50_000);
    expect(last).toBeGreaterThanOrEqual(50_018);
    expect(last - first).toBeLessThan(100);
    expect(visibleRange(0, 320, 18, 0)).toEqual({ first: 0, last: 0 });
    expect(visibleRange(5_000_000, 320, 18, 10)).toEqual({ first: 0, last: 10 });
  });
});
