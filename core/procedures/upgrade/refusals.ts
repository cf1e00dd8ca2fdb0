import { hostMajor } from '../../components/hostMajor.ts';
import { hostPackages } from '../../components/hostPackages.ts';
import { upstreamVersion } from '../../deployment/packageVersions.ts';
import type { Host } from '../../plan/plan.ts';
import { memberOn } from '../../plan/plan.ts';
import { releases } from '../../plan/schema.ts';
import { bundleFor } from '../../render/desiredHost.ts';
import { versionProblems } from '../../rules/versionCompatibility.ts';
import { listOf, type Phrase, say } from '../../wording/phrase.ts';
import {
  cutOffOn,
  foreignHolds,
  isHalfInstalled,
  knownHost,
  releaseOf,
  targetsOn,
  type UpgradeWorld,
} from './moves.ts';

/** What speaks against changing the packages of the hosts, whatever state the cluster is in: one sentence each. */
export function packageObjections(world: UpgradeWorld): readonly Phrase[] {
  return world.plan.hosts.flatMap((host) => objectionsOn(world, host).map((what) => say`${host.name}: ${what}`));
}

function objectionsOn(world: UpgradeWorld, host: Host): readonly Phrase[] {
  const { facts } = knownHost(world, host.name);
  const { source, offers, projectId } = world.packages;
  const release = releaseOf(facts);
  if (facts.state.project !== projectId)
    return [
      facts.state.project === undefined
        ? say`nothing was deployed on it from this project: run quorate deploy first`
        : say`it belongs to the deployment of plan ${facts.state.planName ?? '?'}, which another project folder made: upgrade it from there`,
    ];
  if (release === undefined)
    return [say`it runs ${facts.platform.codename}, and this program knows ${listOf(releases)} alone`];
  if (isHalfInstalled(facts)) return [];
  const missing = hostPackages(world.plan, host, release).filter((name) => !facts.packages.versions.has(name));
  if (missing.length > 0) return [say`it lacks ${listOf(missing, 'comma')}: run quorate deploy first`];
  if (source.bundles !== undefined && bundleFor(source, facts.platform) === undefined)
    return [
      say`it runs ${facts.platform.codename} on ${facts.platform.architecture}, and ${source.bundles[0]?.file ?? ''} is not for it: build one with quorate bundle build --plan`,
    ];
  const offered = offers.get(host.name);
  const [unread] = offered?.sourceErrors ?? [];
  if (unread !== undefined)
    return [
      say`its package sources cannot be read: ${unread}. Check its network, its name server and its proxy, or upgrade from a bundle (packages.source: bundle)`,
    ];
  const targets = targetsOn(world, host.name);
  if (targets.size === 0) return [];
  const held = (offered?.held ?? []).filter((name) => !targets.has(name));
  const harm = [
    ...(offered === undefined || offered.removes.length === 0
      ? []
      : [
          say`the upgrade would remove ${listOf(offered.removes, 'comma')} from it: remove that first if nobody needs it`,
        ]),
    ...(offered === undefined || offered.lowers.length === 0
      ? []
      : [
          say`the upgrade would put ${listOf(offered.lowers, 'comma')} back to an older version: look at the pins of the host in /etc/apt/preferences.d`,
        ]),
    ...(held.length === 0
      ? []
      : [
          say`the upgrade needs other versions of ${listOf(held, 'comma')}, which somebody holds there: end the hold with apt-mark unhold`,
        ]),
  ];
  if (harm.length > 0) return harm;
  if (offered !== undefined && !offered.installable)
    return [
      say`apt cannot upgrade ${listOf([...targets.keys()], 'comma')}: ${listOf([...offered.unmet, ...offered.errors].slice(0, 3), 'comma')}. apt-get install --dry-run there says more`,
    ];
  return unfit(world, host, targets);
}

/** The versions on offer do not fit the plan or each other. */
function unfit(world: UpgradeWorld, host: Host, targets: ReadonlyMap<string, string>): readonly Phrase[] {
  const { facts } = knownHost(world, host.name);
  const release = releaseOf(facts);
  const version = (name: string) => {
    const full = targets.get(name) ?? facts.packages.versions.get(name);
    return full === undefined ? undefined : upstreamVersion(full);
  };
  const [patroni, etcd] = [version('patroni'), version('etcd-server')];
  if (release === undefined || patroni === undefined || memberOn(world.plan, host.name) === undefined) return [];
  return versionProblems(world.plan, {
    patroni,
    postgres: String(hostMajor(world.plan, host, release)),
    ...(etcd === undefined ? {} : { etcd }),
  });
}

/** Packages that stay as they are since somebody else holds them, although something newer may be on offer. */
export function heldByOthers(world: UpgradeWorld): readonly Phrase[] {
  return world.plan.hosts.flatMap((host) => {
    const held = foreignHolds(world.plan, host, knownHost(world, host.name).facts);
    return held.length === 0
      ? []
      : [
          say`${host.name}: ${listOf(held, 'comma')} stay as they are, since somebody else holds them; apt-mark unhold on the host lets them go`,
        ];
  });
}

/**
 * Why nothing may restart now: everything must run, so that what restarts is missed by nobody. What a run that was cut off has left half done may be the
 * cause, and is then no reason.
 */
export function healthObjections(world: UpgradeWorld): readonly Phrase[] {
  const { plan, status } = world;
  const cutOff = plan.hosts.map(({ name }) => name).filter((host) => cutOffOn(world, host).length > 0);
  const excused = new Set(
    cutOff.length === 1 ? cutOff.flatMap((host) => [host, memberOn(plan, host)?.member.name ?? host]) : [],
  );
  const paused = status.clusters.filter((one) => one.paused);
  return [
    ...status.unreachable.map(({ host, reason }) => say`${host} cannot be reached: ${reason}`),
    ...status.reasons.filter(({ subject }) => !excused.has(subject)).map(({ said }) => say`${said}`),
    ...paused.map(({ name }) => say`${name} is paused: end that with quorate resume`),
  ];
}
