import { componentsOn, serviceComponents } from '../../components/components.ts';
import { hostPackages } from '../../components/hostPackages.ts';
import { desiredEtcd, desiredMember } from '../../deployment/desiredState.ts';
import { StepList } from '../../deployment/stepList.ts';
import { plainOperation, receiveBundle } from '../../operations/hostOperations.ts';
import { restartPatroni } from '../../operations/memberOperations.ts';
import type { Operation } from '../../operations/operation.ts';
import { holdPackages } from '../../operations/packages/holdPackages.ts';
import { packagesInstalledScript } from '../../operations/packages/installScripts.ts';
import { noteRestarted, restartUpgraded, upgradePackages } from '../../operations/packages/upgradePackages.ts';
import { restartEtcd } from '../../operations/serviceOperations.ts';
import { memberOn } from '../../plan/plan.ts';
import { Problem } from '../../problem.ts';
import { bundleFor } from '../../render/desiredHost.ts';
import { listOf, type Phrase, say } from '../../wording/phrase.ts';
import type { ClusterWorld } from '../describedVerb.ts';
import { otherMembers } from '../memberNamed.ts';
import type { Gate, Stage } from '../procedure.ts';
import { handOver } from '../switchover.ts';
import {
  cutOffOn,
  isHalfInstalled,
  knownHost,
  lostHolds,
  type Move,
  pendingOn,
  releaseOf,
  type UpgradeWorld,
} from './moves.ts';
import { healthObjections } from './refusals.ts';

type UpgradeStage = Stage<ClusterWorld>;

/** How long everything may take to be as it was before: a replica replays, HAProxy asks each server again. */
const settleSeconds = 120;

/** The stage of a move. @throws Problem `upgrade-nobody` (no) where nobody can take over from a leader that has to restart */
export function stageOf(world: UpgradeWorld, move: Move): UpgradeStage {
  switch (move.kind) {
    case 'stuck':
      throw new Problem(
        'upgrade-nobody',
        'no',
        say`${move.leader} leads ${move.cluster} and would have to restart, and no other member may take over. Let a replica run and follow first; quorate status shows them.`,
      );
    case 'hand-over':
      return handOverStage(world, move);
    case 'repair':
      return repairStage(world, move.host);
    case 'hold':
      return holdStage(world, move.host);
    case 'etcd':
    case 'host':
      return upgradeStage(world, move);
  }
}

function handOverStage(world: UpgradeWorld, { cluster: name, from, to }: Move & { kind: 'hand-over' }): UpgradeStage {
  const { plan } = world;
  const cluster = plan.clusters.find((one) => one.name === name);
  const member = cluster?.members.find((one) => one.name === from);
  const host = plan.hosts.find((one) => one.name === member?.host);
  if (cluster === undefined || host === undefined) throw new Error(`the plan has no cluster ${name} with ${from}`);
  const steps = new StepList();
  steps.add(handOver(plan, cluster, host, from, to));
  return {
    id: `hand-over-${name}`,
    title: say`Handing ${name} over from ${from} to ${to}, which has its new version`,
    steps: steps.all(),
    gate: gate(
      say`${to} leads ${name} and everybody follows`,
      (now) => now.status.clusters.find((one) => one.name === name)?.leader === to,
      host.name,
    ),
  };
}

/** Brings what was left half-installed to its end. Nothing starts or stops by it. */
function repairStage(world: UpgradeWorld, name: string): UpgradeStage {
  const { host, facts, release } = supportedHost(world, name);
  const { source } = world.packages;
  const names = hostPackages(world.plan, host, release);
  const bundle = bundleFor(source, facts.platform);
  const steps = new StepList();
  steps.add(receiveBundle(name, bundle, facts.state));
  steps.add(
    plainOperation({
      id: `${name}/packages/install`,
      host: name,
      title: say`Bring the packages that were left half-installed to their end`,
      apply: source.install(names, bundle),
      verify: packagesInstalledScript(names),
      weight: 8,
    }),
  );
  return {
    id: `repair-${name}`,
    title: say`Mending the packages of ${name}, whose installation was cut off`,
    steps: steps.all(),
    gate: {
      waitsFor: say`no package of ${name} is half-installed`,
      seconds: 10,
      open: (now) => now.packages !== undefined && !isHalfInstalled(knownHost(withPackages(now), name).facts),
      problem: () =>
        new Problem(
          'upgrade-half-installed',
          'no',
          say`${name} still has packages that are half-installed: dpkg --audit there says which, and why.`,
        ),
    },
  };
}

function holdStage(world: UpgradeWorld, name: string): UpgradeStage {
  const { host, facts, release } = supportedHost(world, name);
  const steps = new StepList();
  const components = componentsOn(world.plan, host).map(({ id }) => id);
  steps.add(holdPackages({ host, packages: hostPackages(world.plan, host, release), components }, facts));
  return {
    id: `hold-${name}`,
    title: say`Holding the packages of ${name} again`,
    steps: steps.all(),
    gate: {
      waitsFor: say`the packages of ${name} are on hold`,
      seconds: 10,
      open: (now) => now.packages !== undefined && lostHolds(withPackages(now), name).length === 0,
      problem: () =>
        new Problem(
          'upgrade-loose',
          'no',
          say`${name} does not keep the hold of its packages: look at apt-mark showhold there.`,
        ),
    },
  };
}

