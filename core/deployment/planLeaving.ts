import type { Leaving, Transition } from '../changes/transition.ts';
import { unitsOf } from '../components/components.ts';
import type { HostFacts } from '../facts/deploymentFacts.ts';
import {
  type EtcdKeeper,
  expelEtcd,
  forgetMember,
  type GoingMember,
  removeComponents,
  unlessLeading,
} from '../operations/leaveOperations.ts';
import { stopServices } from '../operations/removeOperations.ts';
import type { Host, Plan } from '../plan/plan.ts';
import type { DesiredHost, DesiredState } from '../render/desiredHost.ts';
import { etcdMembers } from '../render/etcdConfig.ts';
import { clusterKeys } from '../render/patroniConfig.ts';
import { paths } from '../systems/debian/paths.ts';
import { isMemberOf, runningMembers } from './etcdMembership.ts';
import { etcdTlsOptions, etcdUrlOf } from './factRequest.ts';
import { removeHost } from './planDestroy.ts';
import type { Step } from './step.ts';
import { StepList } from './stepList.ts';

/** What a run that takes something away works on. */
export interface LeavingWorld {
  /** The hosts of the plan as they are to become. */
  readonly state: DesiredState;
  /** The same with what is to leave still in it. */
  readonly between: DesiredState;
  readonly transition: Transition;
  /** Of every host that was reached, those that leave among them. */
  readonly facts: ReadonlyMap<string, HostFacts>;
}

/** Hosts that leave and hold nothing of this project any more, or cannot be asked. */
export function isGone({ state, facts }: LeavingWorld, { host }: Leaving): boolean {
  return facts.get(host.name)?.state.project !== state.projectId;
}

/** Whether what is to leave a host is still there. */
export function stillThere(world: LeavingWorld, leaving: Leaving): boolean {
  if (isGone(world, leaving)) return false;
  if (leaving.whole) return true;
  const known = world.facts.get(leaving.host.name);
  const desired = hostOf(world.between, leaving.host.name);
  if (known === undefined || desired === undefined) return false;
  const files = filesOf(desired, leaving);
  return (
    files.some((path) => known.state.files.includes(path) || known.state.applied.has(componentOf(desired, path))) ||
    unitsOf(leaving).some((unit) => ['active', 'activating'].includes(known.units.get(unit)?.active ?? '')) ||
    inEtcd(world, leaving)
  );
}

/** Whether the etcd cluster still counts on the member of a host that is to leave it. */
export function inEtcd({ between, facts }: LeavingWorld, { host, components }: Leaving): boolean {
  if (!components.includes('etcd')) return false;
  return runningMembers(between.plan, host, facts)?.some((member) => isMemberOf(member, host)) === true;
}

/** The steps that take dead hosts out of the etcd cluster: they are asked nothing, and those that stay have a majority without them. */
export function planBurial(world: LeavingWorld): readonly Step[] {
  const steps = new StepList();
  let previous: ReturnType<StepList['add']> | undefined;
  for (const leaving of world.transition.leaving) {
    if (!isGone(world, leaving) || !leaving.whole || !inEtcd(world, leaving)) continue;
    const keeper = keeperFor(world, leaving.host);
    if (keeper === undefined) continue;
    previous = steps.add(expelEtcd(keeper, goingMember(world.between.plan, leaving.host)), [previous]);
    if (leaving.member !== undefined) steps.add(forget(keeper, leaving.member));
  }
  return steps.all();
}

/**
 * The steps by which one host leaves, or loses some of what runs there: its services stop, its etcd member is taken out by the others before it stops,
 * and everything that the deployment made there goes.
 */
export function planLeave(world: LeavingWorld, leaving: Leaving): readonly Step[] {
  const { host, whole, components, member } = leaving;
  const desired = hostOf(world.between, host.name);
  if (desired === undefined) return [];
  const steps = new StepList();
  const units = unitsOf(leaving);
  const first = units.filter((unit) => unit !== 'etcd.service').reverse();
  const guard = member === undefined || desired.member === undefined ? '' : guardOf(desired);
  if (first.length > 0) {
    const stop = stopServices(host.name, 'services/stop', first);
    steps.add({ ...stop, apply: `${guard}${stop.apply}` });
  }
  const stopped = steps.of(host.name, 'services/stop');
  const keeper = keeperFor(world, host);
  const expelled =
    keeper === undefined || !inEtcd(world, leaving)
      ? undefined
      : steps.add(expelEtcd(keeper, goingMember(world.between.plan, host)), [stopped]);
  if (keeper !== undefined && member !== undefined) steps.add(forget(keeper, member), [stopped]);
  if (components.includes('etcd')) steps.add(stopServices(host.name, 'etcd/stop', ['etcd.service']), [expelled]);
  if (whole) removeHost(steps, desired, world.facts);
  else
    steps.add(
      removeComponents(host.name, components, {
        files: filesOf(desired, leaving),
        directories: [
          ...(components.includes('etcd') && desired.etcd !== undefined ? [desired.etcd.dataDirectory] : []),
          ...(components.includes('patroni') && desired.member !== undefined
            ? [desired.member.dataDirectory, desired.member.walDirectory]
            : []),
        ].filter((path) => path !== undefined),
        made: components.includes('patroni') ? [paths.pgpass] : [],
      }),
    );
  return steps.all();
}

function guardOf({ member }: DesiredHost): string {
  return member === undefined ? '' : unlessLeading(member.sockets, member.port);
}

function forget(keeper: EtcdKeeper, { cluster, member }: NonNullable<Leaving['member']>) {
  return forgetMember(keeper, member.name, `${clusterKeys(cluster)}/members/${member.name}`);
}

function hostOf(state: DesiredState, name: string): DesiredHost | undefined {
  return state.hosts.find(({ host }) => host.name === name);
}

function filesOf(desired: DesiredHost, { components }: Leaving): readonly string[] {
  const those = new Set<string>(components);
  return desired.files.filter(({ component }) => those.has(component)).map(({ path }) => path);
}

function componentOf(desired: DesiredHost, path: string): string {
  return desired.files.find((file) => file.path === path)?.component ?? '';
}

/** Who orders the members of a host's etcd cluster: one that stays, works, and knows the others. */
export function keeperFor({ state, between, facts }: LeavingWorld, host: Host): EtcdKeeper | undefined {
  const { plan } = between;
  const staying = etcdMembers(plan, host).filter(
    ({ name }) =>
      name !== host.name &&
      state.plan.hosts.find((one) => one.name === name)?.roles.includes('etcd') === true &&
      facts.get(name)?.etcdCluster?.members !== undefined,
  );
  const [first] = [...staying].sort(
    (one, other) => Number(facts.get(other.name)?.etcd === 'healthy') - Number(facts.get(one.name)?.etcd === 'healthy'),
  );
  if (first === undefined) return undefined;
  const url = (one: Host) => etcdUrlOf(plan, one, plan.etcd.clientPort);
  return {
    host: first.name,
    endpoints: [url(first), ...staying.filter((one) => one !== first).map(url)],
    tlsOptions: etcdTlsOptions(plan),
  };
}

function goingMember(plan: Plan, host: Host): GoingMember {
  return {
    host: host.name,
    peerUrl: etcdUrlOf(plan, host, plan.etcd.peerPort),
    clientUrl: etcdUrlOf(plan, host, plan.etcd.clientPort),
  };
}
