import type { PreflightReport } from '../../core/preflight/checks.ts';
import { checks as allChecks } from '../../core/preflight/checks.ts';
import type { CheckResult } from '../../core/preflight/observation.ts';
import type { PreflightEvent, RunEnd, RunEntry } from '../../electron/api/streamTypes.ts';

export type NewKey = Extract<PreflightEvent, { code: 'new-key' }>['key'];

/** A preflight as its events tell it. */
export interface PreflightView {
  readonly lastSeq: number;
  readonly phase: 'starting' | 'asking' | 'connecting' | 'ended';
  readonly beganAt: number | undefined;
  readonly endedAt: number | undefined;
  /** Hosts that are looked at in this run. */
  readonly asked: readonly string[];
  readonly answered: readonly string[];
  /** Those of them that could not be reached: nothing more is to be expected of them. */
  readonly unreached: readonly string[];
  /** What is known so far: of this run, and of the report before for hosts that are not asked again. */
  readonly results: readonly CheckResult[];
  readonly rtt: PreflightReport['rtt'];
  readonly newKeys: readonly NewKey[];
  readonly stopping: boolean;
  readonly end: RunEnd | undefined;
}

export const noPreflightView: PreflightView = {
  lastSeq: 0,
  phase: 'starting',
  beganAt: undefined,
  endedAt: undefined,
  asked: [],
  answered: [],
  unreached: [],
  results: [],
  rtt: [],
  newKeys: [],
  stopping: false,
  end: undefined,
};

/** Takes in what a run told; what was taken in before is left out. */
export function reducePreflight(view: PreflightView, entries: readonly RunEntry[]): PreflightView {
  let now = view;
  for (const entry of entries) {
    if (entry.seq <= now.lastSeq) continue;
    now = { ...take(now, entry), lastSeq: entry.seq, beganAt: now.beganAt ?? entry.at };
  }
  return now;
}

function take(view: PreflightView, { at, event }: RunEntry): PreflightView {
  if (event.type === 'stopping') return { ...view, stopping: true };
  if (event.type === 'ended') {
    const { end } = event;
    const report = end.outcome === 'preflight' ? { results: end.report.checks, rtt: end.report.rtt } : {};
    return { ...view, ...report, phase: 'ended', endedAt: at, end };
  }
  return event.type === 'preflight' ? takePreflight(view, event.event) : view;
}

function takePreflight(view: PreflightView, event: PreflightEvent): PreflightView {
  switch (event.code) {
    case 'asking':
      return {
        ...view,
        phase: 'asking',
        asked: event.hosts,
        unreached: view.unreached.filter((host) => !event.hosts.includes(host)),
        results: view.results.filter((one) => !event.hosts.includes(one.host)),
        newKeys: view.newKeys.filter((one) => !event.hosts.includes(one.host)),
      };
    case 'host':
      return {
        ...view,
        answered: [...view.answered, event.host],
        unreached: event.reached ? view.unreached : [...view.unreached, event.host],
        results: [...view.results, ...event.checks],
      };
    case 'new-key':
      return { ...view, newKeys: withKey(view.newKeys, event.key) };
    case 'connecting':
      return { ...view, phase: 'connecting' };
  }
}

function withKey(keys: readonly NewKey[], key: NewKey): readonly NewKey[] {
  const others = keys.filter((one) => one.host !== key.host);
  return [...others, key].sort((a, b) => a.host.localeCompare(b.host, 'en', { numeric: true }));
}

/** What a run begins with when only some hosts are looked at again: the report before. */
export function lookingAgain(before: PreflightView | undefined): PreflightView {
  if (before?.end?.outcome !== 'preflight') return noPreflightView;
  const { unreached, results, rtt, newKeys } = before;
  return { ...noPreflightView, unreached, results, rtt, newKeys };
}

export type CellState = CheckResult['result'] | 'pending' | 'none';

/** One cell of the matrix: the worst of what a check found on a host. */
export interface Cell {
  readonly state: CellState;
  readonly results: readonly CheckResult[];
}

/** The matrix: checks in their order that found anything or may yet, and hosts in the plan's order. */
export function preflightMatrix(
  view: PreflightView,
  hosts: readonly string[],
): readonly { readonly id: string; readonly cells: readonly Cell[] }[] {
  const running = view.end === undefined;
  const byPlace = new Map<string, CheckResult[]>();
  for (const one of view.results) {
    const key = `${one.id} ${one.host}`;
    byPlace.set(key, [...(byPlace.get(key) ?? []), one]);
  }
  return allChecks
    .map(({ id }) => ({
      id,
      cells: hosts.map((host): Cell => {
        const results = byPlace.get(`${id} ${host}`) ?? [];
        if (results.length > 0) return { state: worst(results), results };
        const expected =
          running && (view.asked.length === 0 || view.asked.includes(host) || view.phase === 'connecting');
        return { state: expected && !view.unreached.includes(host) ? 'pending' : 'none', results };
      }),
    }))
    .filter(({ cells }) => running || cells.some((cell) => cell.results.length > 0));
}

function worst(results: readonly CheckResult[]): CheckResult['result'] {
  for (const result of ['fail', 'warn'] as const) if (results.some((one) => one.result === result)) return result;
  return 'pass';
}

/** How many results there are of each kind. */
export function countResults(results: readonly CheckResult[]): Readonly<Record<CheckResult['result'], number>> {
  const count = (result: CheckResult['result']) => results.filter((one) => one.result === result).length;
  return { pass: count('pass'), warn: count('warn'), fail: count('fail') };
}
