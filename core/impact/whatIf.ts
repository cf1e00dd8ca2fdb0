import type { Step } from '../deployment/step.ts';
import { disturbanceOf } from '../operations/disturbance.ts';
import type { Disturbance } from '../operations/operation.ts';
import type { Failure } from '../quorum/failure.ts';
import { type QuorumModel, quorumModel } from '../quorum/model.ts';
import { simulateModel } from '../quorum/simulate.ts';
import {
  type Reads,
  type SecondsRange,
  type SimulationResult,
  type Writes,
  writesInOrder,
} from '../quorum/simulationResult.ts';
import type { Setting } from './setting.ts';

/** What the loss of one host would mean while a stage is under way, at the worst moment of it. */
export interface WhatIf {
  readonly lost: string;
  readonly writes: Writes;
  readonly reads: Reads;
  /** Until writes work again by themselves; null where they do not. */
  readonly seconds: SecondsRange | null;
  /** The same outside of the seconds in which a service restarts, which is then not counted as there. */
  readonly lasting: Writes;
}

const readsInOrder: readonly Reads[] = ['all', 'partial', 'none'];

/** A state that the deployment may be in for a while. */
export interface Moment {
  /** What does not run in it beside what does not anyway. */
  readonly missing: readonly Failure[];
  /** It ends by itself, within seconds. */
  readonly passes: boolean;
  /** Who votes in etcd otherwise than at the beginning. */
  readonly votes: Readonly<Record<string, boolean>>;
}

/**
 * Simulates the loss of every host in every state that the steps of a stage go through. A service that restarts counts as not there. Steps that do not
 * wait for each other may be under way together.
 */
export function whatIfOf(steps: readonly Step[], setting: Setting): readonly WhatIf[] {
  if (Object.keys(setting.leaders).length === 0) return [];
  const moments = momentsOf(steps, setting.joining).map((moment) => ({
    ...moment,
    model: modelOf(setting, moment.votes),
  }));
  return setting.plan.hosts.flatMap(({ name: lost }): readonly WhatIf[] => {
    const isGone = setting.down.some((one) => one.kind === 'host' && one.host === lost);
    if (isGone) return [];
    const results = moments.map(({ missing, passes, model, votes }) => ({
      passes,
      result: simulateModel(model, [
        ...setting.down.filter((one) => !runsByThen(one, votes)),
        ...missing,
        { kind: 'host', host: lost },
      ]),
    }));
    const worst = results.map(({ result }) => result).reduce(worse);
    const lasting = results.flatMap(({ result, passes }) => (passes ? [] : [result])).reduce(worse);
    return [{ lost, writes: worst.writes, reads: readsOf(worst), seconds: secondsOf(worst), lasting: lasting.writes }];
  });
}

/** Whether what did not run at the beginning does so in a moment: an etcd member has its vote only once it runs. */
function runsByThen(failure: Failure, votes: Moment['votes']): boolean {
  return failure.kind === 'process' && failure.process === 'etcd' && votes[failure.host] === true;
}

/** What the loss of every host means while nothing is done. */
export function lossesOf(setting: Setting): readonly WhatIf[] {
  return whatIfOf([], setting);
}

/**
 * Hosts whose loss would need a person, or cost data, while the stage is under way, and neither before the change nor after it. The seconds of a
 * restart are left out: it ends by itself, and nothing else is begun before.
 */
export function fallsBelow(
  during: readonly WhatIf[],
  before: readonly WhatIf[],
  after: readonly WhatIf[],
): readonly WhatIf[] {
  return during.filter(({ lost, lasting }) => {
    const others = [before, after].flatMap((all) => all.find((one) => one.lost === lost)?.lasting ?? []);
    const lower = Math.max(0, ...others.map(needOf));
    return needOf(lasting) > lower;
  });
}

function needOf(writes: Writes): number {
  return Math.max(0, writesInOrder.indexOf(writes) - writesInOrder.indexOf('automatic'));
}

/** The simulator's view of a setting. @param votes who votes in etcd otherwise */
export function modelOf({ plan, leaders }: Setting, votes: Moment['votes'] = {}): QuorumModel {
  const hosts = plan.hosts.map((host) => {
    const vote = votes[host.name];
    const others = host.roles.filter((role) => role !== 'etcd');
    return vote === undefined ? host : { ...host, roles: vote ? [...others, 'etcd' as const] : others };
  });
  const judged = plan.clusters.filter(({ name }) => leaders[name] !== undefined);
  return quorumModel(
    { ...plan, hosts, clusters: judged },
    { initial: Object.fromEntries(judged.map(({ name }) => [name, { leader: leaders[name] }])) },
  );
}

