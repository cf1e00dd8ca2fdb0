import { createHash } from 'node:crypto';
import { compareWithDeployed } from '../../../core/changes/find.ts';
import { remaining } from '../../../core/changes/kinds/remaining.ts';
import { recordOf } from '../../../core/changes/recordOf.ts';
import type { Refusal } from '../../../core/changes/refusal.ts';
import { changeRefusals, toRefusal } from '../../../core/deployment/changeRefusals.ts';
import { type DesiredInput, desiredState, routesOf } from '../../../core/deployment/desiredState.ts';
import { checkLeftOutNames } from '../../../core/deployment/leaveOut.ts';
import { planDeployment } from '../../../core/deployment/planDeployment.ts';
import type { Step } from '../../../core/deployment/step.ts';
import type { DeployedRecord } from '../../../core/facts/deployedRecord.ts';
import type { HostFacts } from '../../../core/facts/deploymentFacts.ts';
import type { FileTools } from '../../../core/operations/writeFiles.ts';
import type { Plan } from '../../../core/plan/plan.ts';
import { judgeDeployment } from '../../../core/preflight/judgement.ts';
import type { DesiredState, PackageSource } from '../../../core/render/desiredHost.ts';
import type { Routes } from '../../../core/render/hostNetwork.ts';
import type { Templates } from '../../../core/render/renderedFile.ts';
import { resolveTiming } from '../../../core/timing/resolveTiming.ts';
import { type Phrase, phraseText, say } from '../../../core/wording/phrase.ts';
import type { Door } from '../procedures/door.ts';
import type { ProcedureEvent, StepFailure, VerifyCheck } from '../procedures/procedureEvent.ts';
import type { BundleLocation } from '../procedures/runBatch.ts';
import { type ProcedureContext, runProcedure } from '../procedures/runProcedure.ts';
import { runSteps } from '../procedures/runSteps.ts';
import type { StepReport } from '../procedures/scheduler.ts';
import { toldToBoth } from '../procedures/shownEvent.ts';
import { readDeployedPlan, writeDeployedPlan } from '../projects/deployedPlan.ts';
import type { SecretStore } from '../secrets/secretStore.ts';
import { SshError } from '../ssh/sshError.ts';
import { sharedAuthorityNote } from '../tls/authority.ts';
import { deploymentGather } from './deploymentGather.ts';
import { keepHostsSeen, readHostsSeen } from './hostsSeen.ts';
import { judgeLeaveOut } from './leaveOut.ts';
import { prepareSecrets } from './prepareSecrets.ts';
import { verifyDeployment } from './verifyDeployment.ts';
import { whyNot } from './whyNot.ts';

export interface DeploymentOptions extends ProcedureContext {
  /** As the plan was read: kept in the project's folder once it is deployed. */
  readonly planText: string;
  readonly templates: Templates;
  /** How packages come to the hosts; see `packageSource`. */
  readonly packages: PackageSource;
  readonly bundles?: ReadonlyMap<string, BundleLocation> | undefined;
  /** What the journal and the locks say is being done. Default: `deploy`. */
  readonly procedure?: 'deploy' | 'rotate' | undefined;
  /** Makes the secrets that the files need, once the hosts' facts are known. Default: `prepareSecrets`. */
  readonly prepare?: ((state: DesiredState, door: Door<HostFacts>, routes: Routes) => Promise<void>) | undefined;
  /** Names of checks of hosts that may fail, because a person said so. */
  readonly accept?: readonly string[] | undefined;
  /** Asks for a stop: what runs on the hosts comes to its end, nothing new begins. */
  readonly signal?: AbortSignal | undefined;
  readonly onEvent?: (event: ProcedureEvent) => void;
  /** What to do after a failed step. `retry` looks at the hosts again and does what is missing. Default: stop. */
  readonly onFailure?: (failures: readonly StepFailure[]) => Promise<'stop' | 'retry'>;
}

