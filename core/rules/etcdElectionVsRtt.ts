import { deriveEtcdTiming, maxElectionMilliseconds } from '../timing/etcdTiming.ts';
import { resolveTiming } from '../timing/resolveTiming.ts';
import { etcdRoundTripSeconds } from '../timing/roundTrips.ts';
import { say } from '../wording/phrase.ts';
import { defineRule, fixOf } from './defineRule.ts';

/** etcd's heartbeat and election timeouts fit each other and the round trips between the members. */
export const etcdElectionVsRtt = defineRule(
  {
    id: 'etcd-election-vs-rtt',
    title: "etcd's timeouts fit the round trips between its members",
    reference:
      'etcd 3.5, docs/tuning: heartbeat about RTT, election at least 10 RTT; server/embed/config.go: 5 heartbeats to 50 s',
  },
  (plan, report) => {
    const { heartbeatMilliseconds: heartbeat, electionMilliseconds: election } = resolveTiming(plan).etcd;
    const rttSeconds = etcdRoundTripSeconds(plan);
    const rtt = (rttSeconds ?? 0) * 1000;
    const right = deriveEtcdTiming(rttSeconds, {});
    const keeps = 10 * rtt <= right.election.value;
    const fixes = keeps
      ? [
          fixOf(
            say`Set heartbeat ${right.heartbeat.value} ms, election timeout ${right.election.value} ms`,
            [['etcd', 'heartbeat'], right.heartbeat.value],
            [['etcd', 'election'], right.election.value],
          ),
        ]
      : [];
    const path =
      plan.etcd.election === undefined && plan.etcd.heartbeat !== undefined
        ? ['etcd', 'heartbeat']
        : ['etcd', 'election'];
    if (election > maxElectionMilliseconds)
      report(
        'error',
        path,
        say`The election timeout of ${election} ms is more than the ${maxElectionMilliseconds} ms that etcd accepts.`,
        fixes,
      );
    if (election < 5 * heartbeat)
      report(
        'error',
        path,
        say`The election timeout of ${election} ms is less than five heartbeats of ${heartbeat} ms: etcd refuses to start.`,
        fixes,
      );
    if (election < 10 * rtt)
      report(
        'error',
        path,
        keeps
          ? say`The election timeout of ${election} ms is less than ten round trips of ${round(rtt)} ms: etcd would lose its leader without any failure.`
          : say`The election timeout of ${election} ms is less than ten round trips of ${round(rtt)} ms: etcd would lose its leader without any failure. No allowed timeout fits this round trip: bring the etcd members closer together.`,
        fixes,
      );
    if (heartbeat < rtt && election >= 10 * rtt)
      report(
        'warning',
        ['etcd', 'heartbeat'],
        say`The heartbeat of ${heartbeat} ms is shorter than the round trip of ${round(rtt)} ms: heartbeats overtake their answers.`,
        fixes,
      );
  },
);

function round(value: number): number {
  return Math.round(value * 100) / 100;
}
