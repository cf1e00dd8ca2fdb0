import { replicationRole, rewindRole, superuserRole } from '../plan/clusterRoles.ts';
import { type Cluster, type Member, type Plan, portsOn } from '../plan/plan.ts';
import { versionAtLeast } from '../plan/versionAtLeast.ts';
import { dataDirectory, paths, postgresPrograms, walDirectory } from '../systems/debian/paths.ts';
import { bracketed, checkedName } from './checkedText.ts';
import { desiredDynamicConfig } from './dynamicConfig.ts';
import { etcdEndpoints } from './etcdConfig.ts';
import type { HostContext } from './hostContext.ts';
import { resolvesToIpv6 } from './hostNetwork.ts';
import { pgHba } from './pgHba.ts';
import { secretPlaceholder } from './placeholders.ts';
import { memberParameters } from './postgresParameters.ts';
import { clusterSecrets } from './secretNames.ts';
import { madeByQuorate, yamlText } from './yamlText.ts';

/** The user of Patroni's REST API for everything that changes something. */
export const restUser = 'quorate';

/** The namespace of all clusters in etcd, with Patroni's slashes. */
const etcdNamespace = '/pg/';

/** Below what Patroni keeps the keys of a cluster. */
export function clusterKeys(clusterName: string): string {
  return `${etcdNamespace}${checkedName('cluster', clusterName, 'clusters: name')}`;
}

/**
 * The configuration file of a member's Patroni (3.0 to 4.x), for `/etc/patroni/config.yml`.
 * `bootstrap.dcs` is what `desiredDynamicConfig` gives: Patroni reads it once, when it makes the cluster.
 */
export function patroniConfig(context: HostContext, cluster: Cluster, member: Member): string {
  const { plan, address, environment, postgresVersion } = context;
  const { tls } = plan.security;
  const ports = portsOn(plan, member.host);
  const secrets = clusterSecrets(plan, cluster);
  // The certificate of a PostgreSQL carries the addresses of every HAProxy: that the server knows the password too, over this very
  // connection, tells the member from somebody with another member's certificate.
  const bound = tls ? { channel_binding: 'require' } : {};
  const restPassword = secretPlaceholder(secrets.rest);
  const hba = pgHba(context, cluster);
  const wal = walDirectory(plan, cluster.name);
  const maxRate = plan.patroni.basebackup?.maxRate;
  const environments = context.environments ?? { [member.host]: environment };
  const anyAddress = address.includes(':') || resolvesToIpv6(context.routes) ? '[::]' : '0.0.0.0';
  return yamlText([madeByQuorate, 'The section bootstrap is read once, when the cluster is made.'], {
    scope: checkedName('cluster', cluster.name, 'clusters: name'),
    namespace: etcdNamespace,
    name: member.name,
    log: { level: 'INFO' },
    restapi: {
      listen: `${anyAddress}:${ports.patroni}`,
      connect_address: `${bracketed(address)}:${ports.patroni}`,
      authentication: { username: restUser, password: restPassword },
      ...(tls ? restTls() : {}),
    },
    // patronictl, and Patroni's own requests to other members.
    ctl: { authentication: { username: restUser, password: restPassword }, ...(tls ? ctlTls() : {}) },
    etcd3: { hosts: etcdEndpoints(context), ...(tls ? etcdTls() : {}) },
    bootstrap: {
      dcs: desiredDynamicConfig(plan, cluster, context.timing, environments),
      // Patroni 3 refuses a configuration without it, and does not use it beside postgresql.pg_hba.
      ...(versionAtLeast(context.distribution.versions.patroni, '4.0') ? {} : { pg_hba: hba.slice(0, 1) }),
      initdb: [
        'data-checksums',
        ...(wal === undefined ? [] : [{ waldir: wal }]),
        { encoding: 'UTF8' },
        { locale: 'C.UTF-8' },
        // Until Patroni has written pg_hba.conf, initdb's own is in force, and it trusts everybody on the host.
        { 'auth-local': 'peer' },
        { 'auth-host': 'scram-sha-256' },
      ],
    },
    postgresql: {
      listen: `*:${ports.postgres}`,
      connect_address: `${bracketed(address)}:${ports.postgres}`,
      data_dir: dataDirectory(plan, postgresVersion, cluster.name),
      bin_dir: postgresPrograms(postgresVersion),
      pgpass: paths.pgpass,
      use_unix_socket: true,
      // A socket has no TLS, and without it no channel binding, which the replication login insists on.
      use_unix_socket_repl: !tls,
      authentication: {
        superuser: login(plan, superuserRole, secrets.superuser),
        replication: { ...login(plan, replicationRole, secrets.replication), ...bound },
        rewind: { ...login(plan, rewindRole, secrets.rewind), ...bound },
      },
      parameters: memberParameters(plan, cluster, environment),
      pg_hba: hba,
      create_replica_methods: ['basebackup'],
      // A spread checkpoint would let every new replica wait for minutes.
      basebackup: [
        { checkpoint: 'fast' },
        ...(maxRate === undefined ? [] : [{ 'max-rate': basebackupRate(maxRate) }]),
        ...(wal === undefined ? [] : [{ waldir: wal }]),
      ],
    },
    watchdog: {
      mode: plan.patroni.watchdog,
      device: '/dev/watchdog',
      safety_margin: context.timing.patroni.safetyMarginSeconds,
    },
    tags: memberTags(member),
  });
}

/** A rate in bytes per second as pg_basebackup's --max-rate has it: whole units of 1024, never more than was asked for. */
export function basebackupRate(bytesPerSecond: number): string {
  return `${Math.floor(bytesPerSecond / 1024)}k`;
}

/**
 * An offline member is for ETL, backups and ad-hoc queries: never promoted, never a synchronous standby. It keeps `noloadbalance` off,
 * since Patroni would then answer 503 to the `/replica` check of the offline service; the replica service leaves it out by itself.
 */
function memberTags(member: Member) {
  const offline = member.role === 'offline';
  return { nofailover: offline, noloadbalance: false, clonefrom: offline, nosync: offline || member.nosync };
}

function login(plan: Plan, username: string, secret: string) {
  const verify = {
    sslmode: 'verify-full',
    sslrootcert: `${paths.patroniTls}/clients-ca.crt`,
    // Who the host is: it need not come from an address that the other member knows.
    sslcert: `${paths.patroniTls}/host.crt`,
    sslkey: `${paths.patroniTls}/host.key`,
  };
  return { username, password: secretPlaceholder(secret), ...(plan.security.tls ? verify : {}) };
}

/** `optional`: health checks come without a certificate; Patroni then still wants one, and the password, for every change. */
function restTls() {
  return {
    certfile: `${paths.patroniTls}/rest.crt`,
    keyfile: `${paths.patroniTls}/rest.key`,
    cafile: `${paths.patroniTls}/ca.crt`,
    verify_client: 'optional',
  };
}

function ctlTls() {
  return {
    insecure: false,
    cacert: `${paths.patroniTls}/ca.crt`,
    certfile: `${paths.patroniTls}/host.crt`,
    keyfile: `${paths.patroniTls}/host.key`,
  };
}

function etcdTls() {
  return {
    protocol: 'https',
    cacert: `${paths.patroniTls}/ca.crt`,
    cert: `${paths.patroniTls}/host.crt`,
    key: `${paths.patroniTls}/host.key`,
  };
}
