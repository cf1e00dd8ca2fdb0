import { monitorRole, poolRole, poolSchema, replicationRole, rewindRole, superuserRole } from '../plan/clusterRoles.ts';
import { type Cluster, portsOn } from '../plan/plan.ts';
import type { HbaRule } from '../plan/postgresObjects.ts';
import { postgresOf } from '../plan/postgresOf.ts';
import { versionAtLeast } from '../plan/versionAtLeast.ts';
import { paths } from '../systems/debian/paths.ts';
import { checkedName } from './checkedText.ts';
import { anywhere, clientSources } from './clientSources.ts';
import { fillTemplate } from './fillTemplate.ts';
import type { HostContext } from './hostContext.ts';
import { secretPlaceholder } from './placeholders.ts';
import { poolRule } from './poolRules.ts';
import { clusterSecrets } from './secretNames.ts';
import { madeByQuorate } from './yamlText.ts';

/**
 * pgbouncer.ini of a member's host (PgBouncer 1.16 and later). Users are looked up in PostgreSQL, so the file lists none;
 * `poolSql` makes the function that it asks.
 */
export function pgbouncerConfig(context: HostContext): string {
  const { plan, host, distribution } = context;
  const { pgbouncer } = plan;
  return fillTemplate(context.templates, 'pgbouncer.ini.tmpl', {
    notice: madeByQuorate,
    sockets: paths.postgresSockets,
    postgresPort: portsOn(plan, host.name).postgres,
    port: pgbouncer.port,
    usersFile: paths.pgbouncerUsers,
    rulesFile: paths.pgbouncerRules,
    monitorRole,
    // 1.19 learnt to ask in one database for all.
    authDatabase: {
      lines: versionAtLeast(distribution.versions.pgbouncer, '1.19') ? ['auth_dbname = postgres'] : [],
    },
    poolRole,
    poolSchema,
    clientTls: { lines: plan.security.tls ? clientTls : [] },
    poolMode: pgbouncer.poolMode,
    maxClientConnections: pgbouncer.maxClientConnections,
    defaultPoolSize: pgbouncer.defaultPoolSize,
    maxDbConnections: pgbouncer.maxDbConnections,
    // 1.21 learnt to keep prepared statements in transaction pooling.
    preparedStatements: {
      lines: versionAtLeast(distribution.versions.pgbouncer, '1.21') ? ['max_prepared_statements = 200'] : [],
    },
  });
}

const clientTls = [
  'client_tls_sslmode = require',
  `client_tls_cert_file = ${paths.pgbouncerTls}/host.crt`,
  `client_tls_key_file = ${paths.pgbouncerTls}/host.key`,
  'client_tls_protocols = secure',
];

/** userlist.txt: the role that looks up all others, and the one that asks the pool itself, which looks nobody up for that. */
export function pgbouncerUsers({ plan, templates }: HostContext, cluster: Cluster): string {
  return fillTemplate(templates, 'userlist.txt.tmpl', {
    poolRole,
    poolPassword: secretPlaceholder(clusterSecrets(plan, cluster).pool),
    monitorRole,
    monitorPassword: secretPlaceholder(clusterSecrets(plan, cluster).monitor),
  });
}

/**
 * The access rules of PgBouncer: roles that may do everything, and those of the cluster itself, come through no pool, from nowhere; everybody
 * else by the plan's own rules, then from the networks of clients and the hosts, which is where HAProxy is.
 */
export function pgbouncerRules(context: HostContext, cluster: Cluster): string {
  const { plan } = context;
  const host = plan.security.tls ? 'hostssl' : 'host';
  const { users, hba } = postgresOf(plan, cluster);
  const strong = users.filter(({ superuser, replication }) => superuser || replication);
  const refused = [
    superuserRole,
    replicationRole,
    rewindRole,
    poolRole,
    ...strong.map(({ name }) => checkedName('role', name, 'postgres.users: name')),
  ];
  const own = (place: HbaRule['position']) =>
    hba.filter(({ position }) => position === place).flatMap((rule) => poolRule(rule) ?? []);
  const lines = [
    ...refused.flatMap((role) => [
      `local all ${role} reject`,
      ...anywhere.map((network) => `host all ${role} ${network} reject`),
    ]),
    ...own('before'),
    'local all all scram-sha-256',
    ...clientSources(context, cluster).map((network) => `${host} all all ${network} scram-sha-256`),
    ...own('after'),
  ];
  return [`# ${madeByQuorate}`, ...lines, ''].join('\n');
}
