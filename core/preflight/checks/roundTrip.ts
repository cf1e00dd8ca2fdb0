import { say } from '../../wording/phrase.ts';
import { type Check, type CheckResult, type PreflightInput, pass, resultOf } from '../observation.ts';

/** One way between two hosts, with its fastest round trip. */
export interface RoundTrip {
  readonly from: string;
  readonly to: string;
  readonly milliseconds: number;
}

/** The fastest round trip of every pair of hosts that was measured. */
export function roundTrips(input: PreflightInput): readonly RoundTrip[] {
  const best = new Map<string, RoundTrip>();
  for (const { connection, probe } of input.pairs) {
    if (!Number.isFinite(probe.rttSeconds)) continue;
    const key = `${connection.from} ${connection.to}`;
    const milliseconds = Math.round(probe.rttSeconds * 1e6) / 1000;
    if (milliseconds < (best.get(key)?.milliseconds ?? Number.POSITIVE_INFINITY)) {
      best.set(key, { from: connection.from, to: connection.to, milliseconds });
    }
  }
  return [...best.values()];
}

/** The election timeout of etcd leaves room for the measured round trips: at least ten of them (etcd's tuning guide). */
export const roundTrip: Check = {
  id: 'rtt',
  title: say`Round trip between hosts`,
  scope: 'network',
  run(input) {
    const trips = roundTrips(input);
    const election = input.timing.etcd.electionMilliseconds;
    return [...new Set(trips.map((trip) => trip.from))].map((host): CheckResult => {
      const slowest = trips
        .filter((trip) => trip.from === host)
        .reduce((a, b) => (b.milliseconds > a.milliseconds ? b : a));
      const measured = say`${slowest.milliseconds.toFixed(2)} ms to ${slowest.to}`;
      if (election < 10 * slowest.milliseconds) {
        const heartbeat = Math.ceil(slowest.milliseconds);
        return resultOf('rtt', host, {
          result: 'fail',
          measured,
          message: say`etcd's election timeout of ${election} ms is less than ten round trips of ${slowest.milliseconds.toFixed(1)} ms.`,
          fix: say`set etcd.heartbeat: ${heartbeat} and etcd.election: ${heartbeat * 10} in the plan`,
        });
      }
      return resultOf(
        'rtt',
        host,
        pass(measured, say`The slowest round trip fits etcd's election timeout of ${election} ms.`),
      );
    });
  },
};
