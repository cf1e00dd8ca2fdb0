import { type Distribution, distributions } from '../plan/distributions.ts';
import { type Cluster, type Host, type Member, memberOn, type Plan, regionOf } from '../plan/plan.ts';
import { postgresMajor } from '../plan/postgresOf.ts';
import { Problem } from '../problem.ts';
import type { Timing } from '../timing/timing.ts';
import { say } from '../wording/phrase.ts';
import { checkedHostAddress, checkedName } from './checkedText.ts';
import type { Routes } from './hostNetwork.ts';
import type { RefusedHost } from './refusedHosts.ts';
import type { HostEnvironment, Templates } from './renderedFile.ts';

/** What the files of a host are made from. */
export interface RenderInput {
  readonly environment: HostEnvironment;
  /** Of every host, by name: sizes that must be equal in a cluster follow its smallest member. Default: all hosts are like this one. */
  readonly environments?: Readonly<Record<string, HostEnvironment>> | undefined;
  /** Of every host, by name: the ways between the hosts. Without them the plan's addresses are all that is known. */
  readonly routes?: Routes | undefined;
  /** Whether the host's etcd member comes to a cluster that runs already. Default: it is one of those that make the cluster. */
  readonly joinsEtcd?: boolean | undefined;
  /** Hosts that left, and to which the doors are shut. Default: none. */
  readonly refused?: readonly RefusedHost[] | undefined;
  readonly timing: Timing;
  readonly templates: Templates;
}

export interface HostContext extends RenderInput {
  readonly routes: Routes;
  readonly plan: Plan;
  readonly host: Host;
  /** The host's address in its one spelling. */
  readonly address: string;
  /** What the host's release calls and places things. */
  readonly distribution: Distribution;
  readonly postgresVersion: number;
  readonly member: { readonly cluster: Cluster; readonly member: Member } | undefined;
}

/**
 * Looks up what the files of one host need and checks what goes into paths.
 * @throws Problem `render.unknown-host` or `render.unsafe-value`
 */
export function hostContext(plan: Plan, hostName: string, input: RenderInput): HostContext {
  const host = findHost(plan, hostName);
  checkedName('host', host.name, 'hosts: name');
  const { release } = input.environment;
  const distribution = distributions[release];
  const member = memberOn(plan, hostName);
  return {
    ...input,
    routes: input.routes ?? {},
    plan,
    host,
    address: checkedHostAddress(host),
    distribution,
    postgresVersion: member === undefined ? distribution.postgresMajor : postgresMajor(plan, member.cluster, release),
    member,
  };
}

/** @throws Problem `render.unknown-host` */
export function findHost(plan: Plan, hostName: string): Host {
  const host = plan.hosts.find((candidate) => candidate.name === hostName);
  if (host !== undefined) return host;
  throw new Problem(
    'render.unknown-host',
    'usage',
    say`the plan has no host ${JSON.stringify(hostName)}: add it under hosts, or correct the name`,
  );
}

/** The address of a host in its one spelling. @throws Problem `render.unknown-host` or `render.unsafe-value` */
export function addressOf(plan: Plan, hostName: string): string {
  const host = findHost(plan, hostName);
  return checkedHostAddress(host);
}

/**
 * The cluster that a host's HAProxy sends clients to: the one with a member on the host, else the one of its region.
 * @throws Problem `render.ambiguous-cluster` when a host without a member could serve several
 */
export function servedCluster(plan: Plan, host: Host): Cluster {
  const own = memberOn(plan, host.name);
  if (own !== undefined) return own.cluster;
  const region = regionOf(plan, host.site);
  const near = plan.clusters.filter((cluster) =>
    cluster.members.some((member) => regionOf(plan, findHost(plan, member.host).site) === region),
  );
  const [only] = near;
  if (only !== undefined && near.length === 1) return only;
  throw new Problem(
    'render.ambiguous-cluster',
    'usage',
    say`HAProxy on host ${host.name} could serve ${near.length} clusters, and its ports belong to one: put HAProxy on hosts with a member, or leave it out here`,
  );
}
