import { type ComponentId, components } from '../components/components.ts';
import { type Cluster, type Host, type Member, type Plan, regionOf } from '../plan/plan.ts';
import { sameAddress } from './addresses.ts';

/** A host that is to lose all or some of what runs there. */
export interface Leaving {
  /** As it was deployed. */
  readonly host: Host;
  /** Whether the plan does not have the host any more. */
  readonly whole: boolean;
  /** What runs there and by the plan no longer does, in the order in which it starts. */
  readonly components: readonly ComponentId[];
  /** The member that it holds and by the plan no longer does. */
  readonly member: { readonly cluster: string; readonly member: Member } | undefined;
}

/** The way from what was deployed to a plan that takes something away. */
export interface Transition {
  readonly leaving: readonly Leaving[];
  /** The plan with everything that is to leave still in it: what is to come can come beside it. */
  readonly between: Plan;
}

/**
 * What leaves between earlier plans and this one. A host whose name or address another one has now is no matter of leaving: that is
 * judged as a change of its own.
 * @param former plans that were deployed, or begun, and whose hosts may still be there
 * @returns undefined where nothing leaves
 */
export function transitionTo(plan: Plan, former: readonly Plan[]): Transition | undefined {
  const hosts = new Map<string, Host>();
  for (const before of former) {
    for (const host of before.hosts) {
      const known = hosts.get(host.name);
      const roles = [...new Set([...(known?.roles ?? []), ...host.roles])];
      hosts.set(host.name, { ...(known ?? host), roles });
    }
  }
  const leaving = [...hosts.values()].flatMap((host): Leaving[] => {
    const now = plan.hosts.find(({ name }) => name === host.name);
    if (now !== undefined && !sameAddress(now.address, host.address)) return [];
    if (now === undefined && plan.hosts.some(({ address }) => sameAddress(address, host.address))) return [];
    const lost = components.filter(
      (component) =>
        former.some((before) => before.hosts.some((one) => one.name === host.name && component.runsOn(before, one))) &&
        !(now !== undefined && component.runsOn(plan, now)),
    );
    if (lost.length === 0 && now !== undefined) return [];
    return [
      {
        host,
        whole: now === undefined,
        components: lost.map(({ id }) => id),
        member: memberThatLeaves(host.name, plan, former),
      },
    ];
  });
  return leaving.length === 0 ? undefined : { leaving, between: planBetween(plan, former, leaving) };
}

/** The plan with some of what leaves still in it. @param leaving of `transitionTo`, or a part of it */
export function planBetween(plan: Plan, former: readonly Plan[], leaving: readonly Leaving[]): Plan {
  const kept = (name: string) => leaving.find(({ host }) => host.name === name);
  const hosts = [
    ...plan.hosts.map((host) => {
      const before = kept(host.name);
      return before === undefined ? host : { ...host, roles: [...new Set([...host.roles, ...before.host.roles])] };
    }),
    ...leaving.filter(({ whole }) => whole).map(({ host }) => host),
  ];
  const sites = [
    ...plan.sites,
    ...former
      .flatMap((before) => before.sites)
      .filter(({ name }, index, all) => {
        const first = all.findIndex((one) => one.name === name) === index;
        return first && !plan.sites.some((one) => one.name === name) && hosts.some((host) => host.site === name);
      }),
  ];
  const running = plan.clusters.map((cluster): Cluster => {
    const going = leaving.flatMap(({ member }) => (member?.cluster === cluster.name ? [member.member] : []));
    const free = going.filter(({ seq }) => !cluster.members.some((one) => one.seq === seq));
    return free.length === 0 ? cluster : { ...cluster, members: [...cluster.members, ...free] };
  });
  const gone = former
    .flatMap((before) => before.clusters)
    .filter(({ name }, index, all) => {
      const first = all.findIndex((one) => one.name === name) === index;
      return (
        first && leaving.some(({ member }) => member?.cluster === name) && !running.some((one) => one.name === name)
      );
    })
    .map((cluster) => ({ ...cluster, members: cluster.members.filter(({ host }) => kept(host)?.whole === true) }));
  // A region that leaves has an etcd of its own until it is gone: in another topology it would be one with that of the others.
  const region = former.some((before) => leaving.some(({ host }) => regionOf(before, host.site) === 'standby'));
  const topology = region ? 'geo-dr' : plan.topology;
  return withLeavingSettings({ ...plan, topology, hosts, sites, clusters: [...running, ...gone] }, former, leaving);
}

/** A component that the plan asks for no more is asked for as it was: else nobody knew which files and packages are its own. */
function withLeavingSettings(plan: Plan, former: readonly Plan[], leaving: readonly Leaving[]): Plan {
  return components.reduce((result: Plan, { id, askedAs, runsOn }) => {
    const gone = leaving.some((one) => one.components.includes(id));
    const asked = (of: Plan) => of.hosts.some((host) => runsOn(of, host));
    const last = former.find(asked);
    return askedAs === undefined || !gone || asked(result) || last === undefined ? result : askedAs(result, last);
  }, plan);
}

function memberThatLeaves(host: string, plan: Plan, former: readonly Plan[]): Leaving['member'] {
  for (const before of former) {
    for (const cluster of before.clusters) {
      const member = cluster.members.find((one) => one.host === host);
      if (member === undefined) continue;
      const stays = plan.clusters.some((one) => one.members.some((other) => other.host === host));
      return stays ? undefined : { cluster: cluster.name, member };
    }
  }
  return undefined;
}
