import { etcdHosts, memberOn, type Plan } from '../plan/plan.ts';
import { servedCluster } from '../render/hostContext.ts';
import { listOf, say } from '../wording/phrase.ts';
import { certificateAlert } from './certificates.ts';
import { deadServices } from './reasons.ts';
import { returnedNext, returnedSaid } from './returned.ts';
import { findSplits, type SplitId } from './splitBrain.ts';
import type { Service, StatusDocument } from './statusDocument.ts';
import { strangerNext, strangerSaid } from './strangers.ts';
import { type Explained, explainHost, explainService, type TroubleId } from './trouble.ts';

/** What an alert is about; whoever shows it has the words. */
export type AlertId =
  | 'no-leader'
  | 'leads-apart'
  | 'etcd-no-quorum'
  | 'host-silent'
  | 'member-down'
  | 'postgres-down'
  | 'member-not-streaming'
  | 'lag'
  | 'no-sync-standby'
  | 'paused'
  | 'etcd-member-down'
  | 'haproxy-down'
  | 'no-backend'
  | 'service-dead'
  | 'certificate-ends'
  | 'not-held'
  | 'service-silent'
  | 'host-returned'
  | 'stranger'
  | SplitId;

export interface Alert extends Partial<Explained> {
  readonly id: AlertId;
  readonly severity: 'error' | 'warning';
  /** The cluster, member, host or service that it is about. */
  readonly subject: string;
  /** What was measured, such as the lag in bytes. */
  readonly value?: number;
}

/** Patroni's words (`PostgresqlState`) for a PostgreSQL that does not run and is not about to. */
const downStates: ReadonlySet<string> = new Set([
  'stopped',
  'crashed',
  'start failed',
  'stop failed',
  'restart failed',
  'initdb failed',
  'custom bootstrap failed',
]);

/** Whether a Patroni that says this of its PostgreSQL answers for one that does not. */
export function postgresIsDown(state: string): boolean {
  return downStates.has(state);
}

/** Lag above which a warning is due when the plan sets no RPO: 1 MiB, as the production checklist has it. */
const usualLagBytes = 1024 * 1024;

/**
 * What is wrong with a deployment, the worst first. A silent host explains what runs on it: that is not said again.
 * @param status as `assembleStatus` made it for the same plan
 */
export function findAlerts(plan: Plan, status: StatusDocument): readonly Alert[] {
  const silent = new Set(status.unreachable.map(({ host }) => host));
  const alerts = [
    ...findSplits(plan, status).map(
      ({ id, subject, said, next }): Alert => ({ id, severity: 'error', subject, why: said, next }),
    ),
    ...status.unreachable.map(
      ({ host, trouble }): Alert => ({
        id: 'host-silent',
        severity: 'error',
        subject: host,
        ...(trouble === undefined ? {} : explainHost(trouble)),
      }),
    ),
    ...status.clusters.flatMap((cluster) => clusterAlerts(plan, cluster, silent, status)),
    ...etcdAlerts(plan, status, silent),
    ...haproxyAlerts(plan, status, silent),
    ...deadServices((status.services ?? []).filter(({ host }) => !silent.has(host))).map(
      ({ subject, said }): Alert => ({
        id: 'service-dead',
        severity: 'error',
        subject,
        why: say`${said}`,
        next: say`A client finds the same. The line names where it ends: look at that program's journal, and at the member that answers for it.`,
      }),
    ),
    ...certificateAlerts(status),
    ...holdAlerts(status),
    ...silentAlerts(status, silent),
    ...returnedAlerts(status),
  ];
  return [...alerts.filter((one) => one.severity === 'error'), ...alerts.filter((one) => one.severity === 'warning')];
}

/** Who is there and should not be. One that takes writes of its own has clients that lose them. */
function returnedAlerts({ returned = [], strangers = [] }: StatusDocument): Alert[] {
  return [
    ...returned.map(
      (one): Alert => ({
        id: 'host-returned',
        severity: one.postgres === 'primary' ? 'error' : 'warning',
        subject: one.host,
        why: returnedSaid(one),
        next: returnedNext,
      }),
    ),
    ...strangers.map(
      (one): Alert => ({
        id: 'stranger',
        severity: 'warning',
        subject: one.name,
        why: strangerSaid(one),
        next: strangerNext,
      }),
    ),
  ];
}

function certificateAlerts(status: StatusDocument): Alert[] {
  const alert = certificateAlert(status.certificates);
  return alert === undefined ? [] : [{ id: 'certificate-ends', ...alert }];
}

/** One for all hosts: what lost the holds on one has mostly done so on the others. */
function holdAlerts({ notHeld = [] }: StatusDocument): Alert[] {
  if (notHeld.length === 0) return [];
  const packages = [...new Set(notHeld.flatMap((one) => one.packages))];
  return [
    {
      id: 'not-held',
      severity: 'warning',
      subject: notHeld.map(({ host }) => host).join(', '),
      why: say`Not on hold: ${listOf(packages)}. An upgrade of the system restarts their services without a look at the other hosts.`,
      next: say`Run quorate deploy: it puts them back on hold, and restarts nothing for that.`,
    },
  ];
}

/** Services that tell nothing by themselves; the hosts that are not heard of are said already. */
function silentAlerts({ silent = [] }: StatusDocument, unheard: ReadonlySet<string>): Alert[] {
  return silent
    .filter(({ host }) => !unheard.has(host))
    .map(({ host, services }) => ({
      id: 'service-silent',
      severity: 'warning',
      subject: host,
      why: say`${listOf(services)} on ${host} does not do its work`,
      next: say`Look at its journal on the host; quorate deploy starts it again.`,
    }));
}

