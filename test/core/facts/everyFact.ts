import { cannotFollow, highestTimeline, memberRuns } from '../../../core/dr/regionFacts.ts';
import { clusterFacts } from '../../../core/export/import/cluster/clusterReading.ts';
import { patroniReading } from '../../../core/export/import/cluster/patroniReading.ts';
import { serviceFiles } from '../../../core/export/import/cluster/serviceText.ts';
import { accounts } from '../../../core/facts/accounts.ts';
import { answering } from '../../../core/facts/answering.ts';
import { appliedConfig } from '../../../core/facts/appliedConfig.ts';
import { auditLog } from '../../../core/facts/auditLog.ts';
import { automaticUpgrades } from '../../../core/facts/automaticUpgrades.ts';
import { certificateFiles } from '../../../core/facts/certificateFiles.ts';
import { clock } from '../../../core/facts/clock.ts';
import { deployedRecord } from '../../../core/facts/deployedRecord.ts';
import { deploymentNote } from '../../../core/facts/deploymentNote.ts';
import { directories } from '../../../core/facts/directories.ts';
import { diskState } from '../../../core/facts/diskState.ts';
import { etcdCluster } from '../../../core/facts/etcdCluster.ts';
import { etcdHealth } from '../../../core/facts/etcdHealth.ts';
import type { Fact } from '../../../core/facts/fact.ts';
import { hardware } from '../../../core/facts/hardware.ts';
import { heldFiles } from '../../../core/facts/heldFiles.ts';
import { hostCondition } from '../../../core/facts/hostCondition.ts';
import { hostLock } from '../../../core/facts/hostLock.ts';
import { hostOwner } from '../../../core/facts/hostOwner.ts';
import { hostState } from '../../../core/facts/hostState.ts';
import { installedPackages } from '../../../core/facts/installedPackages.ts';
import { leftovers } from '../../../core/facts/leftovers.ts';
import { listeningPorts } from '../../../core/facts/listeningPorts.ts';
import { locales } from '../../../core/facts/locales.ts';
import {
  asideDirectories,
  directoryBytes,
  majorContent,
  majorFindings,
  majorState,
} from '../../../core/facts/majorState.ts';
import { makingData } from '../../../core/facts/makingData.ts';
import { managedFiles } from '../../../core/facts/managedFiles.ts';
import { nameResolution } from '../../../core/facts/nameResolution.ts';
import { networkInterfaces } from '../../../core/facts/networkInterfaces.ts';
import { packageOffers } from '../../../core/facts/packageOffers.ts';
import { passwordVerifiers } from '../../../core/facts/passwordVerifiers.ts';
import { patroniState } from '../../../core/facts/patroniState.ts';
import { peerRoutes } from '../../../core/facts/peerRoutes.ts';
import { places } from '../../../core/facts/places.ts';
import { platform } from '../../../core/facts/platform.ts';
import { postgresRole } from '../../../core/facts/postgresRole.ts';
import { presentFiles } from '../../../core/facts/presentFiles.ts';
import { singleServer } from '../../../core/facts/singleServer.ts';
import { sqlState } from '../../../core/facts/sqlState.ts';
import { units } from '../../../core/facts/units.ts';
import { upgradeState } from '../../../core/facts/upgradeState.ts';
import { vipState } from '../../../core/facts/vipState.ts';
import { walDisk } from '../../../core/facts/walDisk.ts';
import { watchdogDevice } from '../../../core/facts/watchdogDevice.ts';

type FactMaker = (...ask: never[]) => Fact<unknown>;

/** Every fact of the program by its id, made by what it is asked about. */
export const everyFact: Readonly<Record<string, FactMaker>> = {
  accounts,
  answering,
  'applied-config': appliedConfig,
  'aside-directories': () => asideDirectories,
  'audit-log': () => auditLog,
  'automatic-upgrades': () => automaticUpgrades,
  'cannot-follow': () => cannotFollow,
  'certificate-files': certificateFiles,
  clock,
  deployed: () => deployedRecord,
  'deployment-note': () => deploymentNote,
  directories,
  'directory-bytes': directoryBytes,
  'disk-state': diskState,
  etcd: (options: string | null) => etcdHealth(options ?? undefined),
  'etcd-cluster': () => etcdCluster,
  files: managedFiles,
  hardware: () => hardware,
  'held-files': heldFiles,
  'highest-timeline': () => highestTimeline,
  'host-condition': () => hostCondition,
  'host-name': () => clusterFacts.hostName,
  leftovers,
  'listening-ports': () => listeningPorts,
  locales: () => locales,
  lock: () => hostLock,
  'major-content': majorContent,
  'major-findings': () => majorFindings,
  'major-state': majorState,
  'making-data': makingData,
  'member-runs': () => memberRuns,
  'name-resolution': nameResolution,
  'network-interfaces': () => networkInterfaces,
  'package-offers': packageOffers,
  owner: () => hostOwner,
  packages: installedPackages,
  'password-verifiers': passwordVerifiers,
  patroni: (url: string, authority: string | null) => patroniState(url, authority ?? undefined),
  'patroni-reading': () => patroniReading,
  'peer-routes': peerRoutes,
  places,
  platform: () => platform,
  'postgres-role': postgresRole,
  'present-files': presentFiles,
  'service-files': () => serviceFiles,
  'single-server': singleServer,
  sql: sqlState,
  'sql-reading': () => clusterFacts.sql,
  state: () => hostState,
  units,
  'upgrade-state': () => upgradeState,
  'vip-state': (address: string | null) => vipState(address ?? undefined),
  'wal-disk': walDisk,
  'watchdog-device': () => watchdogDevice,
};
