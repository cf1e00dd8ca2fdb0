import { findChanges } from '../../../core/changes/find.ts';
import { hostMajor } from '../../../core/components/hostMajor.ts';
import { checkState } from '../../../core/deployment/checkState.ts';
import { type DesiredInput, desiredState, environmentOf } from '../../../core/deployment/desiredState.ts';
import { factRequest } from '../../../core/deployment/factRequest.ts';
import { planDeployment } from '../../../core/deployment/planDeployment.ts';
import type { FactRequest, HostFacts } from '../../../core/facts/deploymentFacts.ts';
import { directoryBytes, majorContent, majorFindings, majorState } from '../../../core/facts/majorState.ts';
import { platform } from '../../../core/facts/platform.ts';
import type { FileTools } from '../../../core/operations/writeFiles.ts';
import { type Cluster, memberOn, type Plan } from '../../../core/plan/plan.ts';
import {
  type MajorFacts,
  type MajorRequest,
  type MajorSide,
  type MajorWorld,
  majorPlaces,
} from '../../../core/procedures/majorUpgrade/majorWorld.ts';
import { validatePlan } from '../../../core/rules/rules.ts';
import { paths } from '../../../core/systems/debian/paths.ts';
import type { Gather } from '../procedures/hostLocks.ts';
import { gatherFacts } from '../ssh/gatherFacts.ts';
import type { HostOutcome } from '../ssh/hostPool.ts';
import type { SshTarget } from '../ssh/sshTarget.ts';
import { askOffers } from './askOffers.ts';
import { type GatherOptions, possibleFiles } from './deploymentGather.ts';
import { gatherHosts } from './gatherHosts.ts';

/** Both versions of the plan whose cluster changes from one to the other. */
export interface MajorPlans {
  readonly cluster: Cluster;
  readonly old: Plan;
  readonly target: Plan;
  readonly to: number;
}

/** What a host says for a deployment of either version, and for the change from one to the other. */
export type MajorHostFacts = HostFacts & { readonly major: MajorFacts | undefined };

/** Makes what reads of each host all that a major upgrade is computed from. */
export function majorGather(options: GatherOptions, plans: MajorPlans): Gather<MajorHostFacts> {
  const { pool } = options;
  const questions = new Map(
    plans.target.hosts.map((host) => {
      const of = (plan: Plan) => factRequest(plan, host, possibleFiles({ ...options, plan }, host.name));
      return [host.name, both(of(plans.old), of(plans.target))];
    }),
  );
  return async (targets, before) => {
    const gathered = await gatherHosts(pool, targets, questions, before);
    const asked = await askOffers({ ...options, plan: plans.target }, targets, gathered);
    return Promise.all(asked.map((outcome) => withMajorFacts(options, plans, targets, outcome)));
  };
}

function both(one: FactRequest, other: FactRequest): FactRequest {
  const unique = <T>(values: readonly T[]) => [...new Set(values)];
  const files = new Map([...one.files, ...other.files].map((file) => [file.path, file]));
  return {
    ...other,
    packages: unique([...one.packages, ...other.packages]),
    files: [...files.values()],
    libraries: unique([...one.libraries, ...other.libraries]),
    // The new version's first: what its Patroni has read counts, once there is one.
    directories: unique([...other.directories, ...one.directories]),
    member: other.member && {
      ...other.member,
      walDirectories: unique([...other.member.walDirectories, ...(one.member?.walDirectories ?? [])]),
    },
  };
}

async function withMajorFacts(
  { pool }: GatherOptions,
  { old, target: plan, cluster, to }: MajorPlans,
  targets: readonly SshTarget[],
  outcome: HostOutcome<HostFacts>,
): Promise<HostOutcome<MajorHostFacts>> {
  if (!outcome.ok) return outcome;
  const host = plan.hosts.find(({ name }) => name === outcome.host);
  const target = targets.find(({ name }) => name === outcome.host);
  if (host === undefined || target === undefined || memberOn(plan, host.name) === undefined)
    return { ...outcome, value: { ...outcome.value, major: undefined } };
  const { release } = environmentOf(outcome.value);
  const { from, ...directories } = majorPlaces(plan, cluster, hostMajor(old, host, release), to);
  const places = { ...directories, oldMajor: from, targetMajor: to };
  const [answer] = await pool.all([target], (session) =>
    gatherFacts(
      session,
      {
        platform,
        state: majorState(places),
        bytes: directoryBytes(places.oldDirectory),
        content: majorContent(places, paths.postgresSockets, plan.postgres.port),
        findings: majorFindings,
      },
      { timeoutSeconds: 60 },
    ),
  );
  if (answer === undefined || !answer.ok)
    return answer ?? { ...outcome, value: { ...outcome.value, major: undefined } };
  const { state, bytes, content, findings } = answer.value.values;
  return { ...outcome, value: { ...outcome.value, major: { ...state, bytes, content, findings } } };
}

/** What a look is made of, beside the facts. */
export interface MajorLook extends Omit<DesiredInput, 'plan' | 'note'> {
  readonly plans: MajorPlans;
  readonly request: MajorRequest;
  readonly tools: FileTools;
  /** What hosts are to write about the deployment of the new version; undefined before that is begun. */
  readonly note: string | undefined;
}

/** The hosts beside both versions of their plan. */
export function majorWorld(look: MajorLook, facts: ReadonlyMap<string, MajorHostFacts>): MajorWorld {
  const { plans, request, tools, note, ...input } = look;
  const { cluster, old, target } = plans;
  const state = desiredState({ ...input, plan: old, note: undefined }, facts);
  const [first] = cluster.members;
  const host = old.hosts.find(({ name }) => name === first?.host);
  const known = host && facts.get(host.name);
  return {
    request,
    cluster,
    from: host === undefined || known === undefined ? 0 : hostMajor(old, host, environmentOf(known).release),
    old: { plan: old, differences: planDeployment(state, facts, tools, 'passing') },
    target: sideOf({ ...input, plan: target, note }, facts, tools),
    facts,
    major: new Map([...facts].flatMap(([name, { major }]) => (major === undefined ? [] : [[name, major]]))),
    unwell: checkState(state, facts).flatMap(({ ok, said }) => (ok ? [] : [said])),
    ruleErrors: validatePlan(target).flatMap(({ severity, said }) => (severity === 'error' ? [said] : [])),
  };
}

/** The new version, without what keeps a deployment from being it: that the data have another version is what this is for. */
function sideOf(input: DesiredInput, facts: ReadonlyMap<string, MajorHostFacts>, tools: FileTools): MajorSide {
  const state = desiredState(input, facts);
  const differences = planDeployment(state, facts, tools);
  const converted = new Set(
    findChanges(state, facts)
      .filter(({ id, subject }) => id === 'fixed-field' && subject === 'postgres.version')
      .map(({ host }) => `${host} fixed-field`),
  );
  const refusals = differences.refusals.filter(
    ({ host, code }) =>
      code !== 'major-upgrade' && code !== 'data-directory-not-empty' && !converted.has(`${host} ${code}`),
  );
  return { plan: input.plan, differences: { ...differences, refusals } };
}
