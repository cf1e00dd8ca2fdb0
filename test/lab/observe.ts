import { setTimeout as sleep } from 'node:timers/promises';
import type { Cluster, Plan } from '../../core/plan/plan.ts';
import type { Failure } from '../../core/quorum/failure.ts';
import type { Observation } from '../../core/quorum/predictions.ts';
import type { LabFault } from '../../electron/services/lab/labFault.ts';
import { labFault } from '../../electron/services/lab/labFault.ts';
import { asClient, type ClientAccess, type CountingWriter, countedTable, entrances } from './labClient.ts';
import type { TopologyLab } from './topologyLab.ts';

/** An observation with the time at which a client could write again. */
export interface TimedObservation extends Observation {
  readonly seconds: number | null;
}

/** The hosts that a failure takes. */
export function failedHosts(plan: Plan, failure: Failure): readonly string[] {
  if (failure.kind === 'host') return [failure.host];
  if (failure.kind === 'site') return plan.hosts.filter((host) => host.site === failure.site).map((host) => host.name);
  throw new Error(`this failure is not one of a host or a site: ${failure.kind}`);
}

/** Does it for real. A site is cut off when there are others to be cut off from; a lone one loses its power. */
export async function fail(work: TopologyLab, failure: Failure): Promise<void> {
  for (const fault of faultsOf(work.plan(), failure)) await labFault(work.lab.name, fault);
}

function faultsOf(plan: Plan, failure: Failure): readonly LabFault[] {
  if (failure.kind === 'site' && plan.hosts.some((host) => host.site !== failure.site))
    return [{ kind: 'cut-site', site: failure.site }];
  return failedHosts(plan, failure).map((host) => ({ kind: 'power-off', host }));
}

/** Power and network back. */
export async function heal(work: TopologyLab, failure: Failure): Promise<void> {
  const faults = faultsOf(work.plan(), failure);
  if (faults.some((fault) => fault.kind === 'cut-site'))
    await labFault(work.lab.name, { kind: 'reconnect', host: 'all' });
  else
    await Promise.all(
      failedHosts(work.plan(), failure).map((host) => labFault(work.lab.name, { kind: 'power-on', host })),
    );
}

/**
 * What clients find through the hosts that are left: each entrance is tried again and again until one takes a write or the time is over.
 * @param deadlineSeconds after `failedAt`
 */
export async function observe(
  work: TopologyLab,
  access: ClientAccess,
  cluster: Cluster,
  failure: Failure,
  writer: CountingWriter | undefined,
  failedAt: number,
  deadlineSeconds: number,
): Promise<TimedObservation> {
  const plan = work.plan();
  const gone = failedHosts(plan, failure);
  const left = entrances(plan, cluster).filter((host) => !gone.includes(host.name));
  const { ports } = plan.haproxy;
  const written = { at: undefined as number | undefined, member: null as string | null };
  const over = () => written.at !== undefined || performance.now() - failedAt > deadlineSeconds * 1000;
  await Promise.all(
    left.map(async (host) => {
      while (!over()) {
        try {
          const { member } = await asClient(access, host.address, ports.primary, async (client) => {
            await client.query(`insert into counted (run, row) values ('observer ' || gen_random_uuid(), 1)`);
          });
          written.at ??= performance.now();
          written.member ??= member;
        } catch {
          await sleep(200);
        }
      }
    }),
  );
  const readable = await readsWithin(access, left, ports.replica);
  let lostRows: number | null = null;
  if (written.at !== undefined && writer !== undefined) {
    for (const host of left) {
      try {
        lostRows ??= (await asClient(access, host.address, ports.primary, (client) => writer.lost(client))).value;
      } catch {
        // As above.
      }
    }
  }
  return {
    writable: written.at !== undefined,
    leaderHost: written.member ?? (await leaderHost(work, cluster, gone)),
    readable,
    lostRows,
    seconds: written.at === undefined ? null : (written.at - failedAt) / 1000,
  };
}

/** HAProxy's checks take some seconds to take a lost replica out and to let the primary serve reads in its place. */
const readSeconds = 40;