export interface DeployResult {
  readonly ok: boolean;
  /** Whether anything on a host was changed (with `dryRun`: would be). */
  readonly changed: boolean;
  readonly steps: readonly StepReport[];
  readonly seconds: number;
  /** Scripts sent over SSH, all hosts together, and the most that one host got. */
  readonly roundTrips: number;
  readonly roundTripsPerHost: number;
  /** The steps of the first computation, with their diffs. */
  readonly planned: readonly Step[];
  readonly refusals: readonly Refusal[];
  /** What the plan changes and a deployment leaves as it is. */
  readonly notes: readonly Note[];
  readonly failures: readonly StepFailure[];
  readonly checks: readonly VerifyCheck[];
  readonly paused: boolean;
  /** Hosts of the plan that were left out. */
  readonly without: readonly string[];
}

/** A sentence for whoever deploys. */
export interface Note {
  readonly message: string;
  readonly said: Phrase;
}

/** Each pass brings the hosts nearer; one that must plan again this often is going round in circles. */
const mostPasses = 6;

/**
 * Brings the hosts to what the plan says: gathers, computes, applies, verifies. Running it again after any interruption converges;
 * with nothing to change it changes nothing. Refusals, failed steps and failed checks are in the result.
 * @throws SshError when a host cannot be reached or authenticated, Problem `locked` when somebody else works on a host,
 * Problem for a plan that cannot be rendered
 */
export async function runDeployment(options: DeploymentOptions): Promise<DeployResult> {
  const started = performance.now();
  const onEvent = options.onEvent ?? (() => {});
  const { plan, directory, without = [] } = options;
  checkLeftOutNames(plan, without);
  const hosts = plan.hosts.map((host) => host.name);
  onEvent({ code: 'gathering', hosts: hosts.filter((host) => !without.includes(host)) });
  const remembered = await readHostsSeen(directory);
  const before = await readDeployedPlan(directory);
  const notes = before === undefined ? [] : remaining(before, plan).map(({ said }) => noteOf(said));
  const known = { remembered, deployed: before && recordOf(before) };
  const result = await runProcedure(options, {
    id: options.procedure ?? 'deploy',
    hosts,
    unreachable: 'refuse',
    gather: deploymentGather(options),
    apply: async (door) => {
      const onEvent = toldToBoth(door, options.onEvent ?? (() => {}));
      const done = nothingDone(notes);
      const refusals = refusedChanges({ ...options, ...known }, door);
      if (refusals.length > 0) {
        onEvent({ code: 'planned', steps: [], refusals });
        return { ok: false, ...done, refusals };
      }
      // After asking: certificates name the addresses that the hosts really have.
      const routes = routesOf(door.facts, remembered);
      await (options.prepare?.(
        desiredState({ ...options, ...known, projectId: door.projectId }, door.facts),
        door,
        routes,
      ) ?? prepareSecrets(plan, options.secrets, routes));
      const note = sharedAuthorityNote(plan, options.secrets);
      if (note !== undefined) onEvent({ code: 'noted', host: undefined, said: note });
      const ok = await converge({ ...options, ...known }, { door, onEvent, done });
      if (ok && options.dryRun !== true) {
        await keepHostsSeen(directory, door.facts);
        await writeDeployedPlan(directory, options.planText);
      }
      return { ok, ...done };
    },
    ok: ({ ok }) => ok,
    why: (done) => whyNot(done, done.paused),
  }).catch((error: unknown) => {
    const refusals = movedHosts(plan, known.deployed, error);
    if (refusals.length === 0) throw error;
    onEvent({ code: 'planned', steps: [], refusals });
    return { ...nothingDone(notes), ok: false, refusals, roundTrips: 0, roundTripsPerHost: 0 };
  });
  return {
    ...result,
    changed:
      options.dryRun === true ? result.planned.length > 0 : result.steps.some((step) => step.result !== 'skipped'),
    seconds: Math.round(performance.now() - started) / 1000,
    without,
  };
}

interface Collected {
  steps: StepReport[];
  planned: readonly Step[];
  refusals: readonly Refusal[];
  readonly notes: readonly Note[];
  failures: readonly StepFailure[];
  checks: readonly VerifyCheck[];
  paused: boolean;
}

function nothingDone(notes: readonly Note[]): Collected {
  return { steps: [], planned: [], refusals: [], notes, failures: [], checks: [], paused: false };
}

/** Where a host cannot be reached because the plan has another address than the deployment, that address is what is wrong. */
function movedHosts(plan: Plan, deployed: DeployedRecord | undefined, error: unknown): readonly Refusal[] {
  if (!(error instanceof SshError) || deployed === undefined) return [];
  const refusals = compareWithDeployed(plan, deployed).filter(({ verdict }) => verdict === 'refuse');
  const moved = refusals.some(({ id, host }) => id === 'host-address' && error.hosts.includes(host));
  return moved ? refusals.map(toRefusal) : [];
}

