import { setTimeout as sleep } from 'node:timers/promises';
import { editConfigScript, reinitScript, startScript } from '../../../core/dr/scripts.ts';
import { standbyPair } from '../../../core/dr/swapRegions.ts';
import { etcdHosts } from '../../../core/plan/plan.ts';
import { Problem } from '../../../core/problem.ts';
import { standbySection, standbySlot } from '../../../core/render/dynamicConfig.ts';
import { fenceCluster } from './fenceCluster.ts';
import { askMembers, type DrContext, isPrimary, memberHosts, runOn, streamingFrom } from './patroniAt.ts';

export interface ReturnOptions extends DrContext {
  /** The cluster that shall follow again; may be left out when the plan has one standby cluster only. */
  readonly cluster: string | undefined;
  readonly onEvent: (line: string) => void;
}

export interface ReturnResult {
  readonly cluster: string;
  readonly follows: string;
  readonly members: readonly { readonly host: string; readonly role: string; readonly state: string }[];
  readonly seconds: number;
}

const firstSeconds = 60;
const rewindSeconds = 40;
const mostSeconds = 300;

/**
 * Makes a region that was the primary one the standby of the other, as the plan says since the promotion. It is stopped first, is told
 * in its own etcd whom to follow while nothing of it runs, and only then started: at no moment can both take writes. pg_rewind takes
 * back what the others never had; where it cannot, Patroni's `reinit` copies the member anew.
 * @throws Problem `dr-no-standby`, `dr-no-primary`, `dr-not-fenced` for members that cannot be reached, `dr-not-returned`
 */
export async function returnRegion(options: ReturnOptions): Promise<ReturnResult> {
  const { plan, onEvent } = options;
  const { standby, upstream } = standbyPair(plan, options.cluster);
  const started = performance.now();
  const primary = (await askMembers(options, upstream)).find(isPrimary);
  if (primary === undefined)
    throw new Problem(
      'dr-no-primary',
      'no',
      `${upstream.name} has no primary to follow. Look at \`quorate status\` first.`,
    );
  await fenceCluster(options, standby, { stop: true, confirmed: false, onEvent });
  const slot = standbySlot(standby);
  await runOn(options, primary.host, editConfigScript(upstream.name, { slots: { [slot]: { type: 'physical' } } }));
  for (const { name } of etcdHosts(plan, standby)) await runOn(options, name, 'systemctl start --no-block etcd');

  const hosts = memberHosts(plan, standby);
  const [first] = hosts;
  if (first === undefined || standby.standbyOf === undefined)
    return { cluster: standby.name, follows: upstream.name, members: [], seconds: 0 };
  onEvent(`Telling ${standby.name} to follow ${upstream.name}`);
  const section = standbySection(plan, standby, standby.standbyOf);
  await runOn(
    options,
    first,
    `for turn in $(seq 30); do ( ${editConfigScript(standby.name, { standby_cluster: section })} ) && exit 0; sleep 1; done; exit 1`,
  );
  // The others compare themselves with their leader when they start: it must be on the new timeline by then.
  onEvent(`Starting ${standby.name} on ${first}`);
  await runOn(options, first, startScript);
  await follow(options, (state) => state.leads, firstSeconds).catch((error: unknown) => {
    // Another member may be ahead of it, and has to lead.
    if (!(error instanceof Problem)) throw error;
  });
  onEvent(`Starting ${standby.name} on ${hosts.slice(1).join(', ')}`);
  await Promise.all(hosts.slice(1).map((host) => runOn(options, host, startScript)));
  await follow(options, (state) => state.leads && state.behind.length === 0, rewindSeconds).catch(
    async (error: unknown) => {
      if (!(error instanceof Problem)) throw error;
      await copyAnew(options);
    },
  );
  const { members } = await follow(options, (state) => state.leads && state.behind.length === 0, mostSeconds);
  return { cluster: standby.name, follows: upstream.name, members, seconds: (performance.now() - started) / 1000 };
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
    options.onEvent(`Copying ${name} anew from ${leaderHost}`);
    await runOn(options, leaderHost, reinitScript(standby.name, name));
  }
}

async function follow(
  options: ReturnOptions,
  done: (state: Following) => boolean,
  seconds: number,
): Promise<Following> {
  const { standby } = standbyPair(options.plan, options.cluster);
  const end = performance.now() + seconds * 1000;
  for (;;) {
    const state = await lookAt(options);
    if (done(state)) return state;
    if (performance.now() > end)
      throw new Problem(
        'dr-not-returned',
        'no',
        `Not every member of ${standby.name} follows after ${seconds} s: ${state.members.map(({ host, role, state: its }) => `${host} ${role} ${its}`).join(', ')}; without a stream: ${state.behind.join(', ') || 'none'}. Their Patroni's journals say why: journalctl -u patroni.`,
        { details: state },
      );
    await sleep(500);
  }
}
