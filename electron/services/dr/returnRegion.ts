import { setTimeout as sleep } from 'node:timers/promises';
import { editConfigScript, startScript } from '../../../core/dr/scripts.ts';
import { standbyPair } from '../../../core/dr/swapRegions.ts';
import { etcdHosts } from '../../../core/plan/plan.ts';
import { Problem } from '../../../core/problem.ts';
import { standbySection, standbySlot } from '../../../core/render/dynamicConfig.ts';
import { fenceCluster } from './fenceCluster.ts';
import { askMembers, type DrContext, isPrimary, memberHosts, runOn } from './patroniAt.ts';

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
  onEvent(`Starting ${standby.name} on ${hosts.join(', ')}`);
  await Promise.all(hosts.map((host) => runOn(options, host, startScript)));
  return {
    cluster: standby.name,
    follows: upstream.name,
    members: await untilFollowing(options),
    seconds: (performance.now() - started) / 1000,
  };
}

async function untilFollowing(options: ReturnOptions): Promise<ReturnResult['members']> {
  const { standby } = standbyPair(options.plan, options.cluster);
  const end = performance.now() + mostSeconds * 1000;
  for (;;) {
    const members = (await askMembers(options, standby)).map(({ host, role, state }) => ({ host, role, state }));
    const following = members.filter(
      ({ role, state }) => role !== 'master' && role !== 'primary' && state === 'running',
    );
    if (following.length === standby.members.length && members.some(({ role }) => role === 'standby_leader'))
      return members;
    if (performance.now() > end)
      throw new Problem(
        'dr-not-returned',
        'no',
        `Not every member of ${standby.name} follows after ${mostSeconds} s: ${members.map(({ host, role, state }) => `${host} ${role} ${state}`).join(', ')}. Copy those that do not anew: patronictl -c /etc/patroni/config.yml reinit ${standby.name} MEMBER.`,
        { details: { members } },
      );
    await sleep(500);
  }
}
