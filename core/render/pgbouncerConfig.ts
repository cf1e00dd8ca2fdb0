import type { Cluster } from '../plan/plan.ts';
import { versionAtLeast } from '../plan/versionAtLeast.ts';
import { fillTemplate } from './fillTemplate.ts';
import type { HostContext } from './hostContext.ts';
import { paths } from './paths.ts';
import { secretPlaceholder } from './placeholders.ts';
import { poolRole, poolSchema } from './roles.ts';
import { clusterSecrets } from './secretsOf.ts';
import { madeByQuorate } from './yamlText.ts';

/**
 * pgbouncer.ini of a member's host (PgBouncer 1.16 and later). Users are looked up in PostgreSQL, so the file lists none;
 * `poolSql` makes the function that it asks.
 */
export function pgbouncerConfig(context: HostContext): string {
  const { plan, distribution } = context;
  const { pgbouncer } = plan;
  return fillTemplate(context.templates, 'pgbouncer.ini.tmpl', {
    notice: madeByQuorate,
    sockets: paths.postgresSockets,
    postgresPort: plan.postgres.port,
    port: pgbouncer.port,
    usersFile: paths.pgbouncerUsers,
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

/** userlist.txt: the password of the role that looks up all others. */
export function pgbouncerUsers({ plan, templates }: HostContext, cluster: Cluster): string {
  return fillTemplate(templates, 'userlist.txt.tmpl', {
    poolRole,
    poolPassword: secretPlaceholder(clusterSecrets(plan, cluster).pool),
  });
}
