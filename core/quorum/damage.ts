import { type Failure, type FailureProcess, failureProcesses } from './failure.ts';
import type { QuorumModel } from './model.ts';

/** What the failures leave: which hosts and processes run, and who can talk to whom. Hosts are indices into `plan.hosts`. */
export interface Damage {
  up(host: number): boolean;
  /** Whether a process of a host that is up has not failed; says nothing of whether the plan puts it there. */
  runs(host: number, process: FailureProcess): boolean;
  /** Whether two hosts are up and can keep a connection: TCP needs both directions, so a one-way cut ends it as well. */
  reach(one: number, other: number): boolean;
  /** Whether only the network lies between them: `reach` without asking who is up. */
  linked(one: number, other: number): boolean;
  /** Whether any connection is cut. */
  readonly cutOff: boolean;
  /** Whether a host's own way to etcd is open. */
  dcsOpen(host: number): boolean;
  /** Whether equal members may differ for clients: connections are cut, or processes have failed. */
  readonly uneven: boolean;
}

const processBit = Object.fromEntries(failureProcesses.map((process, index) => [process, 1 << index])) as Readonly<
  Record<FailureProcess, number>
>;
const hostDown = 1 << failureProcesses.length;
const dcsClosed = hostDown << 1;

/** Applies failures to a plan's hosts. Names that the plan does not have change nothing. */
export function damageOf(model: QuorumModel, failures: readonly Failure[]): Damage {
  const count = model.plan.hosts.length;
  const state = new Uint16Array(count);
  const cuts = new Set<number>();
  const hostsOf = (name: string): readonly number[] => {
    const host = model.hostIndex.get(name);
    return host === undefined ? (model.siteHosts.get(name) ?? []) : [host];
  };
  const mark = (host: number | undefined, bits: number) => {
    if (host !== undefined) state[host] = (state[host] ?? 0) | bits;
  };
  for (const failure of failures) {
    if (failure.kind === 'host') mark(model.hostIndex.get(failure.host), hostDown);
    else if (failure.kind === 'site') for (const host of model.siteHosts.get(failure.site) ?? []) mark(host, hostDown);
    else if (failure.kind === 'dcs') mark(model.hostIndex.get(failure.host), dcsClosed);
    else if (failure.kind === 'process') mark(model.hostIndex.get(failure.host), processBit[failure.process]);
    else
      for (const from of hostsOf(failure.from))
        for (const to of hostsOf(failure.to))
          if (from !== to) cuts.add(Math.min(from, to) * count + Math.max(from, to));
  }
  const bits = (host: number) => state[host] ?? hostDown;
  const up = (host: number) => (bits(host) & hostDown) === 0;
  const linked = (one: number, other: number) =>
    cuts.size === 0 || one === other || !cuts.has(Math.min(one, other) * count + Math.max(one, other));
  return {
    up,
    runs: (host, process) => (bits(host) & (hostDown | processBit[process])) === 0,
    reach: (one, other) => up(one) && up(other) && linked(one, other),
    linked,
    cutOff: cuts.size > 0,
    dcsOpen: (host) => (bits(host) & dcsClosed) === 0,
    uneven: failures.some((failure) => failure.kind !== 'host' && failure.kind !== 'site'),
  };
}
