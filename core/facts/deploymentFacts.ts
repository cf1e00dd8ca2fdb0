import { appliedConfig } from './appliedConfig.ts';
import { deployedRecord } from './deployedRecord.ts';
import { directories } from './directories.ts';
import { etcdCluster } from './etcdCluster.ts';
import { etcdHealth } from './etcdHealth.ts';
import type { FactValues } from './fact.ts';
import { hardware } from './hardware.ts';
import { hostLock } from './hostLock.ts';
import { hostState } from './hostState.ts';
import { installedPackages } from './installedPackages.ts';
import { listeningPorts } from './listeningPorts.ts';
import { makingData } from './makingData.ts';
import { managedFiles } from './managedFiles.ts';
import type { PackageOffers } from './packageOffers.ts';
import { patroniState } from './patroniState.ts';
import { peerRoutes } from './peerRoutes.ts';
import { platform } from './platform.ts';
import { presentFiles } from './presentFiles.ts';
import { sqlState } from './sqlState.ts';
import { units } from './units.ts';
import { walDisk } from './walDisk.ts';

/** What to look for on a host: known before anything of it is, so that one round trip is enough. */
export interface FactQuestions {
  readonly packages: readonly string[];
  readonly files: readonly { readonly path: string; readonly readable: boolean }[];
  readonly units: readonly string[];
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
}

/** All facts that a deployment is computed from. */
export function deploymentFacts(questions: FactQuestions) {
  const { member } = questions;
  return {
    platform,
    hardware,
    state: hostState,
    lock: hostLock,
    packages: installedPackages(questions.packages),
    files: managedFiles(questions.files),
    units: units(questions.units),
    libraries: presentFiles(questions.libraries),
    directories: directories(questions.directories),
    making: makingData(questions.directories),
    ports: listeningPorts,
    routes: peerRoutes(questions.addresses),
    deployed: deployedRecord,
    etcd: etcdHealth(questions.etcdOptions),
    etcdCluster,
    patroni: patroniState(member?.restUrl ?? '', member?.authority),
    walDisk: walDisk(member?.walDirectories ?? []),
    appliedConfig: appliedConfig(member === undefined ? [] : questions.directories),
    sql: sqlState(member?.sockets ?? '/nonexistent', member?.port ?? 5432, member?.missingSql ?? 'select 1'),
  };
}

/** The facts, and what apt on the host says of packages that are missing there: asked for by itself, and only then. */
export type HostFacts = FactValues<ReturnType<typeof deploymentFacts>> & {
  readonly offers?: PackageOffers | undefined;
};