interface Run {
  readonly door: Door<HostFacts>;
  readonly onEvent: (event: ProcedureEvent) => void;
  readonly done: Collected;
}

/** What the project's folder knows of hosts and of the last deployment. */
type Known = Pick<DesiredInput, 'remembered' | 'deployed'>;

/** Before anything is made for the plan: certificates for another address would be new files for every host. */
function refusedChanges(options: DeploymentOptions & Known, door: Door<HostFacts>): readonly Refusal[] {
  return changeRefusals(desiredState({ ...options, projectId: door.projectId }, door.facts), door.facts);
}

async function converge(options: DeploymentOptions & Known, work: Run): Promise<boolean> {
  const { done, onEvent, door } = work;
  const tools = fileTools(options.secrets);
  let { facts } = door;
  let changed = false;
  for (let pass = 1; ; pass++) {
    const state = desiredState({ ...options, projectId: door.projectId }, facts);
    const { steps, planAgain, ...against } = planDeployment(state, facts, tools);
    const refusals = [...(pass === 1 ? await judgeLeaveOut(options, state, facts) : []), ...against.refusals];
    if (pass === 1) done.planned = steps;
    done.failures = [];
    // Judged once: what comes later follows from what this run has done.
    const judged = pass === 1 ? await judgeHosts(options, work, refusals) : refusals;
    onEvent({ code: 'planned', steps, refusals: judged });
    done.refusals = judged;
    if (judged.length > 0) return false;
    if (options.dryRun === true) return true;
    if (steps.length > 0) {
      changed = true;
      const outcome = await runSteps({
        ...options,
        door,
        onEvent,
        steps,
        bundles: options.bundles ?? new Map(),
        signal: options.signal,
      });
      done.steps.push(...outcome.reports);
      done.failures = outcome.failures;
      if (options.signal?.aborted === true) {
        done.paused = true;
        onEvent({ code: 'paused', message: 'stopped as asked; run again to go on' });
        return false;
      }
      if (!outcome.ok && (await options.onFailure?.(outcome.failures)) !== 'retry') return false;
    }
    if (done.failures.length === 0 && (planAgain.length === 0 || pass >= mostPasses)) break;
    onEvent({ code: 'planning-again', reasons: planAgain });
    facts = await door.look();
  }
  onEvent({ code: 'verifying' });
  const checks = await verifyDeployment({
    ...options,
    id: door.projectId,
    watch: door,
    tools,
    facts: changed ? undefined : facts,
  });
  done.checks = checks;
  onEvent({ code: 'verified', checks });
  return checks.every((check) => check.ok);
}

function noteOf(said: Phrase): Note {
  return { message: phraseText(said), said };
}

/** What speaks against the deployment: what it refuses by itself, and what preflight fails, unless accepted by name; that is noted in the journal. */
async function judgeHosts(
  options: DeploymentOptions,
  { door, onEvent }: Run,
  refusals: readonly Refusal[],
): Promise<readonly Refusal[]> {
  const { plan, accept = [] } = options;
  const judged = judgeDeployment({
    plan,
    timing: resolveTiming(plan),
    projectId: door.projectId,
    facts: door.facts,
    refusals,
    accept,
  });
  const accepted = judged.accepted.map(({ id, host, message }) => ({ check: id, host, message }));
  if (accepted.length > 0) await door.journal.write([{ event: 'accepted', run: door.run, checks: accepted }]);
  for (const { host, said } of [...judged.notices, ...judged.accepted])
    onEvent({ code: 'noted', host, said: say`${host}: ${said.message}` });
  return [...refusals, ...judged.refusals];
}

/** The digest of a file is of what is sent: the secrets are in it. Remembered, since many files are asked for several times. */
export function fileTools(secrets: SecretStore): FileTools {
  const known = new Map<string, string>();
  return {
    digest(content) {
      const made = known.get(content) ?? createHash('sha256').update(secrets.fill(content)).digest('hex');
      known.set(content, made);
      return made;
    },
    redact: (content) => secrets.redact(content),
  };
}
