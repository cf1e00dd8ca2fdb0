import { type Impact, impactOf } from '../../impact/impact.ts';
import { settingOfStatus } from '../../impact/setting.ts';
import { Problem } from '../../problem.ts';
import { linesOf, type Phrase, say } from '../../wording/phrase.ts';
import type { ClusterWorld, DescribedVerb, Foresight } from '../describedVerb.ts';
import type { Stage } from '../procedure.ts';
import { switchoverStop } from '../switchoverProspect.ts';
import { afterMove, knownHost, nextMove, type UpgradeWorld, versionChanges } from './moves.ts';
import type { VersionChange } from './packagesWorld.ts';
import { healthObjections, heldByOthers, packageObjections } from './refusals.ts';
import { stageOf, withPackages } from './stages.ts';

/** How long a cluster may take to come to rest, such as after a run that was cut off. */
const restSeconds = 45;
/** Four for each host and one for each cluster are the most that a plan needs. */
const maxStages = 5000;

/** Brings the packages of a cluster to the newest versions on offer, so that everything restarts one after the other. */
export const upgradeVerb: DescribedVerb = {
  title: say`Upgrade the packages`,
  about: say`Bring PostgreSQL, Patroni, etcd and the other packages to the newest versions on offer, one host after the other.`,
  fields: [],
  looksAtPackages: true,

  question(plan) {
    const { typicalSeconds, worstSeconds } = switchoverStop(plan);
    return say`What is newer than on the hosts is installed, from where the plan takes its packages, and its services restart one after the other: the members of etcd, the replicas, and the primary once it has handed over. Connections to what restarts are cut off. A handing over stops writes for about ${typicalSeconds} s (${worstSeconds} s at worst); where nothing is newer, nothing is done.`;
  },

  hosts: (plan) => plan.hosts.map(({ name }) => name),

  next(now, past) {
    const world = withPackages(now);
    const begun = past.stages[0];
    if (begun === undefined) refusePackages(world);
    const move = nextMove(world);
    if (move === undefined) {
      const from = begun === undefined ? world : withPackages(begun.before);
      const versions = changesBetween(from, world);
      const changed = past.stages.some(({ id }) => id !== 'rest');
      return { kind: 'done', result: { changed, said: doneText(versions, changed), versions } };
    }
    const against = healthObjections(world);
    if (against.length > 0) {
      if (begun === undefined) return { kind: 'stage', stage: restStage() };
      throw unhealthy(against);
    }
    const stage = stageOf(world, move);
    return begun === undefined
      ? { kind: 'stage', stage: { ...stage, notes: [...heldByOthers(world), ...(stage.notes ?? [])] } }
      : { kind: 'stage', stage };
  },

  foresee(now) {
    const first = withPackages(now);
    const objections = [...packageObjections(first)];
    const versions = versionChanges(first);
    const stages: { readonly stage: Stage<ClusterWorld>; readonly impact: Impact }[] = [];
    let world = first;
    for (let move = nextMove(world); move !== undefined && objections.length === 0; move = nextMove(world)) {
      if (move.kind === 'stuck') {
        objections.push(say`${move.leader} leads ${move.cluster}, and no other member may take over`);
        break;
      }
      const stage = stageOf(world, move);
      stages.push({ stage, impact: impactOf(stage.steps, settingOfStatus(world.plan, world.status)) });
      world = afterMove(world, move);
      if (stages.length > maxStages) throw new Error('an upgrade goes round in circles');
    }
    if (stages.length > 0) objections.push(...healthObjections(first));
    return { versions, stages, notes: heldByOthers(first), objections } satisfies Foresight;
  },
};

/** @throws Problem `upgrade-refused` (no) */
function refusePackages(world: UpgradeWorld): void {
  const against = packageObjections(world);
  if (against.length > 0)
    throw new Problem('upgrade-refused', 'no', say`Nothing was upgraded:\n${lines(against)}`, {
      details: { objections: against.length },
    });
}

function unhealthy(against: readonly Phrase[]): Problem {
  return new Problem(
    'upgrade-unhealthy',
    'no',
    say`Nothing more is upgraded while not everything runs, since what restarts could then be missed:\n${lines(against)}\nMend that first; quorate status shows it. Then run this again.`,
  );
}

function lines(sentences: readonly Phrase[]) {
  return linesOf(sentences.map((one) => say`  ${one}`));
}

/** Without a step: only its gate counts. */
function restStage(): Stage<ClusterWorld> {
  return {
    id: 'rest',
    title: say`Waiting until everything runs`,
    steps: [],
    gate: {
      waitsFor: say`everything of the cluster runs`,
      seconds: restSeconds,
      open: (now) => healthObjections(withPackages(now)).length === 0,
    },
  };
}

function doneText(versions: readonly VersionChange[], changed: boolean): Phrase {
  if (versions.length > 0) {
    const hosts = new Set(versions.map(({ host }) => host));
    return say`${versions.length} packages on ${hosts.size} hosts were upgraded, and everything runs with them.`;
  }
  return changed
    ? say`What an upgrade that was cut off had left to do is done; nothing newer is on offer.`
    : say`Nothing to upgrade: nothing newer than on the hosts is on offer.`;
}

/** Packages whose version differs between the beginning of a run and now. */
function changesBetween(before: UpgradeWorld, now: UpgradeWorld): readonly VersionChange[] {
  return versionChanges(before).flatMap((change) => {
    const to = knownHost(now, change.host).facts.packages.versions.get(change.package);
    return to === undefined || to === change.from ? [] : [{ ...change, to }];
  });
}