/** Whether a read succeeds at one of the entrances in the end. */
async function readsWithin(access: ClientAccess, left: readonly { address: string }[], port: number): Promise<boolean> {
  const end = performance.now() + readSeconds * 1000;
  while (left.length > 0 && performance.now() < end) {
    for (const host of left) {
      try {
        await asClient(access, host.address, port, (client) => client.query('select count(*) from counted'));
        return true;
      } catch {
        await sleep(100);
      }
    }
  }
  return false;
}

/** Who says of himself that he leads, among the hosts that are left. */
async function leaderHost(work: TopologyLab, cluster: Cluster, gone: readonly string[]): Promise<string | null> {
  for (const { host } of cluster.members) {
    if (gone.includes(host)) continue;
    const ask = `python3 -c "import ssl,urllib.request as u; u.urlopen('https://$(hostname -I | cut -d' ' -f1):${work.plan().patroni.port}/leader', context=ssl._create_unverified_context(), timeout=3)"`;
    const leads = await work.on(host, ask).then(
      () => true,
      () => false,
    );
    if (leads) return host;
  }
  return null;
}

/** Waits until everything is well again and the planned primaries lead, as the simulator starts from. */
export async function settle(work: TopologyLab, access: ClientAccess, maxSeconds: number): Promise<void> {
  const plan = work.plan();
  const end = performance.now() + maxSeconds * 1000;
  for (;;) {
    const status = await work.caller.hosts.status({ planFile: work.planFile });
    const displaced = plan.clusters.filter((cluster) => {
      const planned = cluster.members.find((member) => member.role === 'primary')?.name;
      return status.clusters.find((one) => one.name === cluster.name)?.leader !== planned;
    });
    if (status.healthy && displaced.length === 0 && synchronous(plan, status)) break;
    if (performance.now() > end) throw new Error(`not well again after ${maxSeconds} s: ${JSON.stringify(status)}`);
    if (status.healthy)
      for (const cluster of displaced) {
        await makeEligible(work, cluster, status);
        await switchBack(work, cluster).catch(() => undefined);
      }
    await sleep(1000);
  }
  for (const cluster of plan.clusters.filter((one) => one.standbyOf === undefined)) {
    for (;;) {
      try {
        for (const host of entrances(plan, cluster))
          await asClient(access, host.address, plan.haproxy.ports.primary, (client) => client.query(countedTable));
        break;
      } catch (error) {
        if (performance.now() > end) throw error;
        await sleep(500);
      }
    }
  }
}

/** Whether every synchronous standby is chosen: until then the leader's PostgreSQL may wait for more than etcd knows of. */
function synchronous(plan: Plan, status: Awaited<ReturnType<TopologyLab['caller']['hosts']['status']>>): boolean {
  const { enabled, nodes } = plan.patroni.synchronous;
  if (!enabled) return true;
  return status.clusters.every(({ name, leader, members }) => {
    const eligible = plan.clusters
      .find((cluster) => cluster.name === name)
      ?.members.filter((member) => !member.nosync && member.role !== 'offline' && member.name !== leader);
    return members.filter((member) => member.synchronous).length >= Math.min(nodes, eligible?.length ?? 0);
  });
}

/** Patroni switches over to a synchronous standby only: while the one that it has chosen restarts, it chooses the other. */
async function makeEligible(
  work: TopologyLab,
  cluster: Cluster,
  status: Awaited<ReturnType<TopologyLab['caller']['hosts']['status']>>,
): Promise<void> {
  if (!work.plan().patroni.synchronous.enabled) return;
  const members = status.clusters.find((one) => one.name === cluster.name)?.members ?? [];
  const planned = cluster.members.find((member) => member.role === 'primary')?.name;
  const chosen = members.filter((member) => member.synchronous);
  if (chosen.some((member) => member.name === planned)) return;
  for (const member of chosen) await work.on(member.host, 'systemctl restart patroni');
}

async function switchBack(work: TopologyLab, cluster: Cluster): Promise<void> {
  const planned = cluster.members.find((member) => member.role === 'primary');
  if (planned === undefined) return;
  await work.on(
    planned.host,
    `patronictl -c /etc/patroni/config.yml switchover --force --candidate ${planned.name} ${cluster.name}`,
  );
}
