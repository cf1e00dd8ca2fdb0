import { StepList } from '../deployment/stepList.ts';
import { leadershipStart } from '../dr/leadership.ts';
import {
  copyMember,
  emptyMember,
  fenceMember,
  followCluster,
  forgetLeadership,
  keepWal,
  startEtcdMember,
  startMember,
} from '../dr/regionOperations.ts';
import {
  answersOf,
  darkHosts,
  isPrimary,
  type MemberAnswer,
  memberHosts,
  type RegionWorld,
  streamingFrom,
} from '../dr/regionWorld.ts';
import { etcdHosts, type Host } from '../plan/plan.ts';
import { Problem } from '../problem.ts';
import { standbySection, standbySlot } from '../render/dynamicConfig.ts';
import { listOf, type Phrase, say } from '../wording/phrase.ts';
import { fenceStage } from './fencing.ts';
import type { Gate, Next, Past, Stage } from './procedure.ts';

/** What is known besides of a region that comes back. */
export interface ReturnWorld extends RegionWorld {
  /** What the Patroni of the cluster that leads answers to `GET /history`; undefined when it could not be asked. Untrusted. */
  readonly history: unknown;
  /** The highest timeline that each data directory of the returning cluster knows; hosts without data are left out. */
  readonly timelines: ReadonlyMap<string, number>;
  /** Of hosts of the returning cluster: the line with which PostgreSQL says that what it has is not enough to follow. */
  readonly cannotFollow: ReadonlyMap<string, string>;
}

export interface ReturnResult {
  readonly cluster: string;
  readonly follows: string;
  readonly members: readonly { readonly host: string; readonly role: string; readonly state: string }[];
  readonly seconds: number;
}

const historySeconds = 60;
const firstSeconds = 60;
const rewindSeconds = 40;
const maxSeconds = 300;

type ReturnStage = Stage<ReturnWorld>;

/**
 * The stages that make a region, which was the primary one, the standby of the other. It is stopped first, is told in its own etcd whom to follow
 * while nothing of it runs, and only then started: at no moment can both take writes. A member that knows only timelines from before the promotion
 * is kept, and pg_rewind takes back what the others never had. One that came up by itself meanwhile, and led, or followed one that did, is
 * emptied and copied anew: its timelines have the numbers of the other region's. Nothing is done to a region that follows already.
 * @throws Problem `dr-no-primary`, `dr-not-fenced` for members that cannot be reached, and from a gate `dr-not-returned`
 */
export function nextOfReturn(world: ReturnWorld, past: Past<ReturnWorld>): Next<ReturnWorld, ReturnResult> {
  const { standby, upstream } = world.pair;
  const primary = answersOf(world, upstream).find(isPrimary);
  if (primary === undefined)
    throw new Problem(
      'dr-no-primary',
      'no',
      say`${upstream.name} has no primary to follow. Look at \`quorate status\` first.`,
    );
  const all = following(world);
  const begun = past.stages.length > 0;
  const keeper = etcdHosts(world.plan, standby).find(({ name }) => world.reached.has(name));
  const stage = (one: ReturnStage): Next<ReturnWorld, ReturnResult> => ({ kind: 'stage', stage: one });
  if (follows(all) && (!begun || past.has('others'))) return { kind: 'done', result: resultOf(world, all, past) };
  if (!past.has('fence')) return stage(fence(world));
  if (keeper === undefined || standby.standbyOf === undefined)
    throw new Problem(
      'dr-no-etcd',
      'no',
      say`No etcd member of ${standby.name} can be reached, and without it nobody can tell ${standby.name} whom to follow. Start these hosts first: ${listOf(
        etcdHosts(world.plan, standby).map(({ name }) => name),
        'comma',
      )}.`,
    );
  if (!past.has('prepare')) return stage(prepare(world, primary));
  if (!past.has('follow')) return stage(follow(world, keeper));
  const first = firstHost(past);
  if (!past.has('first')) return stage(startFirst(world, first));
  const why = world.cannotFollow.get(first);
  // Without a reason of that kind another member may be ahead of it and has to lead.
  if (!all.leads && why !== undefined && !past.has('copy-first')) return stage(copyFirst(world, first, keeper));
  if (!past.has('others')) return stage(startOthers(world, first));
  return stage(copyRest(world, all));
}

