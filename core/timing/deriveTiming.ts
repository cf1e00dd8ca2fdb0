import { type Phrase, say } from '../wording/phrase.ts';
import { deriveEtcdTiming } from './etcdTiming.ts';
import { correctedLease, type Lease, type PatroniLimits, patroniLimits } from './patroniLimits.ts';
import { explained, type Timing, type TimingExplanation } from './timing.ts';
import { type CheckTiming, defaultChecks, fastChecks } from './timingPresets.ts';

/** Everything that timing follows from. */
export interface TimingRequest {
  readonly rtoSeconds: number;
  /** 0 means synchronous replication. */
  readonly rpoBytes: number;
  readonly synchronous: boolean;
  /** HAProxy's base values, before overrides. */
  readonly checks: 'default' | 'fast';
  readonly overrides: {
    readonly ttl?: number | undefined;
    readonly loopWait?: number | undefined;
    readonly retryTimeout?: number | undefined;
    readonly primaryStartTimeout?: number | undefined;
    readonly primaryStopTimeout?: number | undefined;
    readonly safetyMargin?: number | undefined;
  };
  readonly checkOverrides: {
    readonly [K in 'inter' | 'fastinter' | 'downinter' | 'rise' | 'fall']?: number | undefined;
  };
  readonly etcdOverrides: { readonly heartbeat?: number | undefined; readonly election?: number | undefined };
  /** Largest round trip between two etcd members, seconds; undefined when not known. */
  readonly rttSeconds?: number | undefined;
  /** The Patroni that will run; the newest is assumed without it. */
  readonly patroniVersion?: string | undefined;
}

/** Patroni's own default: the lag that keeps a replica out of an election. */
export const defaultLagBytes = 1_048_576;
const classic = say`classic derivation from one recovery time objective (pg_rto): ttl = rto, the rest a third of it, rounded down`;

/**
 * The lease as asked for: overrides, and for what is not overridden ttl = rto and thirds of it (rounded down: a rounded-up third
 * breaks `ttl >= loop_wait + 2 * retry_timeout`), made smaller where an override leaves less room. Not corrected yet.
 */
export function requestedLease({ rtoSeconds, overrides }: TimingRequest, limits: PatroniLimits): Lease {
  const ttl = overrides.ttl ?? Math.max(limits.ttlSeconds, Math.floor(rtoSeconds));
  const third = Math.max(1, Math.floor(ttl / 3));
  const roomForRetry = overrides.loopWait === undefined ? third : Math.floor((ttl - overrides.loopWait) / 2);
  const retry = overrides.retryTimeout ?? Math.max(limits.retryTimeoutSeconds, Math.min(third, roomForRetry));
  const loop = overrides.loopWait ?? Math.max(limits.loopWaitSeconds, Math.min(third, ttl - 2 * retry));
  return { ttlSeconds: ttl, loopWaitSeconds: loop, retryTimeoutSeconds: retry };
}

/** Derives all timing values; what is written keeps `ttl >= loop_wait + 2 * retry_timeout` on any version of Patroni. */
export function deriveTiming(request: TimingRequest): Timing {
  const { overrides, rpoBytes } = request;
  const limits = patroniLimits(request.patroniVersion);
  const requested = requestedLease(request, limits);
  const lease = correctedLease(requested, limits);
  const third = Math.max(1, Math.floor(lease.ttlSeconds / 3));
  const start = overrides.primaryStartTimeout ?? third;
  const stop = overrides.primaryStopTimeout ?? (request.synchronous ? lease.retryTimeoutSeconds : 0);
  const margin = overrides.safetyMargin ?? 5;
  const lag = rpoBytes > 0 ? rpoBytes : defaultLagBytes;
  const haproxy = checkTiming(request);
  const etcd = deriveEtcdTiming(request.rttSeconds, request.etcdOverrides);
  const fieldOf = (field: string) => say`plan: ${`patroni.timing.${field}`}`;
  const explanations: TimingExplanation[] = [
    ...explainLease(request, requested, lease, limits),
    overrides.primaryStartTimeout === undefined
      ? explained('patroni.primaryStartTimeoutSeconds', start, 's', thirdOf(lease), classic)
      : explained('patroni.primaryStartTimeoutSeconds', start, 's', say`given`, fieldOf('primaryStartTimeout')),
    overrides.primaryStopTimeout === undefined
      ? explained(
          'patroni.primaryStopTimeoutSeconds',
          stop,
          's',
          request.synchronous ? say`${`retry_timeout = ${stop}`}` : say`0: used with synchronous replication only`,
          say`Patroni docs/dynamic_configuration: primary_stop_timeout takes effect with synchronous_mode`,
        )
      : explained('patroni.primaryStopTimeoutSeconds', stop, 's', say`given`, fieldOf('primaryStopTimeout')),
    explained(
      'patroni.maximumLagOnFailoverBytes',
      lag,
      'bytes',
      rpoBytes > 0
        ? say`${`rpo = ${rpoBytes}`}`
        : say`rpo 0: synchronous replication decides; Patroni's default ${lag}`,
      say`Patroni docs/dynamic_configuration: maximum_lag_on_failover. Not a hard bound: the position it compares with can be up to ttl old`,
    ),
    overrides.safetyMargin === undefined
      ? explained(
          'patroni.safetyMarginSeconds',
          margin,
          's',
          say`5: the watchdog fires at ttl - 5`,
          say`Patroni docs/watchdog: default safety_margin`,
        )
      : explained('patroni.safetyMarginSeconds', margin, 's', say`given`, fieldOf('safetyMargin')),
    ...explainChecks(request, haproxy),
    ...(['heartbeat', 'election'] as const).map((name) => {
      const { value, formula, source } = etcd[name];
      return explained(`etcd.${name}Milliseconds`, value, 'ms', formula, source);
    }),
  ];
  return {
    patroni: {
      ...lease,
      primaryStartTimeoutSeconds: start,
      primaryStopTimeoutSeconds: stop,
      maximumLagOnFailoverBytes: lag,
      safetyMarginSeconds: margin,
    },
    haproxy,
    etcd: { heartbeatMilliseconds: etcd.heartbeat.value, electionMilliseconds: etcd.election.value },
    explanations,
  };
}

