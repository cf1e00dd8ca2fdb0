import { parseCidr } from '../../plan/address.ts';
import type { Cluster, Member, Plan } from '../../plan/plan.ts';
import type { Database, HbaRule } from '../../plan/postgresObjects.ts';
import { postgresOf } from '../../plan/postgresOf.ts';
import { hbaLine } from '../../render/hbaLine.ts';
import { clusterSecrets } from '../../render/secretNames.ts';
import { vipCluster } from '../../render/vipFiles.ts';
import type { ExportInput } from '../exportFormat.ts';
import { ipv4Of } from '../inventory/checkedHosts.ts';
import { pigstyTiming } from './pigstyTiming.ts';

/** Variables of one PostgreSQL instance. A standby cluster names its upstream and delay on its primary. */
export function memberVariables(plan: Plan, cluster: Cluster, member: Member): object {
  const { standbyOf } = cluster;
  const upstream = plan.clusters.find((one) => one.name === standbyOf?.cluster);
  const leader = upstream?.members.find((one) => one.role === 'primary') ?? upstream?.members[0];
  const leaderHost = plan.hosts.find((host) => host.name === leader?.host);
  return {
    pg_seq: member.seq,
    pg_role: member.role,
    ...(member.role === 'primary' && standbyOf !== undefined && leaderHost !== undefined
      ? {
          pg_upstream: ipv4Of(leaderHost, 'Pigsty'),
          ...(standbyOf.delaySeconds > 0 ? { pg_delay: intervalText(standbyOf.delaySeconds) } : {}),
        }
      : {}),
  };
}

/** Variables of one cluster. */
export function clusterVariables(input: ExportInput, cluster: Cluster): object {
  const { plan, timing, target, secret } = input;
  const { patroni, access, security } = plan;
  const postgres = postgresOf(plan, cluster);
  const names = clusterSecrets(plan, cluster);
  const password = (variable: string, name: string) => {
    const value = secret?.(name);
    return value === undefined ? {} : { [variable]: value };
  };
  const vip = access.vip !== undefined && vipCluster(plan) === cluster ? parseCidr(access.vip.address) : undefined;
  // A standby cluster gets users and databases from its upstream.
  const own = cluster.standbyOf === undefined;
  return {
    pg_cluster: cluster.name,
    pg_conf: `${postgres.template}.yml`,
    ...(postgres.version === plan.postgres.version ? {} : { pg_version: postgres.version }),
    ...pigstyTiming(timing, target).cluster,
    pg_rpo: plan.objectives.rpoBytes,
    patroni_watchdog_mode: patroni.watchdog,
    ...(vip === undefined || vip.family !== 'ipv4'
      ? {}
      : {
          pg_vip_enabled: true,
          pg_vip_address: `${vip.address}/${vip.prefix}`,
          pg_vip_interface: access.vip?.interface,
        }),
    ...(own && postgres.users.length > 0
      ? {
          pg_users: postgres.users.map(({ name, login, connectionLimit, memberOf, ...rights }) => ({
            name,
            ...(login ? { ...password('password', names.user(name)), pgbouncer: true } : { login: false }),
            ...Object.fromEntries(Object.entries(rights).filter(([, given]) => given)),
            ...(connectionLimit === undefined ? {} : { connlimit: connectionLimit }),
            ...(memberOf.length > 0 ? { roles: memberOf } : {}),
          })),
        }
      : {}),
    ...(own && postgres.databases.length > 0 ? { pg_databases: postgres.databases.map(databaseVariables) } : {}),
    ...(Object.keys(postgres.parameters).length > 0 ? { pg_parameters: postgres.parameters } : {}),
    pg_hba_rules: [
      ...ownRules(postgres.hba, 'before'),
      ...clientRules(postgres.clients, security.tls),
      ...ownRules(postgres.hba, 'after'),
    ],
    pgb_hba_rules: clientRules(postgres.clients, security.tls),
    ...password('pg_dbsu_password', names.superuser),
    ...password('pg_replication_password', names.replication),
    ...password('pg_monitor_password', names.monitor),
    ...password('patroni_password', names.rest),
  };
}

/** A database as Pigsty makes it: closed to all but its owner, as ours are. */
function databaseVariables({ name, owner, encoding, locale, extensions, schemas }: Database): object {
  return {
    name,
    ...(owner === undefined ? {} : { owner }),
    ...(encoding === undefined ? {} : { encoding }),
    ...(locale === undefined ? {} : { locale }),
    ...(extensions.length > 0 ? { extensions } : {}),
    ...(schemas.length > 0
      ? {
          schemas: schemas.map(({ name: schema, owner: by }) =>
            by === undefined ? schema : { name: schema, owner: by },
          ),
        }
      : {}),
    ...(owner === undefined ? {} : { revokeconn: true }),
  };
}

/** Rules of the plan as the lines that they are. */
function ownRules(rules: readonly HbaRule[], position: HbaRule['position']): object[] {
  const lines = rules.filter((rule) => rule.position === position).map(hbaLine);
  return lines.length === 0 ? [] : [{ title: `rules of the plan, ${position} those for clients`, rules: lines }];
}

/** Networks that may log in with a password; IPv6 networks have no form here, but `world` is every network of both families. */
function clientRules(clients: readonly string[], tls: boolean): object[] {
  const networks = clients.flatMap((client) => {
    const cidr = parseCidr(client);
    if (cidr?.family !== 'ipv4') return [];
    return [cidr.prefix === 0 ? 'world' : `${cidr.address}/${cidr.prefix}`];
  });
  return networks.map((addr) => ({
    user: 'all',
    db: 'all',
    addr,
    auth: tls ? 'ssl' : 'pwd',
    title: `clients from ${addr} with a password`,
  }));
}

/** Seconds as PostgreSQL takes an interval. */
export function intervalText(seconds: number): string {
  if (!Number.isInteger(seconds)) return `${Math.round(seconds * 1000)}ms`;
  if (seconds % 3600 === 0) return `${seconds / 3600}h`;
  return seconds % 60 === 0 ? `${seconds / 60}min` : `${seconds}s`;
}
