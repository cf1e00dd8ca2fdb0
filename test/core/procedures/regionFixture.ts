import type { Step } from '../../../core/deployment/step.ts';
import { type RegionPair, regionPair } from '../../../core/dr/regionPair.ts';
import type { MemberAnswer } from '../../../core/dr/regionWorld.ts';
import type { Cluster } from '../../../core/plan/plan.ts';
import { type NextOf, Past } from '../../../core/procedures/procedure.ts';
import type { ReturnWorld } from '../../../core/procedures/regionReturn.ts';
import { planText, readPlan } from '../planFixture.ts';

interface SimulatedMember {
  readonly host: string;
  readonly name: string;
  runs: boolean;
  /** Highest timeline of its data; undefined: empty. */
  timeline: number | undefined;
  /** What it has is not enough to follow. */
  stuck: boolean;
}

interface SimulatedCluster {
  readonly cluster: Cluster;
  readonly members: SimulatedMember[];
  follows: boolean;
  /** As Patroni answers `GET /history`. */
  readonly history: unknown[];
}

/** Two regions whose Patronis do, at once, what their configuration asks for. */
export class TwoRegions {
  readonly plan = readPlan(planText({ topology: 'geo-dr' }));
  readonly pair: RegionPair = regionPair(this.plan, undefined);
  readonly dark = new Set<string>();
  /** Moments at which both regions took writes. */
  splitMoments = 0;
  /** Ids of the steps that were done. */
  readonly done: string[] = [];
  readonly #clusters: readonly SimulatedCluster[];