/** The packages of one part of a host, and the restart of their services in the order of the components. */
function upgradeStage(world: UpgradeWorld, move: Move & { kind: 'etcd' | 'host' }): UpgradeStage {
  const name = move.host;
  const { host, facts } = supportedHost(world, name);
  const { source } = world.packages;
  const { targets, restarts } = pendingOn(world, name, move.kind);
  const bundle = bundleFor(source, facts.platform);
  const steps = new StepList();
  if (targets.size > 0) {
    steps.add(receiveBundle(name, bundle, facts.state));
    steps.add(upgradePackages({ host: name, targets, restarts, script: source.upgrade(targets, bundle) }));
  }
  for (const id of restarts) steps.add(restartOf(world, name, id));
  if (restarts.length > 0) steps.add(noteRestarted(name, restarts));
  const names = listOf(
    [...targets].map(([one, version]) => say`${one} ${version}`),
    'comma',
  );
  const title =
    targets.size === 0
      ? say`Restarting ${listOf(restarts, 'comma')} on ${name}, which an upgrade that was cut off has left to do`
      : say`Upgrading ${name}: ${names}`;
  return {
    id: `${move.kind === 'etcd' ? 'etcd' : 'upgrade'}-${host.name}`,
    title,
    steps: steps.all(),
    notes: notesOf(world, name, restarts),
    gate: gate(
      say`everything runs again as before`,
      (now) => {
        const { targets: left } = pendingOn(now, name, move.kind);
        return left.size === 0 && cutOffOn(now, name).every((id) => !restarts.includes(id));
      },
      name,
    ),
  };
}

function restartOf(world: UpgradeWorld, name: string, id: string): Operation | undefined {
  const { plan, status } = world;
  const { host, release } = supportedHost(world, name);
  if (id === 'etcd')
    return restartEtcd(name, desiredEtcd(plan, host), [], say`Restart the etcd member with its new version`);
  const member = desiredMember(plan, host, release);
  if (id === 'patroni' && member !== undefined) {
    const { cluster } = member;
    const { enabled, strict } = plan.patroni.synchronous;
    return restartPatroni(name, member, {
      leader: status.clusters.find((one) => one.name === cluster.name)?.leader ?? '',
      others: otherMembers(plan, cluster, member.member.name),
      delayed: (cluster.standbyOf?.delaySeconds ?? 0) > 0,
      synchronous: enabled ? { strict } : undefined,
    });
  }
  const component = serviceComponents.find((one) => one.id === id);
  return component === undefined ? undefined : restartUpgraded(name, component, component.answers?.(plan, host));
}

function notesOf({ plan, status }: UpgradeWorld, name: string, restarts: readonly string[]): readonly Phrase[] {
  const host = plan.hosts.find((one) => one.name === name);
  const found = memberOn(plan, name);
  const leader = status.clusters.find((one) => one.name === found?.cluster.name)?.leader;
  const others = found?.cluster.members.filter((one) => one.name !== leader && one.role !== 'offline') ?? [];
  const [only, ...more] = others;
  return [
    ...(host !== undefined && restarts.includes('etcd') && desiredEtcd(plan, host).peers.length < 3
      ? [
          say`etcd has no majority without its member on ${name}: until that is back nobody could take over. Patroni keeps its leader meanwhile.`,
        ]
      : []),
    ...(restarts.includes('patroni') && more.length === 0 && only !== undefined && only.host === name
      ? [say`${only.name} is the only member that could take over: until it is back nobody could.`]
      : []),
  ];
}

/** Opens when the hosts are where the move brings them, nothing speaks against the next one, and HAProxy has every server that it had. */
function gate(waitsFor: Phrase, arrived: (now: UpgradeWorld) => boolean, name: string): Gate<ClusterWorld> {
  return {
    waitsFor,
    seconds: settleSeconds,
    open: (now) => {
      if (now.packages === undefined) return false;
      const world = withPackages(now);
      return arrived(world) && healthObjections(world).length === 0 && missingServers(world).length === 0;
    },
    problem: (now) => {
      const world = withPackages(now);
      const why = [...healthObjections(world), ...missingServers(world)];
      return new Problem(
        'upgrade-late',
        'no',
        say`${name} was upgraded, and after ${settleSeconds} s not everything runs as before: ${listOf(why, 'comma')}. Nothing else was begun. Mend that, then run this again: it goes on from there.`,
      );
    },
  };
}

/** Services of HAProxy that have fewer servers than at the beginning. */
function missingServers({ status, packages }: UpgradeWorld): readonly Phrase[] {
  return packages.before.haproxy.flatMap(({ host, services }) =>
    services.flatMap(({ name, up }) => {
      const now = status.haproxy.find((one) => one.host === host)?.services.find((one) => one.name === name);
      return now !== undefined && now.up.length >= up.length
        ? []
        : [say`HAProxy on ${host} has fewer servers for ${name} than before`];
    }),
  );
}

function supportedHost(world: UpgradeWorld, name: string) {
  const { host, facts } = knownHost(world, name);
  const release = releaseOf(facts);
  if (release === undefined) throw new Error(`${name} was not refused for its release`);
  return { host, facts, release };
}

/** @throws Error for a world without packages: an upgrade always looks at them */
export function withPackages(world: ClusterWorld): UpgradeWorld {
  const { packages } = world;
  if (packages === undefined) throw new Error('nobody looked at the packages');
  return { ...world, packages };
}
