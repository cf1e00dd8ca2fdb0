import { type Phrase, say } from '../wording/phrase.ts';

/** etcd's own defaults, fit for round trips of up to 100 ms. */
export const etcdDefaults = { heartbeatMilliseconds: 100, electionMilliseconds: 1000 } as const;
/** etcd refuses to start with a longer election timeout (etcd 3.4, server/embed/config.go). */
export const maxElectionMilliseconds = 50_000;
export const etcdTuningSource = say`etcd 3.5, docs/tuning: heartbeat about the largest average RTT, election at least 10 RTT`;

interface Derived {
  readonly value: number;
  readonly formula: Phrase;
  readonly source: Phrase;
}

/**
 * etcd's heartbeat and election timeouts in milliseconds. All members of one etcd cluster must have the same.
 * @param rttSeconds the largest round trip between two members; undefined when it is not known
 * @param overrides the plan's own values in milliseconds
 */
export function deriveEtcdTiming(
  rttSeconds: number | undefined,
  overrides: { readonly heartbeat?: number | undefined; readonly election?: number | undefined },
): { readonly heartbeat: Derived; readonly election: Derived } {
  const rtt = Math.ceil((rttSeconds ?? 0) * 1e6) / 1000;
  const rttText = rttSeconds === undefined ? say`RTT not given` : `RTT ${rtt} ms`;
  const { heartbeatMilliseconds: usual, electionMilliseconds: usualElection } = etcdDefaults;
  const heartbeat: Derived =
    overrides.heartbeat === undefined
      ? heartbeatOf()
      : { value: Math.ceil(overrides.heartbeat), formula: say`given`, source: say`plan: ${'etcd.heartbeat'}` };
  const election: Derived =
    overrides.election === undefined
      ? {
          value: Math.min(maxElectionMilliseconds, Math.max(usualElection, Math.ceil(10 * rtt), 10 * heartbeat.value)),
          formula: say`${`max(${usualElection}, 10 * RTT, 10 * heartbeat) = max(${usualElection}, ${Math.ceil(10 * rtt)}, ${10 * heartbeat.value})`}`,
          source: etcdTuningSource,
        }
      : { value: Math.ceil(overrides.election), formula: say`given`, source: say`plan: ${'etcd.election'}` };
  return { heartbeat, election };

  function heartbeatOf(): Derived {
    const wanted = Math.max(usual, Math.ceil(rtt));
    // etcd refuses an election timeout of less than five heartbeats.
    const most = overrides.election === undefined ? wanted : Math.max(1, Math.floor(overrides.election / 5));
    return {
      value: Math.min(wanted, most),
      formula:
        most < wanted
          ? say`${`max(${usual}, RTT)`}, at most election / 5 = ${most}, ${rttText}`
          : say`${`max(${usual}, RTT)`}, ${rttText}`,
      source: etcdTuningSource,
    };
  }
}