  /** The standby region follows; the other one leads on timeline 1. */
  constructor() {
    this.#clusters = [this.pair.upstream, this.pair.standby].map((cluster) => ({
      cluster,
      members: cluster.members.map(({ host, name }) => ({ host, name, runs: true, timeline: 1, stuck: false })),
      follows: cluster.standbyOf !== undefined,
      history: [],
    }));
  }

  of(host: string): SimulatedMember {
    const found = this.#clusters.flatMap(({ members }) => members).find((one) => one.host === host);
    if (found === undefined) throw new Error(`no member on ${host}`);
    return found;
  }

  cluster(name: string): SimulatedCluster {
    const found = this.#clusters.find(({ cluster }) => cluster.name === name);
    if (found === undefined) throw new Error(`no cluster ${name}`);
    return found;
  }

  /** The host that takes the writes of a cluster. */
  primaryOf(name: string): string | undefined {
    const { members, follows } = this.cluster(name);
    return follows ? undefined : members.find(({ runs, timeline }) => runs && timeline !== undefined)?.host;
  }

  /** A cluster that nobody kept from starting takes writes by itself, on a timeline of its own. */
  startByItself(name: string): void {
    const it = this.cluster(name);
    it.follows = false;
    for (const member of it.members) {
      member.runs = true;
      member.timeline = (member.timeline ?? 1) + 1;
    }
  }

  /** Does what a step does, by its name. */
  apply({ id, host }: Step): void {
    this.done.push(id);
    const name = id.slice(host.length + 1);
    const own = this.#clusters.find(({ members }) => members.some((member) => member.host === host));
    const member = own?.members.find((one) => one.host === host);
    if (own === undefined || member === undefined) throw new Error(`nobody simulates ${id}`);
    if (name === 'dr/fence') member.runs = false;
    else if (name === 'dr/empty') {
      if (member.runs) throw new Error(`${host} was emptied while it ran`);
      Object.assign(member, { timeline: undefined, stuck: false });
    } else if (name === 'dr/start') member.runs = true;
    else if (name === 'dr/follow') {
      if (own.members.some(({ runs }) => runs)) throw new Error('told whom to follow while it ran');
      own.follows = true;
    } else if (name === 'dr/promote') {
      if (own.follows) {
        const leader = own.members.find(({ runs }) => runs);
        const ended = leader?.timeline ?? 1;
        own.history.push([ended, 1000, 'no recovery target specified', '2026-01-01T00:00:00+00:00', leader?.name]);
        for (const one of own.members) one.timeline = ended + 1;
      }
      own.follows = false;
    } else if (name.startsWith('dr/copy/')) {
      const copied = own.members.find((one) => one.name === name.slice('dr/copy/'.length));
      if (copied !== undefined) Object.assign(copied, { timeline: member.timeline, stuck: false, runs: true });
    } else if (!['dr/slot', 'dr/etcd', 'dr/forget'].includes(name)) throw new Error(`nobody simulates ${id}`);
    this.#settle();
  }

  /** What asking the hosts gives. */
  look(): ReturnWorld {
    const members = this.#clusters.flatMap(({ members: own }) => own).filter(({ host }) => !this.dark.has(host));
    const known = <T>(of: (one: SimulatedMember) => T | undefined): ReadonlyMap<string, T> =>
      new Map(
        members.flatMap((one) => {
          const value = of(one);
          return value === undefined ? [] : [[one.host, value] as const];
        }),
      );
    return {
      plan: this.plan,
      pair: this.pair,
      reached: new Set(this.plan.hosts.map(({ name }) => name).filter((name) => !this.dark.has(name))),
      answers: this.#clusters.flatMap((one) => this.#answers(one)).filter(({ host }) => !this.dark.has(host)),
      running: known(({ runs }) => runs),
      history: this.cluster(this.pair.upstream.name).history,
      timelines: known(({ timeline }) => timeline),
      cannotFollow: known(({ runs, stuck }) =>
        runs && stuck ? 'requested WAL segment has already been removed' : undefined,
      ),
    };
  }

  /** A standby that starts follows the other region, rewound or copied where Patroni can do so. */
  #settle(): void {
    const writing = this.#clusters.filter(({ cluster }) => this.primaryOf(cluster.name) !== undefined);
    if (writing.length > 1) this.splitMoments += 1;
    const timeline = writing[0]?.members.find(({ runs }) => runs)?.timeline;
    if (timeline === undefined) return;
    for (const { follows, members } of this.#clusters)
      for (const member of members) if (follows && member.runs && !member.stuck) member.timeline = timeline;
  }

  #answers({ follows, members }: SimulatedCluster): readonly MemberAnswer[] {
    const up = members.filter(({ runs, stuck, timeline }) => runs && !stuck && timeline !== undefined);
    const [leader, ...others] = up;
    if (leader === undefined) return [];
    const other = this.#clusters.find((one) => one.follows && one.members !== members);
    const follower = other?.members.find(({ runs, stuck, timeline }) => runs && !stuck && timeline !== undefined);
    const streams = [...others, ...(follower === undefined ? [] : [follower])].map(({ name }) => ({
      application_name: name,
      state: 'streaming',
    }));
    const role = follows ? 'standby_leader' : 'primary';
    return [
      {
        host: leader.host,
        role,
        state: 'running',
        timeline: leader.timeline,
        replication: streams,
        xlog: follows ? { received_location: 5000 } : { location: 6000 },
      },
      ...others.map(({ host }) => ({ host, role: 'replica', state: 'streaming' })),
    ];
  }
}

/** A program that was killed. */
export class Killed extends Error {}

/**
 * Carries out a procedure on simulated regions.
 * @param stepsLeft after how many steps the program is killed; default: never
 */
export function carryOut<Result>(
  regions: TwoRegions,
  next: NextOf<ReturnWorld, Result>,
  stepsLeft = Number.POSITIVE_INFINITY,
): { readonly result: Result; readonly stages: readonly string[] } {
  let past = new Past<ReturnWorld>();
  let left = stepsLeft;
  for (let turn = 0; turn < 30; turn++) {
    const before = regions.look();
    const now = next(before, past);
    if (now.kind === 'done') return { result: now.result, stages: past.stages.map(({ id }) => id) };
    if (now.kind === 'refused') throw new Error('refused');
    for (const step of now.stage.steps) {
      if (left-- <= 0) throw new Killed();
      regions.apply(step);
    }
    const { gate } = now.stage;
    const world = regions.look();
    if (gate !== undefined && !gate.open(world) && gate.problem !== undefined) throw gate.problem(world);
    past = past.with({ id: now.stage.id, before, seconds: 1 });
  }
  throw new Error(`no end: ${past.stages.map(({ id }) => id).join(' ')}`);
}
