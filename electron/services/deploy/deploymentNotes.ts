import { randomUUID } from 'node:crypto';
import type { Refusal } from '../../../core/changes/refusal.ts';
import {
  latestNotes,
  type OwnDeployment,
  otherDeployments,
  wantedNote,
} from '../../../core/deployment/otherDeployments.ts';
import type { HostFacts } from '../../../core/facts/deploymentFacts.ts';
import { deploymentNote } from '../../../core/facts/deploymentNote.ts';
import { parsePlan } from '../../../core/plan/parse.ts';
import type { Door } from '../procedures/door.ts';
import { knowDeployments, readKnownDeployments } from '../projects/knownDeployments.ts';
import type { DeploymentOptions } from './deployment.ts';
import { secretsDigest } from './secretsDigest.ts';

type Options = Pick<DeploymentOptions, 'plan' | 'planText' | 'secrets' | 'directory' | 'dryRun' | 'overNewer'>;

/** What hosts have written about deployments, and what this one writes there. */
export class DeploymentNotes {
  readonly #options: Options;
  #wanted: string | undefined;

  constructor(options: Options) {
    this.#options = options;
  }

  /** What the hosts are to have; undefined before `begin`. */
  get wanted(): string | undefined {
    return this.#wanted;
  }

  /** What others have deployed since, where nobody said that it may be taken back. Before any secret is made for the plan. */
  async others(facts: ReadonlyMap<string, HostFacts>, project: string): Promise<readonly Refusal[]> {
    const own = await this.#own();
    if (own === undefined || this.#options.overNewer === true) return [];
    return otherDeployments(ours(facts, project), own);
  }

  /** Decides what hosts will say of this deployment, once its secrets are there. The folder knows of it before any host does. */
  async begin(
    door: Pick<Door<HostFacts>, 'operator' | 'projectId'>,
    facts: ReadonlyMap<string, HostFacts>,
  ): Promise<string | undefined> {
    const own = await this.#own();
    if (own === undefined) return undefined;
    const fresh = { id: randomUUID(), at: new Date().toISOString(), operator: door.operator };
    this.#wanted = wantedNote(ours(facts, door.projectId), own, fresh);
    const id = deploymentNote.parse(this.#wanted)?.id;
    if (this.#options.dryRun !== true && id !== undefined) await knowDeployments(this.#options.directory, [id]);
    return this.#wanted;
  }

  /** What hosts hold is what was deployed: this folder knows it from now on. */
  async takeIn(facts: ReadonlyMap<string, HostFacts>): Promise<void> {
    await knowDeployments(
      this.#options.directory,
      latestNotes(facts).map(({ note }) => note.id),
    );
  }

  async #own(): Promise<OwnDeployment | undefined> {
    const { plan, planText, secrets, directory } = this.#options;
    const parsed = parsePlan(planText);
    if (!parsed.ok) return undefined;
    return {
      plan: parsed.parsed,
      planText,
      secrets: secretsDigest(plan, secrets),
      known: await readKnownDeployments(directory),
    };
  }
}

/** A host of another project is refused as such. */
function ours(facts: ReadonlyMap<string, HostFacts>, project: string): ReadonlyMap<string, HostFacts> {
  return new Map([...facts].filter(([, { state }]) => state.project === project));
}
