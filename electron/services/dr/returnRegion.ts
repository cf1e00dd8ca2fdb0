import { setTimeout as sleep } from 'node:timers/promises';
import { highestTimeline, reignOf } from '../../../core/dr/reign.ts';
import {
  cannotFollowScript,
  editConfigScript,
  emptyScript,
  forgetScript,
  historyScript,
  reinitScript,
  startScript,
  timelineScript,
} from '../../../core/dr/scripts.ts';
import { standbyPair } from '../../../core/dr/swapRegions.ts';
import { etcdHosts, type Host } from '../../../core/plan/plan.ts';
import { Problem } from '../../../core/problem.ts';
import { standbySection, standbySlot } from '../../../core/render/dynamicConfig.ts';
import { listOf, type Phrase, say } from '../../../core/wording/phrase.ts';
import { gatherLocks } from '../procedures/gatherLocks.ts';
import { type ProcedureContext, runProcedure } from '../procedures/runProcedure.ts';
import { fence, fenceCluster, lookForRunning } from './fenceCluster.ts';
import { askMembers, type DrContext, isPrimary, memberHosts, readOn, streamingFrom } from './patroniAt.ts';

export interface ReturnRequest extends ProcedureContext, Omit<DrContext, 'door'> {
  /** The cluster that shall follow again; may be left out when the plan has one standby cluster only. */
  readonly cluster: string | undefined;
  readonly onEvent: (said: Phrase) => void;
}

type ReturnOptions = ReturnRequest & DrContext;

export interface ReturnResult {
  readonly cluster: string;
  readonly follows: string;
  readonly members: readonly { readonly host: string; readonly role: string; readonly state: string }[];
  readonly seconds: number;
}

const historySeconds = 60;
const firstSeconds = 60;
const rewindSeconds = 40;
const mostSeconds = 300;

/**
 * Makes a region that was the primary one the standby of the other, as the plan says since the promotion. It is stopped first, is told
 * in its own etcd whom to follow while nothing of it runs, and only then started: at no moment can both take writes. A member that knows
 * only timelines from before the promotion is kept, and pg_rewind takes back what the others never had. One that came up by itself
 * meanwhile, and led, or followed one that did, is emptied and copied anew: its timelines have the numbers of the other region's. Nothing is
 * done to a region that follows already.
 * @throws Problem `dr-no-standby`, `dr-no-primary`, `dr-not-fenced` for members that cannot be reached, `dr-not-returned`
 */
export async function returnRegion(options: ReturnRequest): Promise<ReturnResult> {
  const { plan, pool } = options;
  const {
    roundTrips: _,
    roundTripsPerHost: __,
    ...result
  } = await runProcedure(options, {
    id: 'return',
    cluster: standbyPair(plan, options.cluster).standby.name,
    hosts: plan.hosts.map(({ name }) => name),
    // Of the region that leads some may be dark; of the one that returns nobody may, which is asked where it matters.
    unreachable: 'leave-out',
    gather: gatherLocks(pool),
    apply: (door) => bringBack({ ...options, door, onEvent: door.sayingTo(options.onEvent) }),
    ok: () => true,
  });
  return result;
}

