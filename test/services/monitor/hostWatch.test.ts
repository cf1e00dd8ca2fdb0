import { afterEach, describe, expect, it } from 'vitest';
import { livenessState } from '../../../core/health/liveness.ts';
import type { HostStatus } from '../../../core/health/statusDocument.ts';
import { type AskedHost, type Clock, HostWatch } from '../../../electron/services/monitor/hostWatch.ts';

/** A clock that stands still until it is set forward. */
class SetClock implements Clock {
  #at = 0;
  #sleepers: { readonly at: number; readonly signal: AbortSignal; readonly wake: () => void }[] = [];

  now = () => this.#at;

  sleep(milliseconds: number, signal: AbortSignal): Promise<void> {
    return new Promise((resolve) => {
      this.#sleepers.push({ at: this.#at + milliseconds, signal, wake: resolve });
    });
  }

  /** Goes on step by step, so that what wakes can sleep again. */
  async pass(milliseconds: number): Promise<void> {
    for (const end = this.#at + milliseconds; this.#at < end; ) {
      this.#at += 100;
      const wakes = ({ at, signal }: { at: number; signal: AbortSignal }) => at <= this.#at || signal.aborted;
      const awake = this.#sleepers.filter(wakes);
      this.#sleepers = this.#sleepers.filter((one) => !wakes(one));
      for (const { wake } of awake) wake();
      // Everything that follows from waking is done before the next timer of this process.
      await new Promise((resolve) => setImmediate(resolve));
    }
  }
}

/** A host whose answer takes as long as it is told to; undefined: for ever. */
class TestHost implements AskedHost {
  readonly name = 'n1';
  readonly address = '10.0.0.1';
  readonly port = 22;
  takes: number | undefined = 100;
  fails: 'refused' | 'timed-out' | undefined;
  asked = 0;
  disconnected = 0;
  readonly #clock: Clock;
  readonly #end: AbortSignal;

  constructor(clock: Clock, end: AbortSignal) {
    this.#clock = clock;
    this.#end = end;
  }

  async ask(): Promise<HostStatus> {
    this.asked += 1;
    await this.#clock.sleep(this.takes ?? 1e9, this.#end);
    if (this.fails !== undefined) throw new Error(this.fails);
    return { host: this.name };
  }

  troubleOf = (error: unknown) => ({
    id: (error as Error).message === 'refused' ? ('refused' as const) : ('timed-out' as const),
    address: this.address,
    port: this.port,
  });

  async disconnect(): Promise<void> {
    this.disconnected += 1;
  }
}

let end = new AbortController();
afterEach(() => end.abort());

function watched() {
  end = new AbortController();
  const clock = new SetClock();
  const host = new TestHost(clock, end.signal);
  const states: string[] = [];
  const watch: HostWatch = new HostWatch(
    host,
    () => {
      const state = livenessState(watch.liveness);
      if (states.at(-1) !== state) states.push(state);
    },
    clock,
  );
  void watch.run(end.signal);
  return { clock, host, states, watch };
}

describe('watching a host', () => {
  it('never loses one whose every answer takes five seconds, and keeps its connection', async () => {
    const { clock, host, states, watch } = watched();
    await clock.pass(3000);
    host.takes = 5000;
    await clock.pass(60_000);
    expect(states).toEqual(['answers', 'late']);
    expect(host.disconnected).toBe(0);
    expect(watch.status.unreachable).toBeUndefined();
    host.takes = 100;
    await clock.pass(8000);
    expect(states).toEqual(['answers', 'late', 'answers']);
  });

  it('loses one that falls silent after two missed answers, over a new connection each time, until it answers', async () => {
    const { clock, host, states, watch } = watched();
    await clock.pass(2500);
    host.takes = undefined;
    await clock.pass(4000);
    expect(states).toEqual(['answers', 'late']);
    expect(watch.status.late).toEqual(['patroni', 'etcd', 'haproxy']);
    // What is shown is as old as the last answer.
    expect(watch.liveness.since).toBeLessThan(2500);
    await clock.pass(3500);
    expect(states).toEqual(['answers', 'late', 'lost']);
    expect(watch.status).toMatchObject({ host: 'n1', trouble: { id: 'silent' } });
    await clock.pass(20_000);
    expect(host.disconnected).toBeGreaterThan(1);
    host.takes = 100;
    await clock.pass(8000);
    expect(states).toEqual(['answers', 'late', 'lost', 'answers']);
  });

  it('loses one that refuses at once, and says so until it is back', async () => {
    const { clock, host, states, watch } = watched();
    await clock.pass(2500);
    host.fails = 'refused';
    await clock.pass(1500);
    expect(states).toEqual(['answers', 'lost']);
    expect(watch.status).toMatchObject({ trouble: { id: 'refused' } });
    expect(watch.status.unreachable).toContain('refuses connections');
    host.fails = undefined;
    await clock.pass(2500);
    expect(states).toEqual(['answers', 'lost', 'answers']);
  });

  it('counts a question that is late and then fails as one missed answer', async () => {
    const { clock, host, states } = watched();
    await clock.pass(2500);
    host.fails = 'timed-out';
    host.takes = 4000;
    await clock.pass(5200);
    expect(states).toEqual(['answers', 'late']);
    await clock.pass(3500);
    expect(states).toEqual(['answers', 'late', 'lost']);
  });
});
