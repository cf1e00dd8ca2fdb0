import type { Phrase } from '../wording/phrase.ts';
import { accountIds } from './checks/accountIds.ts';
import { addressOnHost } from './checks/addressOnHost.ts';
import { automaticUpgrades } from './checks/automaticUpgrades.ts';
import { clockOffset } from './checks/clockOffset.ts';
import { dataPlaces } from './checks/dataPlaces.ts';
import { coveredBy, deployable } from './checks/deployable.ts';
import { diskSpace } from './checks/diskSpace.ts';
import { fileSystems } from './checks/fileSystems.ts';
import { fsyncLatency } from './checks/fsyncLatency.ts';
import { hostAnswers } from './checks/hostAnswers.ts';
import { initSystem } from './checks/initSystem.ts';
import { ipv6Ready } from './checks/ipv6Ready.ts';
import { leftoverState } from './checks/leftoverState.ts';
import { localeAvailable } from './checks/localeAvailable.ts';
import { memorySettings } from './checks/memorySettings.ts';
import { mtu } from './checks/mtu.ts';
import { nameLookup } from './checks/nameLookup.ts';
import { osRelease } from './checks/osRelease.ts';
import { packagesOnOffer } from './checks/packagesOnOffer.ts';
import { portsFree } from './checks/portsFree.ts';
import { portsReachable } from './checks/portsReachable.ts';
import { privileges } from './checks/privileges.ts';
import { reachable } from './checks/reachable.ts';
import { replacedFiles } from './checks/replacedFiles.ts';
import { resourceSize } from './checks/resourceSize.ts';
import { type RoundTrip, roundTrip, roundTrips } from './checks/roundTrip.ts';
import { sameMachine } from './checks/sameMachine.ts';
import { serviceLimits } from './checks/serviceLimits.ts';
import { systemState } from './checks/systemState.ts';
import { timeService } from './checks/timeService.ts';
import { vipFree } from './checks/vipFree.ts';
import { walSpace } from './checks/walSpace.ts';
import { watchdogReady } from './checks/watchdogReady.ts';
import type { Check, CheckResult, PreflightInput } from './observation.ts';

/** Every check, in the order in which a person would look at them. */
export const checks: readonly Check[] = [
  reachable,
  hostAnswers,
  privileges,
  initSystem,
  systemState,
  osRelease,
  sameMachine,
  addressOnHost,
  ipv6Ready,
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
  fileSystems,
  dataPlaces,
  resourceSize,
  memorySettings,
  serviceLimits,
  localeAvailable,
  accountIds,
  leftoverState,
  replacedFiles,
  packagesOnOffer,
  automaticUpgrades,
  deployable,
  vipFree,
  watchdogReady,
];

/** What a check is called; undefined for an id that no check has. */
export function checkTitle(id: string): Phrase | undefined {
  return checks.find((check) => check.id === id)?.title;
}

/** What preflight says: ok when no check failed; warnings do not stop a deployment. */
export interface PreflightReport {
  readonly ok: boolean;
  readonly checks: readonly CheckResult[];
  readonly rtt: readonly RoundTrip[];
}

/** What can be judged of a host alone, as soon as it has answered. */
export function checksOfHost(input: PreflightInput): readonly CheckResult[] {
  return [reachable, ...checks.filter(({ scope }) => scope === 'host')].flatMap((check) => check.run(input));
}

/** Runs every check on what was observed. */
export function runChecks(input: PreflightInput): PreflightReport {
  const all = checks.flatMap((check) => check.run(input));
  const failed = new Set(all.filter(({ result }) => result === 'fail').map(({ id, host }) => `${host} ${id}`));
  // One cause is one line: a refusal that a failed check of the host explains is left out, unless it is all that is said of the host.
  const said = (one: CheckResult) =>
    one.id === 'deployable' &&
    one.result === 'fail' &&
    input.refusals.some(
      ({ host, code }) =>
        host === one.host && code === one.measured && coveredBy(code).some((id) => failed.has(`${host} ${id}`)),
    );
  const results = all.filter((one) => !said(one));
  return { ok: results.every((result) => result.result !== 'fail'), checks: results, rtt: roundTrips(input) };
}
