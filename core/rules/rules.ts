import type { Plan } from '../plan/plan.ts';
import { formatPath } from '../plan/planPath.ts';
import { addressFamily } from './addressFamily.ts';
import { addressReachable } from './addressReachable.ts';
import { addressUnique } from './addressUnique.ts';
import { addressValid } from './addressValid.ts';
import { arbiterPlacement } from './arbiterPlacement.ts';
import { clientsOpen } from './clientsOpen.ts';
import { clusterRegions } from './clusterRegions.ts';
import { clusterSettings } from './clusterSettings.ts';
import { databasesAndUsers } from './databasesAndUsers.ts';
import { dataDirectories } from './dataDirectories.ts';
import { durability } from './durability.ts';
import { etcdElectionVsRtt } from './etcdElectionVsRtt.ts';
import { etcdMemberCount } from './etcdMemberCount.ts';
import { etcdQuota } from './etcdQuota.ts';
import { failoverCandidate } from './failoverCandidate.ts';
import { failsafeOff } from './failsafeOff.ts';
import { failureDomains } from './failureDomains.ts';
import type { Finding, Rule, Severity } from './finding.ts';
import { haproxyChecks } from './haproxyChecks.ts';
import { haproxyPresent } from './haproxyPresent.ts';
import { hbaRules } from './hbaRules.ts';
import { hostInOneCluster } from './hostInOneCluster.ts';
import { hostUnused } from './hostUnused.ts';
import { interSiteRtt } from './interSiteRtt.ts';
import { knownHosts } from './knownHosts.ts';
import { knownSites } from './knownSites.ts';
import { memberRoles } from './memberRoles.ts';
import { names } from './names.ts';
import { objectivesMode } from './objectivesMode.ts';
import { objectivesRange } from './objectivesRange.ts';
import { onePrimary } from './onePrimary.ts';
import { packageNames } from './packageNames.ts';
import { packagesSource } from './packagesSource.ts';
import { parameterNames } from './parameterNames.ts';
import { parametersOwned } from './parametersOwned.ts';
import { patroniMinimums } from './patroniMinimums.ts';
import { poolSizes } from './poolSizes.ts';
import { portCollisions } from './portCollisions.ts';
import { rpoZeroNeedsReplicas } from './rpoZeroNeedsReplicas.ts';
import { rtoBudget } from './rtoBudget.ts';
import { sameSiteSync } from './sameSiteSync.ts';
import { secretsInPlan } from './secretsInPlan.ts';
import { siteMajority } from './siteMajority.ts';
import { slotWalBound } from './slotWalBound.ts';
import { standbyCluster } from './standbyCluster.ts';
import { standbyDelay } from './standbyDelay.ts';
import { timingLeaseConstraint } from './timingLeaseConstraint.ts';
import { timingWholeSeconds } from './timingWholeSeconds.ts';
import { tlsOff } from './tlsOff.ts';
import { topologyShape } from './topologyShape.ts';
import { ttlVsElection } from './ttlVsElection.ts';
import { uniqueClusters } from './uniqueClusters.ts';
import { uniqueHosts } from './uniqueHosts.ts';
import { uniqueMembers } from './uniqueMembers.ts';
import { uniqueSeq } from './uniqueSeq.ts';
import { versionCompatibility } from './versionCompatibility.ts';
import { vipFree } from './vipFree.ts';
import { vipOneSite } from './vipOneSite.ts';
import { vipSubnet } from './vipSubnet.ts';
import { vipValid } from './vipValid.ts';
import { watchdogTimeout } from './watchdogTimeout.ts';

/** Every rule that a plan is judged by. */
export const rules: readonly Rule[] = [
  names,
  uniqueHosts,
  uniqueClusters,
  uniqueSeq,
  uniqueMembers,
  knownHosts,
  knownSites,
  memberRoles,
  hostInOneCluster,
  hostUnused,
  onePrimary,
  failoverCandidate,
  addressValid,
  dataDirectories,
  addressReachable,
  addressUnique,
  addressFamily,
  topologyShape,
  etcdMemberCount,
  siteMajority,
  arbiterPlacement,
  failureDomains,
  interSiteRtt,
  clusterRegions,
  standbyCluster,
  standbyDelay,
  objectivesRange,
  objectivesMode,
  rpoZeroNeedsReplicas,
  rtoBudget,
  sameSiteSync,
  timingLeaseConstraint,
  timingWholeSeconds,
  patroniMinimums,
  watchdogTimeout,
  ttlVsElection,
  etcdElectionVsRtt,
  etcdQuota,
  failsafeOff,
  haproxyChecks,
  haproxyPresent,
  vipValid,
  vipSubnet,
  vipFree,
  vipOneSite,
  portCollisions,
  poolSizes,
  parameterNames,
  parametersOwned,
  durability,
  slotWalBound,
  databasesAndUsers,
  clusterSettings,
  hbaRules,
  clientsOpen,
  versionCompatibility,
  packageNames,
  packagesSource,
  secretsInPlan,
  tlsOff,
];

const order: Readonly<Record<Severity, number>> = { error: 0, warning: 1, info: 2 };

/**
 * Judges a complete plan by every rule.
 * @returns all findings: errors first, then warnings, then information, each by the path in the plan file
 */
export function validatePlan(plan: Plan): Finding[] {
  return rules
    .flatMap((rule) => rule.check(plan))
    .map((finding) => ({ finding, key: sortKey(finding) }))
    .sort((one, other) => (one.key < other.key ? -1 : one.key > other.key ? 1 : 0))
    .map(({ finding }) => finding);
}

/** Severity, path and id as one text; numbers are padded, so that hosts[2] comes before hosts[10]. */
function sortKey({ severity, path, id }: Finding): string {
  const place = formatPath(path).replaceAll(/\d+/g, (digits) => digits.padStart(6, '0'));
  return `${order[severity]} ${place} ${id}`;
}
