import { createHash } from 'node:crypto';
import { compareWithDeployed } from '../../../core/changes/find.ts';
import { remaining } from '../../../core/changes/kinds/remaining.ts';
import { recordOf } from '../../../core/changes/recordOf.ts';
import type { Refusal } from '../../../core/changes/refusal.ts';
import type { Transition } from '../../../core/changes/transition.ts';
import { planAdoption } from '../../../core/deployment/adoption/planAdoption.ts';
import { changeRefusals, toRefusal } from '../../../core/deployment/changeRefusals.ts';
import { type DesiredInput, desiredState, type HostsSeen, routesOf } from '../../../core/deployment/desiredState.ts';
import { checkLeftOutNames } from '../../../core/deployment/leaveOut.ts';
import { withHeirs } from '../../../core/deployment/otherDeployments.ts';
import { planDeployment } from '../../../core/deployment/planDeployment.ts';
import { planMoves } from '../../../core/deployment/planMoves.ts';
import { type Passage, planPassage } from '../../../core/deployment/planPassage.ts';
import { takenOverFrom } from '../../../core/deployment/takenOver.ts';
import type { HostFacts } from '../../../core/facts/deploymentFacts.ts';
import { settingOfFacts } from '../../../core/impact/setting.ts';
import type { FileTools } from '../../../core/operations/writeFiles.ts';
import type { Host, Plan } from '../../../core/plan/plan.ts';
import { judgeDeployment } from '../../../core/preflight/judgement.ts';
import { nextOfAdoption } from '../../../core/procedures/adoption.ts';
import { type DeploymentWorld, nextOfDeployment } from '../../../core/procedures/deployment.ts';
import type { DesiredState } from '../../../core/render/desiredHost.ts';
import { secretPlaceholder } from '../../../core/render/placeholders.ts';
import { type RefusedHost, refusedSecret } from '../../../core/render/refusedHosts.ts';
import { resolveTiming } from '../../../core/timing/resolveTiming.ts';
import { type Phrase, phraseText, say } from '../../../core/wording/phrase.ts';
import type { Door } from '../procedures/door.ts';
import type { ProcedureContext, ProcedureRun, RoundTrips } from '../procedures/procedureRun.ts';
import { runProcedure } from '../procedures/runProcedure.ts';
import { readDeployedPlan, writeDeployedPlan } from '../projects/deployedPlan.ts';
import { noteBegun, settleFormerPlans } from '../projects/formerPlans.ts';
import { forgetFormerPasswords, pendingPasswords } from '../secrets/renewPasswords.ts';
import type { SecretStore } from '../secrets/secretStore.ts';
import { SshError } from '../ssh/sshError.ts';
import { sharedAuthorityNote } from '../tls/authority.ts';
import { refusedHosts, refuseHosts } from '../tls/refuseHosts.ts';
import { adoptionGather, keepPasswords, seenFor } from './adoptionLook.ts';
import { unfinishedAuthority } from './authorityPosition.ts';
import type { DeploymentOptions, DeployResult, Note } from './deployment.ts';
import { deploymentGather } from './deploymentGather.ts';
import { DeploymentNotes } from './deploymentNotes.ts';
import { unreachedOf, visitedHosts } from './formerHosts.ts';
import { keepHostsSeen, readHostsSeen } from './hostsSeen.ts';
import { judgeLeaveOut, readLeaders } from './leaveOut.ts';
import { prepareSecrets } from './prepareSecrets.ts';
import { verifyDeployment } from './verifyDeployment.ts';

/**
 * Brings the hosts to what the plan says: gathers, computes, applies, verifies. Running it again after any interruption converges;
 * with nothing to change it changes nothing. Refusals, failed steps and failed checks are in the result.
 * @throws SshError when a host cannot be reached or authenticated, Problem `locked` when somebody else works on a host,
 * Problem for a plan that cannot be rendered
 */