async function bringBack(options: ReturnOptions): Promise<ReturnResult> {
  const { plan, door, onEvent } = options;
  const { standby, upstream } = standbyPair(plan, options.cluster);
  const started = performance.now();
  const primary = (await askMembers(options, upstream)).find(isPrimary);
  if (primary === undefined)
    throw new Problem(
      'dr-no-primary',
      'no',
      say`${upstream.name} has no primary to follow. Look at \`quorate status\` first.`,
    );
  const now = await lookAt(options);
  if (now.leads && now.behind.length === 0)
    return { cluster: standby.name, follows: upstream.name, members: now.members, seconds: 0 };
  const seen = await lookForRunning(options, standby);
  await fenceCluster(options, standby, { stop: true, confirmed: [], seen, onEvent });
  const slot = standbySlot(standby);
  await door.change(
    { host: primary.host, id: 'dr/slot', title: say`Let ${upstream.name} keep WAL for ${standby.name}` },
    editConfigScript(upstream.name, { slots: { [slot]: { type: 'physical' } } }),
  );
  const etcd = etcdHosts(plan, standby);
  const keeper = etcd.find(({ name }) => door.reaches(name));
  for (const { name } of etcd)
    if (door.reaches(name))
      await door.change(
        { host: name, id: 'dr/etcd', title: say`Start etcd on ${name}` },
        'systemctl start --no-block etcd',
      );

  const hosts = memberHosts(plan, standby);
  const apart = await emptyThoseApart(options, hosts);
  const first = hosts.find((host) => !apart.includes(host)) ?? hosts[0];
  if (first === undefined || keeper === undefined || standby.standbyOf === undefined)
    return { cluster: standby.name, follows: upstream.name, members: [], seconds: 0 };
  onEvent(say`Telling ${standby.name} to follow ${upstream.name}`);
  const section = standbySection(plan, standby, standby.standbyOf);
  await door.change(
    { host: first, id: 'dr/follow', title: say`Tell ${standby.name} to follow ${upstream.name}` },
    `for turn in $(seq 30); do ( ${editConfigScript(standby.name, { standby_cluster: section })} ) && exit 0; sleep 1; done; exit 1`,
  );
  await forget(options, keeper, apart.includes(first) ? ['initialize'] : []);
  await startFirst(options, first, keeper);

  const others = hosts.filter((host) => host !== first);
  if (others.length > 0) onEvent(say`Starting ${standby.name} on ${listOf(others, 'comma')}`);
  await Promise.all(others.map((host) => start(options, host)));
  await follow(options, (state) => state.leads && state.behind.length === 0, rewindSeconds).catch(
    async (error: unknown) => {
      if (!(error instanceof Problem)) throw error;
      await copyAnew(options);
    },
  );
  const { members } = await follow(options, (state) => state.leads && state.behind.length === 0, mostSeconds);
  return { cluster: standby.name, follows: upstream.name, members, seconds: (performance.now() - started) / 1000 };
}

async function forget(options: ReturnOptions, keeper: Host, more: readonly string[]): Promise<void> {
  const { standby } = standbyPair(options.plan, options.cluster);
  await options.door.change(
    { host: keeper.name, id: 'dr/forget', title: say`Take what ${standby.name} noted of its last reign out of etcd` },
    forgetScript(options.plan, keeper, standby.name, more),
  );
}

async function start({ door }: ReturnOptions, host: string): Promise<void> {
  await door.change({ host, id: 'dr/start', title: say`Start Patroni on ${host}` }, startScript);
}

async function empty({ door }: ReturnOptions, host: string): Promise<void> {
  await door.change({ host, id: 'dr/empty', title: say`Empty the data directory on ${host}` }, emptyScript);
}

/**
 * Empties the members of the stopped cluster that cannot be known to share the timelines of the other one.
 * @returns their hosts
 */
async function emptyThoseApart(options: ReturnOptions, hosts: readonly string[]): Promise<readonly string[]> {
  const since = await reignStart(options);
  const { upstream } = standbyPair(options.plan, options.cluster);
  const apart = await Promise.all(
    hosts.map(async (host) => {
      const highest = highestTimeline((await readOn(options, host, timelineScript)) ?? '');
      if (highest !== undefined && since !== undefined && highest < since) return [];
      options.onEvent(
        highest === undefined
          ? say`${host} has no data: it is copied anew`
          : since === undefined
            ? say`${host} has timeline ${highest}, and the history of ${upstream.name} does not say since when it leads: it is copied anew`
            : say`${host} has a timeline ${highest} that is not the one of ${upstream.name}, which leads since timeline ${since}: it is copied anew`,
      );
      await empty(options, host);
      return [host];
    }),
  );
  return apart.flat();
}

