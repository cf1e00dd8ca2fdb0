import { accountIds } from './checks/accountIds.ts';
import { addressOnHost } from './checks/addressOnHost.ts';
import { clockOffset } from './checks/clockOffset.ts';
import { diskSpace } from './checks/diskSpace.ts';
import { fsyncLatency } from './checks/fsyncLatency.ts';
import { initSystem } from './checks/initSystem.ts';
import { leftoverState } from './checks/leftoverState.ts';
import { localeAvailable } from './checks/localeAvailable.ts';
import { mtu } from './checks/mtu.ts';
import { nameLookup } from './checks/nameLookup.ts';
import { osRelease } from './checks/osRelease.ts';
import { portsFree } from './checks/portsFree.ts';
import { portsReachable } from './checks/portsReachable.ts';
import { privileges } from './checks/privileges.ts';
import { reachable } from './checks/reachable.ts';
import { resourceSize } from './checks/resourceSize.ts';
import { type RoundTrip, roundTrip, roundTrips } from './checks/roundTrip.ts';
import { timeService } from './checks/timeService.ts';
import { vipFree } from './checks/vipFree.ts';
import { walSpace } from './checks/walSpace.ts';
import { watchdogReady } from './checks/watchdogReady.ts';
import type { Check, CheckResult, PreflightInput } from './observation.ts';

/** Every check, in the order in which a person would look at them. */
export const checks: readonly Check[] = [
  reachable,
  privileges,
  initSystem,
  osRelease,
  addressOnHost,
  nameLookup,
  clockOffset,
  timeService,
  portsFree,
  portsReachable,
  roundTrip,
  mtu,
  fsyncLatency,
  diskSpace,
  walSpace,
  resourceSize,
  localeAvailable,
  accountIds,
  leftoverState,
  vipFree,
  watchdogReady,
];

/** What preflight says: ok when no check failed; warnings do not stop a deployment. */
export interface PreflightReport {
  readonly ok: boolean;
  readonly checks: readonly CheckResult[];
  readonly rtt: readonly RoundTrip[];
}

/** Runs every check on what was observed. */
export function runChecks(input: PreflightInput): PreflightReport {
  const results = checks.flatMap((check) => check.run(input));
  return { ok: results.every((result) => result.result !== 'fail'), checks: results, rtt: roundTrips(input) };
}