/** Stops every member of the region. @throws Problem `dr-not-fenced` for hosts that cannot be reached: they may come up as a primary at any time */
function fence(world: ReturnWorld): ReturnStage {
  const { standby } = world.pair;
  const dark = darkHosts(world, standby);
  if (dark.length > 0)
    throw new Problem(
      'dr-not-fenced',
      'no',
      say`${listOf(dark, 'comma')} of ${standby.name} cannot be reached. A region returns as a whole: start these hosts first, or take them out of the plan.`,
      { details: { unreachable: dark } },
    );
  return fenceStage(world, standby);
}

/** Has the other cluster keep what the region needs, and starts the region's etcd. */
function prepare(world: ReturnWorld, primary: MemberAnswer): ReturnStage {
  const { standby, upstream } = world.pair;
  const steps = new StepList();
  steps.add(keepWal(primary.host, upstream.name, standby.name, standbySlot(standby)));
  for (const { name } of etcdHosts(world.plan, standby)) if (world.reached.has(name)) steps.add(startEtcdMember(name));
  return {
    id: 'prepare',
    title: say`Having ${upstream.name} keep WAL for ${standby.name}, and starting its etcd`,
    steps: steps.all(),
    // Without the answer every member is copied anew.
    gate: {
      waitsFor: say`${upstream.name} knows since which timeline it leads`,
      seconds: historySeconds,
      open: (now) => leadsSince(now) !== undefined,
    },
  };
}

/** The first timeline since the other cluster leads; undefined when its history does not tell. */
function leadsSince(world: ReturnWorld): number | undefined {
  const { upstream } = world.pair;
  const names = upstream.members.map(({ name }) => name);
  const timeline = answersOf(world, upstream).find(isPrimary)?.timeline ?? 0;
  const start = leadershipStart(world.history, names, timeline);
  return start.kind === 'known' ? start.since : undefined;
}

/** Hosts of the stopped cluster that cannot be known to share the timelines of the other one. */
function apartHosts(world: ReturnWorld): readonly string[] {
  const since = leadsSince(world);
  return memberHosts(world.pair.standby).filter((host) => {
    const highest = world.timelines.get(host);
    return highest === undefined || since === undefined || highest >= since;
  });
}

/** While nothing of it runs: empties who must be copied anew, tells the cluster whom to follow, and takes away what speaks against the new leader. */
function follow(world: ReturnWorld, keeper: Host): ReturnStage {
  const { plan, pair } = world;
  const { standby, upstream } = pair;
  const apart = apartHosts(world);
  const first = firstOf(world);
  const steps = new StepList();
  const emptied = apart.map((host) => steps.add(emptyMember(host)));
  const section = standbySection(plan, standby, standby.standbyOf ?? { cluster: upstream.name, delaySeconds: 0 });
  const told = steps.add(followCluster(first, standby.name, upstream.name, section), emptied);
  steps.add(forgetLeadership(plan, keeper, standby.name, apart.includes(first) ? ['initialize'] : []), [told]);
  return {
    id: 'follow',
    title: say`Telling ${standby.name} to follow ${upstream.name}`,
    steps: steps.all(),
    notes: apart.map((host) => whyCopied(world, host)),
    ...(apart.length > 0 ? { pointOfNoReturn: true as const } : {}),
  };
}

function whyCopied(world: ReturnWorld, host: string): Phrase {
  const { upstream } = world.pair;
  const highest = world.timelines.get(host);
  const since = leadsSince(world);
  if (highest === undefined) return say`${host} has no data: it is copied anew`;
  return since === undefined
    ? say`${host} has timeline ${highest}, and the history of ${upstream.name} does not say since when it leads: it is copied anew`
    : say`${host} has a timeline ${highest} that is not the one of ${upstream.name}, which leads since timeline ${since}: it is copied anew`;
}

/** The member that starts first: one that keeps its data, where there is one. */
function firstOf(world: ReturnWorld): string {
  const hosts = memberHosts(world.pair.standby);
  const apart = apartHosts(world);
  return hosts.find((host) => !apart.includes(host)) ?? hosts[0] ?? '';
}

/** As it was chosen when the cluster was told whom to follow: what was emptied since must not change it. */
function firstHost(past: Past<ReturnWorld>): string {
  const told = past.of('follow');
  if (told === undefined) throw new Error('nobody was told whom to follow yet');
  return firstOf(told.before);
}

function leadsGate({ pair }: ReturnWorld): Gate<ReturnWorld> {
  return {
    waitsFor: say`${pair.standby.name} streams from ${pair.upstream.name}`,
    seconds: firstSeconds,
    open: (now) => following(now).leads,
    goesOn: copying,
  };
}

function streamsGate({ pair }: ReturnWorld, seconds: number): Gate<ReturnWorld> {
  return {
    waitsFor: say`every member of ${pair.standby.name} streams`,
    seconds,
    open: (now) => follows(following(now)),
    goesOn: copying,
  };
}