export async function runDeployment(options: DeploymentOptions): Promise<DeployResult> {
  const { plan, directory, without = [] } = options;
  const remembered = await readHostsSeen(directory);
  const before = await readDeployedPlan(directory);
  const visited = await visitedHosts(options);
  const { former, transition, whole, targets } = visited;
  checkLeftOutNames(whole, without);
  const notes = before === undefined ? [] : remaining(before, plan).map(({ said }) => noteOf(said));
  const work: Work = {
    options,
    notes: new DeploymentNotes(options),
    known: { remembered, deployed: before && recordOf(before), former },
    transition,
    tools: fileTools(options.secrets, options.dryRun === true),
  };
  const run = await runProcedure<HostFacts, DeploymentWorld, undefined>(
    { ...options, targets },
    {
      id: options.procedure ?? 'deploy',
      hosts: whole.hosts.map((host) => host.name),
      unreachable: 'refuse',
      judgesOwners: true,
      mayBeMissing: visited.leaving,
      gather: adoptionGather(options, deploymentGather({ ...options, plan: whole })),
      look: async (door, facts, earlier) => {
        if (earlier !== undefined) return lookAgain(work, door, facts);
        const world = await firstLook(work, door);
        // A run tells them with its first stage.
        if (options.dryRun === true) notes.push(...(world.adoption?.changes ?? []).map(noteOf));
        return world;
      },
      next: options.adopt === undefined ? nextOfDeployment : nextOfAdoption,
      setting: ({ facts }) => settingOfFacts(plan, facts, transition?.between ?? before),
      prove: (door, { facts }, current) =>
        verifyDeployment({
          ...options,
          ...work.known,
          id: door.projectId,
          watch: door,
          tools: work.tools,
          facts: current ? facts : undefined,
        }),
      keep: async (door) => {
        const left = unreachedOf(visited, door.facts);
        for (const host of left) door.tell({ code: 'noted', host, said: leftBehindPhrase(host, plan) });
        await keepHostsSeen(directory, ofPlan(plan, door.facts));
        await work.notes.takeIn(ofPlan(plan, door.facts));
        await settleFormerPlans(directory, left);
        await writeDeployedPlan(directory, options.planText);
        // Every host has what the store has.
        if (without.length === 0 && pendingPasswords(options.secrets).length > 0)
          await forgetFormerPasswords(options.secrets);
      },
    },
  ).catch((error: unknown) => {
    const refusals = movedHosts(plan, before, error);
    if (refusals.length === 0) throw error;
    options.onEvent?.({ code: 'planned', steps: [], refusals });
    return { ...nothingDone, refusals };
  });
  return deployResult(options, run, notes);
}

/** What is true of a host that left and was not cleaned, and the one thing to do. */
function leftBehindPhrase(host: string, { security }: Plan): Phrase {
  return security.tls
    ? say`${host} left the plan and could not be reached: it still holds everything that was deployed there. Nobody counts on it any more, etcd refuses its certificates, and PostgreSQL its addresses. quorate status says when it is back, and the next deployment then cleans it; if it is gone for good, run quorate project forget PLAN ${host}. Its disk still holds passwords and keys: where strangers may get at it, run quorate rotate PLAN passwords and quorate rotate PLAN ca`
    : say`${host} left the plan and could not be reached: it still holds everything that was deployed there. Nobody counts on it any more, but without TLS nothing keeps its Patroni from etcd: keep it off the network until a deployment can clean it. quorate status says when it is back; if it is gone for good, run quorate project forget PLAN ${host}`;
}

/** A host that left, with the addresses from which it came. */
function refusedHost({ name, address }: Host, remembered: HostsSeen = {}): RefusedHost {
  const sources = (remembered[name]?.routes ?? []).flatMap(({ source }) => source ?? []);
  return { name, addresses: [address, ...sources] };
}

/** A run as the result of a deployment or a removal. */
export function deployResult(
  { dryRun, without = [] }: ProcedureContext,
  { end, result: _, ...run }: ProcedureRun<unknown> & RoundTrips,
  notes: readonly Note[] = [],
): DeployResult {
  return {
    ...run,
    ok: end === 'done',
    changed: dryRun === true ? run.planned.length > 0 : run.steps.some((step) => step.result !== 'skipped'),
    notes,
    paused: end === 'stopped',
    without,
  };
}

