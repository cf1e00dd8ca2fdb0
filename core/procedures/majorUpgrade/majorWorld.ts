import type { DeploymentPlan } from '../../deployment/planDeployment.ts';
import type { HostFacts } from '../../facts/deploymentFacts.ts';
import type { MajorContent, MajorNote, MajorState } from '../../facts/majorState.ts';
import type { MajorMember } from '../../operations/majorOperations.ts';
import { isLeading } from '../../patroni/answers.ts';
import { editPlan } from '../../plan/edit.ts';
import type { Cluster, Plan } from '../../plan/plan.ts';
import { postgresPath } from '../../plan/postgresOf.ts';
import { dataDirectory, paths } from '../../systems/debian/paths.ts';
import type { Phrase } from '../../wording/phrase.ts';

/** What a person asked for. */
export interface MajorRequest {
  /** The major version that the cluster is to have. */
  readonly to: number;
  /** By default the data are copied, and the old directory stays whole. */
  readonly method: MajorNote['method'];
  /** The plan's name was typed: what stops clients may be begun. */
  readonly confirmed: boolean;
}

/** The deployment in one of its two versions. */
export interface MajorSide {
  readonly plan: Plan;
  /** What the hosts lack of it; the notes of the deployment are among it. */
  readonly differences: Pick<DeploymentPlan, 'steps' | 'planAgain' | 'refusals'>;
}

/** What a member's host says for an upgrade. */
export interface MajorFacts extends MajorState {
  readonly bytes: number | undefined;
  /** Undefined on hosts whose PostgreSQL does not lead. */
  readonly content: MajorContent | undefined;
  /** What the last `pg_upgrade --check` said there. */
  readonly findings: string;
}

/** The hosts beside both versions of their plan. */
export interface MajorWorld {
  readonly request: MajorRequest;
  readonly cluster: Cluster;
  readonly from: number;
  readonly old: MajorSide;
  readonly target: MajorSide;
  readonly facts: ReadonlyMap<string, HostFacts>;
  /** Of the hosts with a member. */
  readonly major: ReadonlyMap<string, MajorFacts>;
  /** What is not well on the hosts, with the old version. */
  readonly unwell: readonly Phrase[];
  /** What the rules have against the plan with the new version. */
  readonly ruleErrors: readonly Phrase[];
}

/** The text of a plan with another major version for its cluster; undefined takes it out. @throws Problem as `editPlan` does */
export function withMajor(text: string, plan: Plan, cluster: Cluster, major: number | undefined): string {
  return editPlan(text, [{ path: postgresPath(plan, cluster, 'version'), value: major }]);
}

/** The members' hosts by name, with what they say. */
export function membersIn({
  cluster,
  major,
}: MajorWorld): readonly { readonly host: string; readonly facts: MajorFacts }[] {
  return cluster.members.flatMap(({ host }) => {
    const facts = major.get(host);
    return facts === undefined ? [] : [{ host, facts }];
  });
}

/** What is noted of an upgrade that was begun; the host that converts knows most. */
export function noteIn(world: MajorWorld): MajorNote | undefined {
  const notes = membersIn(world).flatMap(({ host, facts: { note } }) => (note === undefined ? [] : [{ host, note }]));
  return (notes.find(({ host, note }) => note.host === host) ?? notes[0])?.note;
}

/** The host whose member leads now. */
export function leaderIn({ cluster, facts }: MajorWorld): string | undefined {
  return cluster.members.find(({ host }) => {
    const patroni = facts.get(host)?.patroni;
    return patroni?.scope === cluster.name && isLeading(patroni);
  })?.host;
}

/** A member with everything that its operations have to know. @throws Error for a host without one */
export function majorMember({ cluster, from, request, target }: MajorWorld, host: string): MajorMember {
  const member = cluster.members.find((one) => one.host === host);
  if (member === undefined) throw new Error(`${host} has no member of ${cluster.name}`);
  return {
    host,
    name: member.name,
    cluster: cluster.name,
    ...majorPlaces(target.plan, cluster, from, request.to),
    sockets: paths.postgresSockets,
    port: target.plan.postgres.port,
  };
}

/** Where the two data directories of a member lie. */
export function majorPlaces(plan: Plan, { name }: Cluster, from: number, to: number) {
  return {
    from,
    to,
    oldDirectory: dataDirectory(plan, from, name),
    targetDirectory: dataDirectory(plan, to, name),
  };
}
