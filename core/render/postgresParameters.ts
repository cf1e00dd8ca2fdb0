import { clusterFamily } from '../plan/clusterFamily.ts';
import type { Cluster, Plan } from '../plan/plan.ts';
import { postgresOf } from '../plan/postgresOf.ts';
import type { TuningTemplate } from '../plan/schema.ts';
import { paths } from '../systems/debian/paths.ts';
import { say } from '../wording/phrase.ts';
import { checkedLine, checkedName, unsafeValue } from './checkedText.ts';
import { libraryNames, preloadedLibraries, statementCounter } from './preloadedLibraries.ts';
import type { HostEnvironment } from './renderedFile.ts';
import { type TunedParameter, tune } from './tuning.ts';

export type ParameterValue = string | number | boolean;
export type Parameters = Readonly<Record<string, ParameterValue>>;

/** Every cluster: what replication, failover and pg_rewind need, whatever the load. */
const replicationParameters: Parameters = {
  wal_level: 'logical',
  hot_standby: 'on',
  wal_log_hints: 'on',
  track_commit_timestamp: 'on',
  max_wal_senders: 50,
  max_replication_slots: 50,
  max_prepared_transactions: 0,
  max_locks_per_transaction: 64,
};

/** An archive that takes everything and keeps nothing. */
const noArchive = '/bin/true';

const commonParameters: Parameters = {
  password_encryption: 'scram-sha-256',
  // On from the first day with a command that does nothing: backups that come later change the command by a reload, the mode by a restart only.
  archive_mode: 'on',
  archive_command: noArchive,
  checkpoint_completion_target: 0.9,
  random_page_cost: 1.1,
  effective_io_concurrency: 64,
  log_checkpoints: 'on',
  log_lock_waits: 'on',
  log_temp_files: '64MB',
  log_autovacuum_min_duration: '1s',
  log_line_prefix: '%m [%p] %q%u@%d/%a ',
  log_timezone: 'UTC',
  timezone: 'UTC',
  // Half-open connections of a lost host end after 60 + 6 * 10 seconds instead of two hours.
  tcp_keepalives_idle: 60,
  tcp_keepalives_interval: 10,
  tcp_keepalives_count: 6,
};

const templateParameters: Readonly<Record<TuningTemplate, Parameters>> = {
  oltp: {
    checkpoint_timeout: '10min',
    jit: 'off',
    default_statistics_target: 200,
    huge_pages: 'try',
    // A forgotten transaction holds locks, and keeps vacuum from cleaning up.
    idle_in_transaction_session_timeout: '10min',
    log_min_duration_statement: '1s',
  },
  olap: {
    checkpoint_timeout: '15min',
    jit: 'on',
    default_statistics_target: 1000,
    hot_standby_feedback: 'on',
    huge_pages: 'try',
    idle_in_transaction_session_timeout: '1h',
    log_min_duration_statement: '1min',
  },
  // Crash recovery replays at most one checkpoint interval: critical systems come back sooner.
  crit: {
    checkpoint_timeout: '5min',
    jit: 'off',
    default_statistics_target: 200,
    log_connections: 'on',
    log_disconnections: 'on',
    huge_pages: 'try',
    idle_in_transaction_session_timeout: '5min',
    log_min_duration_statement: '500ms',
  },
  tiny: {
    checkpoint_timeout: '5min',
    jit: 'off',
    autovacuum_naptime: '1min',
    huge_pages: 'off',
    idle_in_transaction_session_timeout: '10min',
    log_min_duration_statement: '1s',
  },
};

/** Set by Patroni from the files that we write, or by this program for TLS: a plan cannot change them. */
const ownedParameters: ReadonlySet<string> = new Set([
  'archive_cleanup_command',
  'cluster_name',
  'config_file',
  'data_directory',
  'external_pid_file',
  'hba_file',
  'hot_standby',
  'ident_file',
  'listen_addresses',
  'port',
  'primary_conninfo',
  'primary_slot_name',
  'promote_trigger_file',
  'recovery_min_apply_delay',
  'recovery_target',
  'recovery_target_timeline',
  'restore_command',
  'ssl',
  'ssl_ca_file',
  'ssl_cert_file',
  'ssl_key_file',
  'synchronous_standby_names',
  'unix_socket_directories',
  'wal_log_hints',
]);

/** Whether a parameter is set by Patroni or this program alone. */
export function isOwnedParameter(name: string): boolean {
  return ownedParameters.has(name.toLowerCase());
}

/**
 * Parameters that every member shares, from the smallest machine among all clusters that replicate from each other.
 * They belong into Patroni's dynamic configuration; those that Patroni passes on the command line take effect nowhere else.
 * @param environments of the hosts of the cluster and its standby clusters
 * @throws Problem `render.owned-parameter` or `render.unsafe-value` for a parameter of the plan that cannot be set
 */
