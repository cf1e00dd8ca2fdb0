import { accounts } from './accounts.ts';
import { type AskedService, answering } from './answering.ts';
import { appliedConfig } from './appliedConfig.ts';
import { automaticUpgrades } from './automaticUpgrades.ts';
import { type ClockOffset, clock } from './clock.ts';
import { deployedRecord } from './deployedRecord.ts';
import { deploymentNote } from './deploymentNote.ts';
import { directories } from './directories.ts';
import { diskState } from './diskState.ts';
import { etcdCluster } from './etcdCluster.ts';
import { etcdHealth } from './etcdHealth.ts';
import type { Fact, FactValues } from './fact.ts';
import type { UnreadFact } from './gather.ts';
import { hardware } from './hardware.ts';
import { hostCondition } from './hostCondition.ts';
import { hostLock } from './hostLock.ts';
import { hostOwner } from './hostOwner.ts';
import { hostState, stateDirectory } from './hostState.ts';
import { installedPackages } from './installedPackages.ts';
import { type LeftoverPlaces, leftovers } from './leftovers.ts';
import { listeningPorts } from './listeningPorts.ts';
import { locales } from './locales.ts';
import { makingData } from './makingData.ts';
import { managedFiles } from './managedFiles.ts';
import { nameResolution } from './nameResolution.ts';
import { networkInterfaces } from './networkInterfaces.ts';
import type { PackageOffers } from './packageOffers.ts';
import { patroniState } from './patroniState.ts';
import { peerRoutes } from './peerRoutes.ts';
import { places } from './places.ts';
import { platform } from './platform.ts';
import { presentFiles } from './presentFiles.ts';
import type { SingleServer } from './singleServer.ts';
import { sqlState } from './sqlState.ts';
import { units } from './units.ts';
import { vipState } from './vipState.ts';
import { walDisk } from './walDisk.ts';
import { watchdogDevice } from './watchdogDevice.ts';

/** What to look for on a host: known before anything of it is, so that one round trip is enough. */
export interface FactRequest {
  readonly packages: readonly string[];
  readonly files: readonly { readonly path: string; readonly readable: boolean }[];
  readonly units: readonly string[];
  /** Services that are asked whether they do their work. */
  readonly services: readonly AskedService[];
  /** Files of libraries and extensions, for every major version that it may be. */
  readonly libraries: readonly string[];
  readonly directories: readonly string[];
  /** Addresses of all hosts of the plan. */
  readonly addresses: readonly string[];
  /** etcdctl's words for the host's own member. */
  readonly etcdOptions: string | undefined;
  /** Patroni's REST API and PostgreSQL's socket, on hosts with a member. */
  readonly member:
    | {
        readonly restUrl: string;
        readonly authority: string | undefined;
        readonly sockets: string;
        readonly port: number;
        readonly missingSql: string;
        /** Where its WAL may lie, by the version that it may have. */
        readonly walDirectories: readonly string[];
      }
    | undefined;
  /** What the checks of hosts want to know beside it. */
  readonly checks: {
    /** Directories that must have room, and fast disks. */
    readonly disks: readonly string[];
    /** Directories that services need, with their parents. */
    readonly places: readonly string[];
    /** Names that the plan uses as addresses. */
    readonly names: readonly string[];
    /** The virtual IP, where the host takes part in one. */
    readonly vip: string | undefined;
    /** System accounts that packages make. */
    readonly accounts: readonly string[];
    readonly leftovers: LeftoverPlaces;
  };
}

/**
 * Asks only hosts that no project of this program owns yet: what a first deployment has to know, and what the deployment itself answers for
 * afterwards. A second one is to stay quick.
 */
function firstTime<T>(fact: Fact<T>): Fact<T> {
  return { ...fact, command: `[ -e ${stateDirectory}/owner ] && exit 0\n${fact.command}` };
}

/**
 * What the checks of hosts judge.
 * @param always also what only a first deployment needs, as preflight shows it of every host
 */
function checkedFacts({ disks, places: wanted, names, vip, ...questions }: FactRequest['checks'], always: boolean) {
  const first = always ? <T>(fact: Fact<T>) => fact : firstTime;
  return {
    disks: diskState(disks, always),
    places: places(wanted),
    interfaces: networkInterfaces,
    names: nameResolution(names),
    vip: first(vipState(vip)),
    accounts: first(accounts(questions.accounts)),
    locales: first(locales),
    watchdog: watchdogDevice,
    leftovers: first(leftovers(questions.leftovers)),
    condition: hostCondition,
    upgrades: automaticUpgrades,
  };
}

/**
 * All facts that a deployment is computed from, and that its hosts are judged by: preflight and deployment ask the same.
 * @param purpose a deployment does not ask hosts again what it has answered for already
 */
export function deploymentFacts(questions: FactRequest, purpose: 'deployment' | 'preflight' = 'deployment') {
  const { member } = questions;
  return {
    // First: its time is compared with that of the operator.
    clock: clock(purpose === 'preflight'),
    platform,
    hardware,
    state: hostState,
    lock: hostLock,
    owner: hostOwner,
    packages: installedPackages(questions.packages),
    files: managedFiles(questions.files),
    units: units(questions.units),
    libraries: presentFiles(questions.libraries),
    directories: directories(questions.directories),
    making: makingData(questions.directories),
    ports: listeningPorts,
    routes: peerRoutes(questions.addresses),
    deployed: deployedRecord,
    note: deploymentNote,
    etcd: etcdHealth(questions.etcdOptions),
    etcdCluster,
    patroni: patroniState(member?.restUrl ?? '', member?.authority),
    walDisk: walDisk(member?.walDirectories ?? []),
    appliedConfig: appliedConfig(member === undefined ? [] : questions.directories),
    answering: answering(questions.services),
    sql: sqlState(
      member?.sockets ?? '/nonexistent',
      member?.port ?? 5432,
      member?.missingSql ?? 'select 1',
      member === undefined ? [] : questions.directories,
    ),
    ...checkedFacts(questions.checks, purpose === 'preflight'),
  };
}

/** The facts, and what is asked for by itself, where it is needed. */
export type HostFacts = FactValues<ReturnType<typeof deploymentFacts>> & {
  readonly clockOffset: ClockOffset;
  /** What the host did not tell: these facts hold what is said of an empty answer. */
  readonly unread: readonly UnreadFact[];
  /** What apt on the host says of packages that are missing there. */
  readonly offers?: PackageOffers | undefined;
  /** A PostgreSQL that runs there by itself: asked for where one is adopted. */
  readonly single?: SingleServer | undefined;
};