/** What a step does to the states that follow from it. */
interface Disturbing {
  readonly step: Step;
  readonly how: Disturbance['how'];
  readonly missing: readonly Failure[];
  readonly vote: Readonly<Record<string, boolean>>;
}

/** The states that steps go through, the beginning first. @param joining hosts whose etcd member gets its vote when it is started */
export function momentsOf(steps: readonly Step[], joining: readonly string[] = []): readonly Moment[] {
  const disturbing = steps.map((step) => disturbingOf(step, joining)).filter((one) => one !== undefined);
  const waitsFor = ancestors(steps);
  const together = (one: Step, other: Step) =>
    waitsFor.get(one.id)?.has(other.id) !== true && waitsFor.get(other.id)?.has(one.id) !== true;
  const moments: Moment[] = [{ missing: [], passes: false, votes: {} }];
  let gone: readonly Failure[] = [];
  let votes: Moment['votes'] = {};
  for (const [index, { step, how, missing, vote }] of disturbing.entries()) {
    const changesVotes = Object.keys(vote).length > 0;
    votes = { ...votes, ...vote };
    // Others that get or lose a vote follow at once.
    const goesOn = changesVotes && disturbing.slice(index + 1).some((other) => Object.keys(other.vote).length > 0);
    const passes = goesOn || (missing.length > 0 && how === 'restarts');
    moments.push({ missing: [...gone, ...missing], passes, votes });
    for (const other of disturbing.slice(0, index))
      if (
        other.how !== 'ends' &&
        other.missing.length > 0 &&
        step.host !== other.step.host &&
        together(step, other.step)
      )
        moments.push({
          missing: [...gone, ...missing, ...other.missing],
          passes: passes || other.how === 'restarts',
          votes,
        });
    if (how === 'ends') gone = [...gone, ...missing];
  }
  return moments;
}

function disturbingOf(step: Step, joining: readonly string[]): Disturbing | undefined {
  const { processes, how, expels } = disturbanceOf(step);
  const missing = processes
    // A pool that restarts votes for nothing and replaces nobody: what clients notice of it is predicted.
    .filter((process) => process !== 'pgbouncer' || how === 'ends')
    .map((process): Failure => ({ kind: 'process', host: step.host, process }));
  const joins = step.id === `${step.host}/etcd/start` && joining.includes(step.host);
  const vote = { ...(expels === undefined ? {} : { [expels]: false }), ...(joins ? { [step.host]: true } : {}) };
  const nothing = how === 'hands-over' || (missing.length === 0 && Object.keys(vote).length === 0);
  return nothing ? undefined : { step, how, missing, vote };
}

/** By each step, all that must be done before it. */
function ancestors(steps: readonly Step[]): ReadonlyMap<string, ReadonlySet<string>> {
  const known = new Map<string, ReadonlySet<string>>();
  for (const { id, after } of steps) known.set(id, new Set(after.flatMap((one) => [one, ...(known.get(one) ?? [])])));
  return known;
}

function worse(one: SimulationResult, other: SimulationResult): SimulationResult {
  const rank = (result: SimulationResult) => [
    writesInOrder.indexOf(result.writes),
    readsInOrder.indexOf(readsOf(result)),
    secondsOf(result)?.worst ?? 0,
  ];
  const [a, b] = [rank(one), rank(other)];
  const first = a.findIndex((value, index) => value !== b[index]);
  return first >= 0 && (b[first] ?? 0) > (a[first] ?? 0) ? other : one;
}

function readsOf({ clusters }: SimulationResult): Reads {
  return readsInOrder[Math.max(0, ...clusters.map(({ reads }) => readsInOrder.indexOf(reads)))] ?? 'all';
}

/** The longest of the clusters that clients write to; null where one does not come back by itself. */
function secondsOf({ clusters }: SimulationResult): SecondsRange | null {
  const all = clusters.filter(({ kind }) => kind === 'primary').map(({ secondsToWritable }) => secondsToWritable);
  const known = all.filter((one) => one !== null);
  if (known.length < all.length) return null;
  return {
    min: Math.max(0, ...known.map(({ min }) => min)),
    typical: Math.max(0, ...known.map(({ typical }) => typical)),
    worst: Math.max(0, ...known.map(({ worst }) => worst)),
  };
}
