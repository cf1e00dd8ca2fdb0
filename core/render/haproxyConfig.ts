import { type Cluster, type Member, type Plan, portsOn } from '../plan/plan.ts';
import { postgresOf } from '../plan/postgresOf.ts';
import { paths } from '../systems/debian/paths.ts';
import { bracketed, checkedName } from './checkedText.ts';
import { anywhere, clientSources } from './clientSources.ts';
import { directConnections } from './directConnections.ts';
import { type Block, fillTemplate } from './fillTemplate.ts';
import { addressOf, type HostContext, servedCluster } from './hostContext.ts';
import { isName, resolvesToIpv6 } from './hostNetwork.ts';
import { secretPlaceholder } from './placeholders.ts';
import { closedNetworks } from './poolRules.ts';
import { clusterParameters, familyEnvironments } from './postgresParameters.ts';
import { haproxyStatsSecret } from './secretNames.ts';
import { madeByQuorate } from './yamlText.ts';

/**
 * haproxy.cfg of one host (HAProxy 2.4 and later): the four services of the cluster that it serves, and statistics.
 *
 * HAProxy has one check per backend, and `/replica` and `/read-only` are two. So the service `replica` checks `/replica` itself, and its
 * backup servers track those of the backend `readable`: used only when no replica is left, and also right in a standby cluster,
 * whose leader is no primary. Services that would ask the same question track the one that asks it: each check is a TLS handshake that Patroni,
 * which answers from one process, has to make for every HAProxy.
 */
export function haproxyConfig(context: HostContext): string {
  const { plan, timing } = context;
  const cluster = servedCluster(plan, context.host);
  const { ports, maxconn } = plan.haproxy;
  const { port: pgbouncer } = plan.pgbouncer;
  const postgres = ({ host }: Member) => portsOn(plan, host).postgres;
  const { haproxy } = timing;
  const online = cluster.members.filter((member) => member.role !== 'offline');
  const offline = cluster.members.filter((member) => member.role === 'offline');
  const server = (member: Member, port: number, suffix = '', options = check(context, member)) =>
    `    server ${checkedName('host', member.host, 'hosts: name')}${suffix} ${bracketed(addressOf(plan, member.host))}:${port} ${options}`;
  const pooled = (members: readonly Member[]): Block => ({ lines: members.map((member) => server(member, pgbouncer)) });
  const unpooled = (members: readonly Member[], more: string): Block => ({
    lines: members.map((member) => `${server(member, postgres(member))}${more}`),
  });
  const tracking = (service: 'primary' | 'replica', more: string): Block => ({
    lines: online.map((member) => `${server(member, postgres(member), '', `track ${service}/${member.host}`)}${more}`),
  });
  const direct = ` maxconn ${directConnections(plan, cluster, maxConnections(context, cluster))}`;
  const fallback = online.map((member) =>
    server(member, pgbouncer, '-readable', `track readable/${member.host} backup`),
  );
  return fillTemplate(context.templates, 'haproxy.cfg.tmpl', {
    notice: madeByQuorate,
    globalMaxconn: globalMaxconn(plan),
    maxconn,
    bindAddress:
      plan.hosts.some((host) => addressOf(plan, host.name).includes(':')) || resolvesToIpv6(context.routes)
        ? '[::]'
        : '*',
    checkTimeout: duration(Math.max(2, haproxy.interSeconds)),
    resolved: { lines: resolvedNames(context, cluster.members) },
    clients: {
      lines: [
        ...closedRules(closedNetworks(postgresOf(plan, cluster).hba, plan.security.tls)),
        ...clientRules(clientSources(context, cluster)),
      ],
    },
    serverOptions: serverOptions(context),
    readableServers: pooled(online),
    primaryPort: ports.primary,
    primaryServers: pooled(online),
    replicaPort: ports.replica,
    replicaServers: { lines: [...pooled(online).lines, ...fallback] },
    defaultPort: ports.default,
    defaultServers: tracking('primary', direct),
    offlinePort: ports.offline,
    offlineServers:
      offline.length === 0
        ? tracking('replica', direct)
        : {
            lines: [...unpooled(offline, direct).lines, ...tracking('replica', `${direct} backup`).lines],
          },
    statsPort: ports.stats,
    statsTls: plan.security.tls ? ` ssl crt ${paths.haproxyTls}/host.pem ssl-min-ver TLSv1.2` : '',
    statsPassword: secretPlaceholder(haproxyStatsSecret),
  });
}

