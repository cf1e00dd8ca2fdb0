import type { HostFacts } from '../../../core/facts/deploymentFacts.ts';
import type { Host } from '../../../core/plan/plan.ts';
import type { DesiredState, PackageSource } from '../../../core/render/desiredHost.ts';
import type { Routes } from '../../../core/render/hostNetwork.ts';
import type { Templates } from '../../../core/render/renderedFile.ts';
import type { Phrase } from '../../../core/wording/phrase.ts';
import type { Door } from '../procedures/door.ts';
import type { ProcedureContext, ProcedureRun, RoundTrips } from '../procedures/procedureRun.ts';
import type { SshTarget } from '../ssh/sshTarget.ts';

export interface DeploymentOptions extends ProcedureContext {
  /** As the plan was read: kept in the project's folder once it is deployed. */
  readonly planText: string;
  readonly templates: Templates;
  /** How to reach a host that left the plan. */
  readonly targetFor: (host: Host) => SshTarget;
  /** How packages come to the hosts; see `packageSource`. */
  readonly packages: PackageSource;
  /** What the journal and the locks say is being done. Default: `deploy`. */
  readonly procedure?: 'deploy' | 'rotate' | 'adopt' | undefined;
  /** Name of a host whose PostgreSQL, which was there before, becomes the first member of the cluster. */
  readonly adopt?: string | undefined;
  /** Makes the secrets that the files need, once the hosts' facts are known. Default: `prepareSecrets`. */
  readonly prepare?: ((state: DesiredState, door: Door<HostFacts>, routes: Routes) => Promise<void>) | undefined;
  /** Names of checks of hosts that may fail, because a person said so. */
  readonly accept?: readonly string[] | undefined;
  /** Go on although somebody else has deployed what this folder does not know, because a person said so. */
  readonly overNewer?: boolean | undefined;
}

export interface DeployResult extends Omit<ProcedureRun<unknown>, 'end' | 'result'>, RoundTrips {
  readonly ok: boolean;
  /** Whether anything on a host was changed (with `dryRun`: would be). */
  readonly changed: boolean;
  /** What the plan changes and a deployment leaves as it is. */
  readonly notes: readonly Note[];
  readonly paused: boolean;
  /** Hosts of the plan that were left out. */
  readonly without: readonly string[];
}

/** A sentence for whoever deploys. */
export interface Note {
  readonly message: string;
  readonly said: Phrase;
}