/** A third of the lease, in whole seconds. */
function thirdOf({ ttlSeconds }: Lease): Phrase {
  return say`ttl / 3 = ${ttlSeconds} / 3, rounded down`;
}

const leaseFields = [
  {
    name: 'ttlSeconds',
    field: 'ttl',
    derived: (_: Lease, request: TimingRequest) => say`${`rto = ${request.rtoSeconds}`}`,
  },
  { name: 'loopWaitSeconds', field: 'loopWait', derived: thirdOf },
  { name: 'retryTimeoutSeconds', field: 'retryTimeout', derived: thirdOf },
] as const;

function explainLease(
  request: TimingRequest,
  requested: Lease,
  lease: Lease,
  limits: PatroniLimits,
): TimingExplanation[] {
  return leaseFields.map(({ name, field, derived }) => {
    const given = request.overrides[field] !== undefined;
    const value = lease[name];
    const asked = name === 'ttlSeconds' && !given ? Math.floor(request.rtoSeconds) : requested[name];
    const basis = given ? say`given ${requested[name]}` : derived(lease, request);
    const explain = (formula: Phrase, source: Phrase) => explained(`patroni.${name}`, value, 's', formula, source);
    if (value === asked) return explain(basis, given ? say`plan: ${`patroni.timing.${field}`}` : classic);
    if (value > asked) return explain(say`${basis}, raised to the minimum ${value}`, limits.source);
    return explain(
      say`${basis}, lowered to ${value}: ttl >= loop_wait + 2 * retry_timeout`,
      say`Patroni docs/dynamic_configuration: loop_wait + 2 * retry_timeout <= ttl`,
    );
  });
}

function checkTiming({ checks, checkOverrides }: TimingRequest): CheckTiming {
  const base = checks === 'fast' ? fastChecks : defaultChecks;
  const interSeconds = checkOverrides.inter ?? base.interSeconds;
  return {
    interSeconds,
    fastinterSeconds: checkOverrides.fastinter ?? base.fastinterSeconds,
    downinterSeconds: checkOverrides.downinter ?? interSeconds,
    rise: checkOverrides.rise ?? base.rise,
    fall: checkOverrides.fall ?? base.fall,
  };
}

const checkFields = [
  ['inter', 'interSeconds', 's'],
  ['fastinter', 'fastinterSeconds', 's'],
  ['downinter', 'downinterSeconds', 's'],
  ['rise', 'rise', 'count'],
  ['fall', 'fall', 'count'],
] as const;

function explainChecks(request: TimingRequest, haproxy: CheckTiming): TimingExplanation[] {
  return checkFields.map(([field, name, unit]) => {
    const given = request.checkOverrides[field] !== undefined;
    if (field === 'downinter' && !given)
      return explained(
        `haproxy.${name}`,
        haproxy[name],
        unit,
        say`${`inter = ${haproxy.interSeconds}`}`,
        say`HAProxy asks a server that is down every downinter: a new primary waits that long for its first check, and a longer one protects nobody`,
      );
    return explained(
      `haproxy.${name}`,
      haproxy[name],
      unit,
      given ? say`given` : request.checks === 'fast' ? say`fast checks` : say`default checks`,
      given
        ? say`plan: ${`haproxy.checks.${field}`}`
        : say`HAProxy server options; fast checks go with the mode fast or a recovery time objective below 30 s`,
    );
  });
}