function clusterAlerts(
  plan: Plan,
  cluster: StatusDocument['clusters'][number],
  silent: ReadonlySet<string>,
  status: StatusDocument,
): Alert[] {
  const alerts: Alert[] = [];
  const leader = cluster.members.find((member) => member.name === cluster.leader);
  if (leader === undefined || (silent.has(leader.host) && !servesUnseen(plan, status, leader.host)))
    alerts.push({ id: 'no-leader', severity: 'error', subject: cluster.name });
  else if (leader.role === 'primary' && followsAnother(plan, cluster.name))
    alerts.push({ id: 'leads-apart', severity: 'error', subject: cluster.name });
  const { rpoBytes } = plan.objectives;
  const maxLagBytes = rpoBytes > 0 ? rpoBytes : usualLagBytes;
  for (const member of cluster.members) {
    if (silent.has(member.host) || member === leader) continue;
    if (member.role === 'offline')
      alerts.push({
        id: 'member-down',
        severity: 'error',
        subject: member.name,
        ...explained(status, member.host, 'patroni'),
      });
    else if (postgresIsDown(member.state))
      alerts.push({ id: 'postgres-down', severity: 'error', subject: member.name });
    else if (!['streaming', 'running', 'in archive recovery'].includes(member.state))
      alerts.push({ id: 'member-not-streaming', severity: 'warning', subject: member.name });
    else if (member.lagBytes !== null && member.lagBytes > maxLagBytes)
      alerts.push({ id: 'lag', severity: 'warning', subject: member.name, value: member.lagBytes });
  }
  if (rpoBytes === 0 && leader !== undefined && !cluster.members.some((member) => member.synchronous))
    alerts.push({ id: 'no-sync-standby', severity: 'warning', subject: cluster.name });
  if (cluster.paused) alerts.push({ id: 'paused', severity: 'warning', subject: cluster.name });
  return alerts;
}

/** Of a host that is up: its login fails, which says nothing about the services on it. */
const loginAlone: ReadonlySet<TroubleId> = new Set([
  'refused',
  'turned-away',
  'login-timed-out',
  'key-changed',
  'key-unknown',
  'login-refused',
]);

/** Whether a host that is up but lets nobody log in still takes the writes: the HAProxy of a host that answers sends them there. */
export function servesUnseen(plan: Plan, status: StatusDocument, hostName: string): boolean {
  const { trouble } = status.unreachable.find(({ host }) => host === hostName) ?? {};
  if (trouble === undefined || !loginAlone.has(trouble.id)) return false;
  const cluster = memberOn(plan, hostName)?.cluster;
  return status.haproxy.some(({ host, reachable, services }) => {
    const asked = plan.hosts.find(({ name }) => name === host);
    if (!reachable || asked === undefined || servedCluster(plan, asked) !== cluster) return false;
    return services.some(({ name, up }) => name === 'primary' && up.includes(hostName));
  });
}

function etcdAlerts(plan: Plan, status: StatusDocument, silent: ReadonlySet<string>): Alert[] {
  const healthy = new Set(status.etcd.filter((member) => member.healthy).map((member) => member.name));
  const groups = new Map(
    plan.clusters.map((cluster) => {
      const names = etcdHosts(plan, cluster).map((host) => host.name);
      return [names.join(' '), names] as const;
    }),
  );
  const lost = [...groups].flatMap(([subject, names]): Alert[] =>
    names.filter((name) => healthy.has(name)).length * 2 > names.length
      ? []
      : [{ id: 'etcd-no-quorum', severity: 'error', subject }],
  );
  const down = status.etcd
    .filter((member) => !member.healthy && !silent.has(member.name))
    .map(
      (member): Alert => ({
        id: 'etcd-member-down',
        severity: 'warning',
        subject: member.name,
        ...explained(status, member.name, 'etcd'),
      }),
    );
  return [...lost, ...down];
}

/** Whether a cluster is a standby by the plan. */
function followsAnother(plan: Plan, clusterName: string): boolean {
  return plan.clusters.find((one) => one.name === clusterName)?.standbyOf !== undefined;
}

/** Services that need a member which takes writes: in a standby cluster they have none, as they should. */
const writing: ReadonlySet<string> = new Set(['primary', 'default']);

/** Whether the HAProxy of a host serves a cluster that takes no writes. */
export function servesStandby(plan: Plan, hostName: string): boolean {
  const host = plan.hosts.find((one) => one.name === hostName);
  return host !== undefined && servedCluster(plan, host).standbyOf !== undefined;
}

function haproxyAlerts(plan: Plan, status: StatusDocument, silent: ReadonlySet<string>): Alert[] {
  const asked = status.haproxy.filter((proxy) => !silent.has(proxy.host));
  const down = asked.filter((proxy) => !proxy.reachable);
  const empty = new Map<string, string[]>();
  for (const { host, services } of asked)
    for (const service of services)
      if (service.up.length === 0 && !(writing.has(service.name) && servesStandby(plan, host)))
        empty.set(service.name, [...(empty.get(service.name) ?? []), host]);
  return [
    ...down.map(
      (proxy): Alert => ({
        id: 'haproxy-down',
        severity: 'warning',
        subject: proxy.host,
        ...explained(status, proxy.host, 'haproxy'),
      }),
    ),
    ...[...empty].map(
      ([service, hosts]): Alert => ({
        id: 'no-backend',
        severity: 'error',
        subject: `${service} (${hosts.join(', ')})`,
      }),
    ),
  ];
}

function explained(status: StatusDocument, host: string, service: Service): Partial<Explained> {
  const found = status.troubles.find((one) => one.host === host && one.service === service);
  return found === undefined ? {} : explainService(found.trouble, service, host);
}