/** Starts the member that the others compare themselves with when they start: it must be on the new timeline by then. */
function startFirst(world: ReturnWorld, first: string): ReturnStage {
  const steps = new StepList();
  steps.add(startMember(first));
  return {
    id: 'first',
    title: say`Starting ${world.pair.standby.name} on ${first}`,
    steps: steps.all(),
    gate: leadsGate(world),
  };
}

function copyFirst(world: ReturnWorld, first: string, keeper: Host): ReturnStage {
  const { standby } = world.pair;
  const steps = new StepList();
  steps.add(fenceMember(first, standby.name));
  const emptied = steps.add(emptyMember(first));
  const forgotten = steps.add(forgetLeadership(world.plan, keeper, standby.name, ['initialize']), [emptied]);
  steps.add(startMember(first), [forgotten]);
  return {
    id: 'copy-first',
    title: say`${first} cannot follow with what it has: it is copied anew`,
    steps: steps.all(),
    gate: leadsGate(world),
    pointOfNoReturn: true,
  };
}

function startOthers(world: ReturnWorld, first: string): ReturnStage {
  const { standby } = world.pair;
  const others = memberHosts(standby).filter((host) => host !== first);
  const steps = new StepList();
  for (const host of others) steps.add(startMember(host));
  return {
    id: 'others',
    title:
      others.length === 0
        ? say`Waiting until ${standby.name} follows`
        : say`Starting ${standby.name} on ${listOf(others, 'comma')}`,
    steps: steps.all(),
    gate: streamsGate(world, rewindSeconds),
  };
}

/** What pg_rewind cannot bring back is copied from the leader: it holds nothing that the primary does not have. */
function copyRest(world: ReturnWorld, { leads, leaderHost, behind }: Following): ReturnStage {
  const { standby } = world.pair;
  const steps = new StepList();
  if (leads && leaderHost !== undefined)
    for (const name of behind) steps.add(copyMember(leaderHost, standby.name, name));
  return {
    id: 'copy',
    title:
      steps.all().length === 0
        ? say`Waiting until ${standby.name} follows`
        : say`Copying ${listOf(behind, 'comma')} anew from ${leaderHost ?? ''}`,
    steps: steps.all(),
    gate: { ...streamsGate(world, maxSeconds), problem: notReturned },
  };
}

function notReturned(world: ReturnWorld): Problem {
  const { standby } = world.pair;
  const state = following(world);
  return new Problem(
    'dr-not-returned',
    'no',
    say`Not every member of ${standby.name} follows after ${maxSeconds} s: ${listOf(
      state.members.map(({ host, role, state: its }) => `${host} ${role} ${its}`),
      'comma',
    )}; without a stream: ${state.behind.length === 0 ? say`none` : listOf(state.behind, 'comma')}. Their Patroni's journals say why: journalctl -u patroni.`,
    { details: state },
  );
}

/** A copy takes as long as its size asks for. */
function copying(world: ReturnWorld): boolean {
  return answersOf(world, world.pair.standby).some(({ state }) => state === 'creating replica');
}

interface Following {
  /** Whether the cluster has a leader that streams from the primary. */
  readonly leads: boolean;
  readonly leaderHost: string | undefined;
  /** Members that do not stream from their leader. */
  readonly behind: readonly string[];
  readonly members: ReturnResult['members'];
}

/** Who streams from whom, as the senders say it. */
function following(world: ReturnWorld): Following {
  const { standby, upstream } = world.pair;
  const answers = answersOf(world, standby);
  const leader = answers.find(({ role }) => role === 'standby_leader');
  const leaderName = standby.members.find(({ host }) => host === leader?.host)?.name ?? '';
  const streaming = streamingFrom(leader);
  return {
    leads: streamingFrom(answersOf(world, upstream).find(isPrimary)).includes(leaderName),
    leaderHost: leader?.host,
    behind: standby.members.map(({ name }) => name).filter((name) => name !== leaderName && !streaming.includes(name)),
    members: answers.map(({ host, role, state }) => ({ host, role, state })),
  };
}

function follows({ leads, behind }: Following): boolean {
  return leads && behind.length === 0;
}

function resultOf(world: ReturnWorld, { members }: Following, past: Past<ReturnWorld>): ReturnResult {
  const { standby, upstream } = world.pair;
  const seconds = past.stages.reduce((sum, stage) => sum + stage.seconds, 0);
  return { cluster: standby.name, follows: upstream.name, members, seconds };
}