/** What the PostgreSQL of each member accepts: all have the same. */
function maxConnections({ plan, environment, environments }: HostContext, cluster: Cluster): number {
  const known = environments === undefined ? [] : familyEnvironments(plan, cluster, environments);
  return Number(clusterParameters(plan, cluster, known.length === 0 ? [environment] : known).max_connections);
}

/** Networks on one line: HAProxy takes 64 words. */
const networksPerLine = 20;

/** Refuses whoever comes from where nobody may, as the plan's access rules say. */
function closedRules(networks: readonly string[]): readonly string[] {
  if (networks.length === 0) return [];
  return [...sourceAcl('from_closed', networks), '    tcp-request connection reject if from_closed'];
}

/** Refuses whoever is none of the clients, before anything is read of the connection. */
function clientRules(sources: readonly string[]): readonly string[] {
  if (sources === anywhere) return [];
  return [...sourceAcl('from_clients', sources), '    tcp-request connection reject unless from_clients'];
}

function sourceAcl(name: string, networks: readonly string[]): readonly string[] {
  return Array.from({ length: Math.ceil(networks.length / networksPerLine) }, (_, index) => {
    const some = networks.slice(index * networksPerLine, (index + 1) * networksPerLine);
    return `    acl ${name} src ${some.join(' ')}`;
  });
}

/**
 * Connections of the whole process: two services filled to the last place at once, and room for statistics.
 * Each takes two files, and containers often grant about 20,000 to a process.
 */
export function globalMaxconn(plan: Plan): number {
  return plan.haproxy.maxconn * 2 + 100;
}

/** What every server has: the pace of its checks and what happens to its sessions when it is no longer right. */
function serverOptions({ plan, timing }: HostContext): string {
  const { interSeconds, fastinterSeconds, downinterSeconds, rise, fall } = timing.haproxy;
  return [
    `inter ${duration(interSeconds)} fastinter ${duration(fastinterSeconds)} downinter ${duration(downinterSeconds)}`,
    `rise ${rise} fall ${fall} on-marked-down shutdown-sessions tcp-ut 60s`,
    `maxconn ${plan.haproxy.maxconn} maxqueue 128 weight 100`,
  ].join(' ');
}

/** The certificate must be the authority's and the member's own: one stolen from another host does not answer for this one. */
function check({ plan }: HostContext, member: Member): string {
  const plain = `check port ${portsOn(plan, member.host).patroni}`;
  if (!plan.security.tls) return plain;
  return `${plain} check-ssl verify required ca-file ${paths.haproxyTls}/ca.crt verifyhost ${member.host}`;
}

/** HAProxy looks names up once, as it starts: the file says what they meant, so that another meaning is another file, and a reload. */
function resolvedNames({ plan, host, routes }: HostContext, members: readonly Member[]): readonly string[] {
  return members.flatMap((member) => {
    const address = addressOf(plan, member.host);
    const numbers = (routes[host.name] ?? []).filter(({ to }) => to.toLowerCase() === address);
    if (!isName(address) || numbers.length === 0) return [];
    return [`    # ${address} is ${numbers.map((route) => route.address).join(' ')}`];
  });
}

/** Seconds as HAProxy writes them: whole seconds, or milliseconds. */
function duration(seconds: number): string {
  return Number.isInteger(seconds) ? `${seconds}s` : `${Math.round(seconds * 1000)}ms`;
}