/** The first timeline since the other cluster leads; undefined when its history does not tell. */
async function reignStart(options: ReturnOptions): Promise<number | undefined> {
  const { upstream } = standbyPair(options.plan, options.cluster);
  const names = upstream.members.map(({ name }) => name);
  const end = performance.now() + historySeconds * 1000;
  for (;;) {
    const primary = (await askMembers(options, upstream)).find(isPrimary);
    const history = primary && (await readOn(options, primary.host, historyScript(upstream.name)));
    const reign = reignOf(history ?? '', names, primary?.timeline ?? 0);
    if (reign.kind === 'known') return reign.since;
    if (performance.now() > end) return undefined;
    await sleep(1000);
  }
}

/** Starts the member that the others compare themselves with when they start: it must be on the new timeline by then. */
async function startFirst(options: ReturnOptions, first: string, keeper: Host): Promise<void> {
  const { plan, onEvent } = options;
  const { standby } = standbyPair(plan, options.cluster);
  onEvent(say`Starting ${standby.name} on ${first}`);
  await start(options, first);
  const leads = () =>
    follow(options, (state) => state.leads, firstSeconds).then(
      () => true,
      (error: unknown) => {
        if (!(error instanceof Problem)) throw error;
        return false;
      },
    );
  if (await leads()) return;
  const why = (await readOn(options, first, cannotFollowScript))?.trim() ?? '';
  // Without a reason of that kind another member may be ahead of it and has to lead.
  if (why === '') return;
  onEvent(say`${first} cannot follow with what it has: it is copied anew`);
  await fence(options, standby, first);
  await empty(options, first);
  await forget(options, keeper, ['initialize']);
  await start(options, first);
  await leads();
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
async function lookAt(options: ReturnOptions): Promise<Following> {
  const { standby, upstream } = standbyPair(options.plan, options.cluster);
  const [answers, above] = await Promise.all([askMembers(options, standby), askMembers(options, upstream)]);
  const leader = answers.find(({ role }) => role === 'standby_leader');
  const leaderName = standby.members.find(({ host }) => host === leader?.host)?.name ?? '';
  const streaming = streamingFrom(leader);
  return {
    leads: streamingFrom(above.find(isPrimary)).includes(leaderName),
    leaderHost: leader?.host,
    behind: standby.members.map(({ name }) => name).filter((name) => name !== leaderName && !streaming.includes(name)),
    members: answers.map(({ host, role, state }) => ({ host, role, state })),
  };
}

/** What pg_rewind cannot bring back is copied from the leader: it holds nothing that the primary does not have. */
async function copyAnew(options: ReturnOptions): Promise<void> {
  const { standby } = standbyPair(options.plan, options.cluster);
  const { leads, leaderHost, behind } = await lookAt(options);
  if (!leads || leaderHost === undefined) return;
  for (const name of behind) {
    options.onEvent(say`Copying ${name} anew from ${leaderHost}`);
    await options.door.change(
      { host: leaderHost, id: `dr/copy/${name}`, title: say`Copy ${name} anew from ${leaderHost}` },
      reinitScript(standby.name, name),
    );
  }
}

async function follow(
  options: ReturnOptions,
  done: (state: Following) => boolean,
  seconds: number,
): Promise<Following> {
  const { standby } = standbyPair(options.plan, options.cluster);
  let state: Following | undefined;
  return options.door.gate({
    seconds,
    everyMilliseconds: 500,
    check: async () => {
      state = await lookAt(options);
      return done(state) ? state : undefined;
    },
    // A copy takes as long as its size asks for.
    goesOn: () => state?.members.some((member) => member.state === 'creating replica') === true,
    problem: () =>
      new Problem(
        'dr-not-returned',
        'no',
        say`Not every member of ${standby.name} follows after ${seconds} s: ${listOf(
          (state?.members ?? []).map(({ host, role, state: its }) => `${host} ${role} ${its}`),
          'comma',
        )}; without a stream: ${state === undefined || state.behind.length === 0 ? say`none` : listOf(state.behind, 'comma')}. Their Patroni's journals say why: journalctl -u patroni.`,
        { details: state },
      ),
  });
}