const nothingDone: ProcedureRun<undefined> & RoundTrips = {
  end: 'refused',
  result: undefined,
  planned: [],
  steps: [],
  refusals: [],
  failures: [],
  checks: [],
  stages: [],
  risks: [],
  probe: null,
  seconds: 0,
  roundTrips: 0,
  roundTripsPerHost: 0,
};

/** Where a host cannot be reached because the plan has another address than the deployment, that address is what is wrong. */
function movedHosts(plan: Plan, deployed: Plan | undefined, error: unknown): readonly Refusal[] {
  if (!(error instanceof SshError) || deployed === undefined) return [];
  const refusals = compareWithDeployed(plan, deployed).filter(({ verdict }) => verdict === 'refuse');
  const moved = refusals.some(({ id, host }) => id === 'host-address' && error.hosts.includes(host));
  return moved ? refusals.map(toRefusal) : [];
}

/** What a deployment works with from its beginning to its end. */
interface Work {
  readonly options: DeploymentOptions;
  /** What the project's folder knows of hosts and of earlier deployments. */
  readonly known: Pick<DesiredInput, 'remembered' | 'deployed' | 'former'>;
  /** What the hosts have written about deployments, others' among them. */
  readonly notes: DeploymentNotes;
  readonly transition: Transition | undefined;
  readonly tools: FileTools;
}

/**
 * The hosts as they were when they were locked, and what speaks against changing them. Judged once: what comes later follows from what this run
 * has done.
 */
async function firstLook(work: Work, door: Door<HostFacts>): Promise<DeploymentWorld> {
  const { options, known, notes, transition } = work;
  const { plan, secrets } = options;
  const { projectId } = door;
  const all = seenFor(options, withHeirs(door.facts, projectId));
  const facts = ofPlan(plan, all);
  const unseen = (transition?.leaving ?? []).filter(({ host, whole }) => whole && !all.has(host.name));
  const input = { ...options, ...known, projectId, refused: refusedHosts(secrets) };
  const judged = desiredState(input, facts);
  // Before anything is made for the plan: certificates for another address would be new files for every host.
  const lost = [...facts].flatMap(([host, { owner }]) => takenOverFrom(host, projectId, owner) ?? []);
  const refused =
    lost.length > 0 ? lost : [...(await notes.others(facts, projectId)), ...changeRefusals(judged, facts)];
  if (refused.length > 0) return { facts, refusals: refused, differences: undefined };
  // After asking: certificates name the addresses that the hosts really have.
  // Those that leave have theirs, and keep them until they go.
  const routes = routesOf(facts, known.remembered);
  if (options.dryRun !== true) await keepPasswords(options, facts);
  await (options.prepare?.(judged, door, routes) ?? prepareSecrets(plan, secrets, routes));
  const leftBehind = unseen.map(({ host }) => refusedHost(host, known.remembered));
  // A rehearsal shows what would be written, and writes nothing.
  if (options.dryRun !== true) await refuseHosts(secrets, leftBehind);
  const refusing = options.dryRun === true ? [...refusedHosts(secrets), ...leftBehind] : refusedHosts(secrets);
  const state = desiredState({ ...input, refused: refusing }, facts);
  const shared = sharedAuthorityNote(plan, secrets);
  const unfinished = await unfinishedAuthority(secrets, plan);
  for (const said of [shared, unfinished]) if (said !== undefined) door.tell({ code: 'noted', host: undefined, said });
  const note = await notes.begin(door, facts);
  const leaders = unseen.length > 0 ? await readLeaders(options, facts) : new Map<string, string>();
  const world = worldOf(work, { ...state, note }, all, leaders, refusing, door.facts);
  const against = [
    ...(await judgeLeaveOut(options, state, facts)),
    ...world.refusals,
    ...world.passage.refusals,
    ...(world.passage.growth?.refusals ?? []),
  ];
  const refusals = await judgeHosts(options, door, facts, against);
  if (refusals.length === 0 && options.dryRun !== true) await noteBegun(options.directory, options.planText);
  return { ...world, refusals };
}

