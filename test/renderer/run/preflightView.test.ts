import { describe, expect, it } from 'vitest';
import { type CheckResult, resultOf } from '../../../core/preflight/observation.ts';
import type { RunEvent } from '../../../electron/services/runs/runEvent.ts';
import type { RunEntry } from '../../../electron/services/runs/runs.ts';
import {
  countResults,
  lookingAgain,
  noPreflightView,
  preflightMatrix,
  reducePreflight,
} from '../../../renderer/run/preflightView.ts';

type Told = Extract<RunEvent, { type: 'preflight' }>['event'];

function told(...events: readonly (Told | RunEvent)[]): RunEntry[] {
  return events.map((event, index) => ({
    seq: index + 1,
    at: index,
    event: 'type' in event && event.type !== undefined ? event : { type: 'preflight', event: event as Told },
  }));
}

function result(id: string, host: string, verdict: CheckResult['result']): CheckResult {
  return resultOf(id, host, { result: verdict, measured: verdict, message: '', fix: null });
}

const hosts = ['n1', 'n2'];
const key = { host: 'n2', address: '10.0.0.2', port: 22, type: 'ssh-ed25519', fingerprint: 'SHA256:x' };
const lost = result('ssh', 'n2', 'fail');
const asked = told(
  { code: 'asking', hosts },
  { code: 'host', host: 'n1', reached: true, checks: [result('ssh', 'n1', 'pass'), result('mtu', 'n1', 'warn')] },
);

describe('a preflight as its events tell it', () => {
  it('shows what is known while other hosts are still asked', () => {
    const view = reducePreflight(noPreflightView, asked);
    const ssh = preflightMatrix(view, hosts).find((row) => row.id === 'ssh');
    expect(ssh?.cells.map((cell) => cell.state)).toEqual(['pass', 'pending']);
    expect(countResults(view.results)).toEqual({ pass: 1, warn: 1, fail: 0 });
  });

  it('expects nothing more of a host that cannot be reached', () => {
    const view = reducePreflight(noPreflightView, [
      ...asked,
      ...told({ code: 'new-key', key }, { code: 'host', host: 'n2', reached: false, checks: [lost] }).map((entry) => ({
        ...entry,
        seq: entry.seq + 2,
      })),
    ]);
    const disk = preflightMatrix(view, hosts).find((row) => row.id === 'disk-space');
    expect(disk?.cells.map((cell) => cell.state)).toEqual(['pending', 'none']);
    expect(view.newKeys).toEqual([key]);
  });

  it('keeps what is known of the other hosts when one is looked at again', () => {
    const report = { ok: false, checks: [result('ssh', 'n1', 'pass'), lost], rtt: [] };
    const ended = reducePreflight(
      noPreflightView,
      told(
        { code: 'asking', hosts },
        { code: 'new-key', key },
        { type: 'ended', end: { outcome: 'preflight', report } },
      ),
    );
    const again = reducePreflight(lookingAgain(ended), told({ code: 'asking', hosts: ['n2'] }));
    expect(again.results.map((one) => one.host)).toEqual(['n1']);
    expect(again.newKeys).toEqual([]);
    expect(again.end).toBeUndefined();
    expect(lookingAgain(undefined)).toEqual(noPreflightView);
  });
});