export function clusterParameters(plan: Plan, cluster: Cluster, environments: readonly HostEnvironment[]): Parameters {
  const { template, parameters } = postgresOf(plan, cluster);
  // A standby must have no less than its primary, whichever of them is the standby just now.
  const shared = postgresOf(plan, clusterFamily(plan, cluster)[0] ?? cluster).template;
  const tuned = smallest(
    environments.map((environment) => tune(shared, environment).filter((one) => one.scope === 'cluster')),
  );
  return {
    ...replicationParameters,
    ...commonParameters,
    ...templateParameters[template],
    ...Object.fromEntries(tuned.map((one) => [one.name, one.value])),
    // PostgreSQL takes a command or a library, and refuses to work with both.
    ...(isSet(parameters.archive_library) ? { archive_command: '' } : {}),
    ...checkedParameters(parameters),
    shared_preload_libraries: preloadedLibraries(parameters.shared_preload_libraries),
  };
}

/**
 * The parameters as a running cluster is to have them: where the plan says nothing, what somebody has set there stays, such as an archive that
 * works and libraries that are loaded.
 * @param wanted what `clusterParameters` gives
 * @param running `postgresql.parameters` of the cluster's dynamic configuration
 */
export function besideRunning(
  plan: Plan,
  cluster: Cluster,
  wanted: Parameters,
  running: Readonly<Record<string, unknown>>,
): Parameters {
  const written = postgresOf(plan, cluster).parameters;
  const { archive_command: command, archive_mode: mode, archive_library: library } = running;
  const archives = isSet(library) || (isSet(command) && command !== noArchive);
  const keepsArchive = archives && !isSet(written.archive_library) && written.archive_command === undefined;
  const keepsMode = mode === 'always' && written.archive_mode === undefined;
  const loaded = written.shared_preload_libraries ?? running.shared_preload_libraries;
  return {
    ...Object.fromEntries(
      Object.entries(wanted).filter(
        ([name]) => !(keepsArchive && name === 'archive_command') && !(keepsMode && name === 'archive_mode'),
      ),
    ),
    shared_preload_libraries: preloadedLibraries(isSet(loaded) ? loaded : written.shared_preload_libraries),
  };
}

/** Whether the library that counts statements is loaded: a plan may ask for none. */
export function countsStatements(plan: Plan, cluster: Cluster): boolean {
  const { shared_preload_libraries: written } = postgresOf(plan, cluster).parameters;
  return libraryNames(preloadedLibraries(written)).includes(statementCounter);
}

/** What a tuning template says of a parameter that depends on no machine. */
export function templateParameter(template: TuningTemplate, name: string): ParameterValue | undefined {
  return templateParameters[template][name] ?? commonParameters[name];
}

function isSet(value: unknown): boolean {
  return value !== undefined && value !== null && String(value).trim() !== '';
}

/** Parameters of one member: sizes from its own machine, sockets, TLS. What the plan sets is left to the shared ones. */
export function memberParameters(plan: Plan, cluster: Cluster, environment: HostEnvironment): Parameters {
  const { template, parameters } = postgresOf(plan, cluster);
  const tuned = tune(template, environment).filter(
    (one) => one.scope === 'host' && !Object.hasOwn(parameters, one.name),
  );
  return {
    ...Object.fromEntries(tuned.map((one) => [one.name, one.value])),
    unix_socket_directories: paths.postgresSockets,
    ...(plan.security.tls
      ? {
          ssl: 'on',
          ssl_ca_file: `${paths.patroniTls}/ca.crt`,
          ssl_cert_file: `${paths.patroniTls}/server.crt`,
          ssl_key_file: `${paths.patroniTls}/server.key`,
          ssl_min_protocol_version: 'TLSv1.2',
        }
      : { ssl: 'off' }),
  };
}

/** The environments that decide a cluster's shared sizes: those of all its family's members, in plan order, as far as they are known. */
export function familyEnvironments(
  plan: Plan,
  cluster: Cluster,
  environments: Readonly<Record<string, HostEnvironment>>,
): readonly HostEnvironment[] {
  return clusterFamily(plan, cluster)
    .flatMap((one) => one.members)
    .map((member) => environments[member.host])
    .filter((environment) => environment !== undefined);
}

function checkedParameters(parameters: Parameters): Parameters {
  for (const [name, value] of Object.entries(parameters)) {
    checkedName('parameter', name, 'postgres.parameters');
    if (typeof value === 'string') checkedLine(value, `postgres.parameters.${name}`);
    if (isOwnedParameter(name))
      throw unsafeValue(
        `postgres.parameters.${name}`,
        String(value),
        say`nothing: Patroni and this program set it themselves`,
      );
  }
  return parameters;
}

/** Of each parameter the smallest value among the machines. */
function smallest(machines: readonly (readonly TunedParameter[])[]): readonly TunedParameter[] {
  const [first, ...others] = machines;
  if (first === undefined) throw new RangeError('no machine is known to size the cluster by');
  return first.map((parameter, index) =>
    others.reduce((least, machine) => {
      const other = machine[index];
      return other !== undefined && amount(other) < amount(least) ? other : least;
    }, parameter),
  );
}

function amount(parameter: TunedParameter): number {
  return Number.parseInt(String(parameter.value), 10);
}