function lookAgain(work: Work, door: Door<HostFacts>, found: ReadonlyMap<string, HostFacts>): Promise<DeploymentWorld> {
  const { options, known, notes } = work;
  const { projectId } = door;
  const all = seenFor(options, withHeirs(found, projectId));
  const refused = refusedHosts(options.secrets);
  const input = { ...options, ...known, note: notes.wanted, projectId, refused };
  return Promise.resolve(worldOf(work, desiredState(input, ofPlan(options.plan, all)), all, new Map(), refused, found));
}

/**
 * What the hosts lack, and what members that come and go ask for.
 * @param state of the plan's hosts, as they are to become
 * @param all facts of these hosts and of those that leave
 * @param leaders by the leader key in etcd, where that was asked
 * @param found as the hosts told them, whatever is adopted there
 */
function worldOf(
  { options, known, transition, tools }: Work,
  state: DesiredState,
  all: ReadonlyMap<string, HostFacts>,
  leaders: ReadonlyMap<string, string>,
  refused: readonly RefusedHost[],
  found: ReadonlyMap<string, HostFacts>,
): DeploymentWorld & { readonly passage: Passage } {
  const { note, projectId } = state;
  const differences = planDeployment(state, ofPlan(options.plan, all), tools);
  const leaving = transition && {
    state,
    between: desiredState({ ...options, ...known, note, plan: transition.between, projectId, refused }, all),
    transition,
    facts: all,
  };
  const passage = planPassage({ state, leaving, facts: all, tools, leaders });
  const between = transition?.between ?? options.plan;
  const { adopt } = options;
  const adoption =
    adopt === undefined
      ? undefined
      : planAdoption(adopt, found.get(adopt)?.state.adopted, state, ofPlan(options.plan, all), tools);
  // A PostgreSQL that is adopted gets the plan's ports as it becomes a member.
  const moves =
    adoption !== undefined
      ? undefined
      : planMoves({
          plan: options.plan,
          projectId,
          facts: ofPlan(options.plan, all),
          tools,
          leaving: transition !== undefined,
          stateOf: (plan) => desiredState({ ...options, ...known, note, plan, projectId, refused }, ofPlan(plan, all)),
        });
  return { facts: all, refusals: differences.refusals, differences, passage, moves, between, adoption };
}

/** The facts of the hosts of a plan. */
function ofPlan({ hosts }: Plan, facts: ReadonlyMap<string, HostFacts>): ReadonlyMap<string, HostFacts> {
  return new Map([...facts].filter(([name]) => hosts.some((host) => host.name === name)));
}

/** A note with its message in English. */
export function noteOf(said: Phrase): Note {
  return { message: phraseText(said), said };
}

/** What speaks against the deployment: what it refuses by itself, and what preflight fails, unless accepted by name; that is noted in the journal. */
async function judgeHosts(
  { plan, accept = [] }: DeploymentOptions,
  door: Door<HostFacts>,
  facts: ReadonlyMap<string, HostFacts>,
  refusals: readonly Refusal[],
): Promise<readonly Refusal[]> {
  const judged = judgeDeployment({
    plan,
    timing: resolveTiming(plan),
    projectId: door.projectId,
    facts,
    refusals,
    accept,
  });
  const accepted = judged.accepted.map(({ id, host, message }) => ({ check: id, host, message }));
  if (accepted.length > 0) await door.journal.write([{ event: 'accepted', run: door.run, checks: accepted }]);
  for (const { host, said } of [...judged.notices, ...judged.accepted])
    door.tell({ code: 'noted', host, said: say`${host}: ${said.message}` });
  return [...refusals, ...judged.refusals];
}

/**
 * The digest of a file is of what is sent: the secrets are in it. Remembered, since many files are asked for several times.
 * @param rehearsal the list of refused certificates may be one that is still to be made
 */
export function fileTools(secrets: SecretStore, rehearsal = false): FileTools {
  const known = new Map<string, string>();
  const unmade = (content: string) =>
    rehearsal && content.includes(secretPlaceholder(refusedSecret)) && secrets.get(refusedSecret) === undefined;
  return {
    digest(content) {
      const before = known.get(content);
      if (before !== undefined) return before;
      const made = createHash('sha256')
        .update(unmade(content) ? content : secrets.fill(content))
        .digest('hex');
      known.set(content, made);
      return made;
    },
    redact: (content) => secrets.redact(content),
  };
}
