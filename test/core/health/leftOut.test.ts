import { describe, expect, it } from 'vitest';
import { type LeftOutLine, leftOutHosts, mayHoldData } from '../../../core/health/leftOut.ts';

let clock = 0;
const all = ['n1', 'n2', 'n3'];
/** A run that begins a step and ends; `ok` undefined: it was killed. */
function run(what: string, without: readonly string[], ok: boolean | undefined, begins = true): readonly LeftOutLine[] {
  clock += 1;
  const id = String(clock);
  const line = { run: id, time: `t${clock}` };
  const hosts = all.filter((host) => !without.includes(host));
  return [
    { ...line, event: 'run', what, hosts, without, operator: 'jane@far' },
    ...(begins ? [{ ...line, event: 'begin' }] : []),
    ...(ok === undefined ? [] : [{ ...line, event: 'finished', ok }]),
  ];
}
const left = (...runs: readonly (readonly LeftOutLine[])[]) =>
  leftOutHosts(runs.flat()).map(({ host, what, since }) => `${host} ${what} ${since}`);

describe('hosts that were left out', () => {
  it('are known since the first run that left them out, until a good one reaches them', () => {
    clock = 0;
    const whole = run('deploy', [], true);
    const first = run('deploy', ['n3'], true);
    const again = run('deploy', ['n3'], true);
    expect(left(whole, first, again)).toEqual(['n3 deploy t2']);
    expect(left(whole, first, run('deploy', [], false))).toEqual(['n3 deploy t2']);
    expect(left(whole, first, run('switchover', [], true))).toEqual(['n3 deploy t2']);
    expect(left(whole, first, run('deploy', [], true))).toEqual([]);
    expect(left(whole, first, run('destroy', [], true))).toEqual([]);
  });

  it('are left behind as soon as something was changed without them, also by a run that was killed, and not by a refused one', () => {
    clock = 0;
    expect(left(run('deploy', ['n3'], undefined))).toEqual(['n3 deploy t1']);
    expect(left(run('deploy', ['n3'], false, false))).toEqual([]);
  });

  it('of a removal stay so, whatever is deployed, until a removal reaches them', () => {
    clock = 0;
    const removed = [run('deploy', [], true), run('destroy', ['n3'], true)] as const;
    expect(left(...removed)).toEqual(['n3 destroy t2']);
    expect(left(...removed, run('deploy', [], true))).toEqual(['n3 destroy t2']);
    expect(left(...removed, run('destroy', [], true))).toEqual([]);
    expect(left(run('deploy', ['n3'], true), run('destroy', ['n3'], true))).toEqual(['n3 destroy t6']);
  });

  it('may hold data once a deployment has begun, until all was removed', () => {
    expect(mayHoldData([])).toBe(false);
    expect(mayHoldData(run('deploy', [], undefined))).toBe(true);
    expect(mayHoldData(run('deploy', [], true, false))).toBe(false);
    expect(mayHoldData([...run('deploy', [], true), ...run('destroy', [], false)])).toBe(true);
    expect(mayHoldData([...run('deploy', [], true), ...run('destroy', [], true)])).toBe(false);
  });
});
