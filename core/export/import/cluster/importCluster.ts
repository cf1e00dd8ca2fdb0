import { patroniRole } from '../../../patroni/answers.ts';
import { parseCidr } from '../../../plan/address.ts';
import { completePlan } from '../../../plan/complete.ts';
import { distributions } from '../../../plan/distributions.ts';
import { parseDurationSeconds } from '../../../plan/quantities.ts';
import { planSchema, type Release, releases, type TopologyId, watchdogModes } from '../../../plan/schema.ts';
import { Problem } from '../../../problem.ts';
import { assumedHost } from '../../../render/renderedFile.ts';
import { say } from '../../../wording/phrase.ts';
import { isMapping } from '../ansible/inventory.ts';
import { assemblePlan, smallestPlan } from '../assemblePlan.ts';
import { type DraftMember, draftHost, emptyDraft, type ImportDraft, set } from '../importDraft.ts';
import { type ImportNote, inOrder, noteOf } from '../importNote.ts';
import { etcdAddresses, type HostReading } from './clusterReading.ts';
import type { PatroniReading } from './patroniReading.ts';
import { readParameters } from './readParameters.ts';
import { numberIn, readHaproxy, readVip, sectionText, settingIn } from './serviceText.ts';

export interface ClusterImport {
  readonly readings: readonly HostReading[];
  /** Hosts that the cluster names and that could not be asked. */
  readonly unread: readonly { readonly address: string; readonly reason: string }[];
  /** How hosts are reached, as it goes into the plan. */
  readonly ssh: HostReading['ssh'] & { readonly user: string; readonly jump?: string | undefined };
  /** Default: judged by the number of hosts, since sites cannot be seen from inside. */
  readonly topology?: TopologyId | undefined;
}

/**
 * Makes a plan of running clusters, from what their hosts said.
 * @throws Problem `import-no-cluster` (no) when none of the hosts has a Patroni that answers; `import-incomplete` (usage)
 */
export function importCluster(input: ClusterImport): { planText: string; report: readonly ImportNote[] } {
  const notes: ImportNote[] = [];
  const { jump, ...ssh } = input.ssh;
  const { topology } = input;
  const hints = { ...(jump === undefined ? {} : { jump }), ...(topology === undefined ? {} : { topology }) };
  const draft = emptyDraft(hints, ssh, notes);
  const leading = leadingReadings(input.readings);
  if (leading.length === 0)
    throw new Problem(
      'import-no-cluster',
      'no',
      `No Patroni answered on ${input.readings.map((one) => one.address).join(', ')}: name a host on which it runs, and a login that may read its configuration (root, or one with sudo).`,
    );
  const aliases = aliasesOf(input.readings);
  for (const reading of leading) addCluster(draft, reading, input.readings, aliases);
  for (const reading of input.readings) {
    const host = draftHost(draft, reading.address);
    host.name = reading.values.hostName || undefined;
    host.ssh = reading.ssh;
    if (Object.keys(haproxyOf(reading).ports).length > 0) host.roles.add('haproxy');
    if (host.roles.size > 0) continue;
    draft.hosts.delete(reading.address);
    notes.push(noteOf('ignored', reading.address, say`it has no part in the cluster`));
  }
  for (const { address, reason } of input.unread)
    notes.push(noteOf('defaulted', address, say`could not be read (${reason}): its roles are what the others say`));
  const [first] = leading;
  if (first !== undefined) {
    readSettings(draft, first, input.readings);
    readTiming(draft, first);
  }
  return { planText: assemblePlan(draft).text, report: inOrder(notes) };
}

/** Of each cluster one reading that knows its members, in the order in which hosts were named: upstream clusters first. */
function leadingReadings(readings: readonly HostReading[]): readonly HostReading[] {
  const byScope = new Map<string, HostReading>();
  for (const reading of readings) {
    const { patroni } = reading.values;
    if (patroni?.cluster === undefined || patroni.config === null || byScope.has(patroni.file.scope)) continue;
    byScope.set(patroni.file.scope, reading);
  }
  const standby = ({ values }: HostReading) => isMapping(values.patroni?.config?.standby_cluster);
  return [...byScope.values()].toSorted((one, other) => Number(standby(one)) - Number(standby(other)));
}

/** A host may be named by several of its addresses. */
function aliasesOf(readings: readonly HostReading[]): (address: string) => string {
  const known = new Map(
    readings.flatMap((reading) =>
      reading.values.networkInterfaces
        .filter((one) => one.interface !== 'lo')
        .map((one) => [one.address, reading.address] as const),
    ),
  );
  return (address) => known.get(address) ?? address;
}

function addCluster(
  draft: ImportDraft,
  { values }: HostReading,
  readings: readonly HostReading[],
  alias: (address: string) => string,
): void {
  const { patroni } = values;
  if (patroni?.cluster === undefined) return;
  const name = patroni.file.scope;
  const members = patroni.cluster.members.flatMap((member, index): DraftMember[] => {
    if (member.host === undefined) return [];
    const address = alias(member.host);
    const own = readings.find((reading) => reading.address === address)?.values.patroni?.file.tags;
    const tags = { ...member.tags, ...own };
    const seq = Number(new RegExp(`^${name}-(\\d{1,4})$`).exec(member.name)?.[1] ?? index + 1);
    const leads = ['primary', 'standby_leader'].includes(patroniRole(member.role) ?? '');
    const role = leads ? 'primary' : isSet(tags.nofailover) ? 'offline' : 'replica';
    return [{ address, seq, role, nosync: role === 'replica' && isSet(tags.nosync) }];
  });
  for (const member of members.toSorted((one, other) => one.seq - other.seq))
    draftHost(draft, member.address).roles.add('postgres');
  const standby = patroni.config?.standby_cluster;
  const upstream = isMapping(standby) ? alias(String(standby.host).split(',')[0]?.trim() ?? '') : undefined;
  for (const etcd of etcdAddresses(patroni)) {
    const address = alias(etcd.address);
    const host = draftHost(draft, address);
    host.name ??= etcd.name;
    host.roles.add('etcd');
    if (upstream !== undefined) draft.standbyEtcd.add(address);
  }
  draft.clusters.push({
    name,
    members: members.toSorted((one, other) => one.seq - other.seq),
    upstream:
      upstream === undefined
        ? undefined
        : {
            address: upstream,
            delaySeconds:
              parseDurationSeconds(String(isMapping(standby) ? (standby.recovery_min_apply_delay ?? 0) : 0)) ?? 0,
          },
  });
  draft.notes.push(noteOf('understood', name, say`${members.length} members, named by Patroni`));
}

function readSettings(draft: ImportDraft, first: HostReading, readings: readonly HostReading[]): void {
  const { patroni, platform, files } = first.values;
  if (patroni === undefined) return;
  const { file, config } = patroni;
  const release = releases.find((one) => one === platform.codename);
  const version = patroni.patroni.server_version;
  const major = version === undefined ? undefined : Math.floor(version / 10_000);
  if (release === undefined || distributions[release].postgresMajor !== major) set(draft, 'postgres', 'version', major);
  set(draft, 'postgres', 'port', file.postgresPort);
  set(draft, 'patroni', 'port', file.restPort);
  set(draft, 'patroni', 'failsafe', config?.failsafe_mode === true);
  // Without a word Patroni behaves as `automatic`; YAML makes false of an unquoted off.
  const watchdog = file.watchdog.mode === false ? 'off' : (file.watchdog.mode ?? 'automatic');
  set(
    draft,
    'patroni',
    'watchdog',
    watchdogModes.find((mode) => mode === watchdog),
  );
  if (isSet(config?.synchronous_mode)) {
    const nodes = config?.synchronous_node_count;
    set(draft, 'patroni', 'synchronous', {
      strict: config?.synchronous_mode_strict === true,
      ...(typeof nodes === 'number' ? { nodes } : {}),
    });
  }
  set(draft, 'security', 'tls', file.tls && file.etcdTls);
  readClients(draft, file.pgHba);
  readSql(draft, first);
  const [etcd] = etcdAddresses(patroni);
  set(draft, 'etcd', 'clientPort', etcd?.port);
  set(draft, 'etcd', 'peerPort', etcd?.peerPort);
  set(draft, 'etcd', 'quota', numberIn(etcdText(readings), 'quota-backend-bytes'));
  const haproxy = haproxyOf(readings.find((one) => Object.keys(haproxyOf(one).ports).length > 0) ?? first);
  set(draft, 'haproxy', 'ports', haproxy.ports);
  set(draft, 'haproxy', 'maxconn', haproxy.maxconn);
  const pool = sectionText(files, 'pgbouncer');
  set(draft, 'pgbouncer', 'port', numberIn(pool, 'listen_port'));
  const mode = settingIn(pool, 'pool_mode');
  if (mode === 'transaction' || mode === 'session' || mode === 'statement') set(draft, 'pgbouncer', 'poolMode', mode);
  set(draft, 'pgbouncer', 'maxClientConnections', numberIn(pool, 'max_client_conn'));
  set(draft, 'pgbouncer', 'defaultPoolSize', numberIn(pool, 'default_pool_size'));
  set(draft, 'pgbouncer', 'maxDbConnections', numberIn(pool, 'max_db_connections'));
  const vip = readings
    .map((reading) => readVip(sectionText(reading.values.files, 'vip')))
    .find((one) => one !== undefined);
  if (vip !== undefined && parseCidr(vip.address) !== undefined) set(draft, 'access', 'vip', vip);
  readPostgresParameters(draft, patroni, readings, release);
}

function readPostgresParameters(
  draft: ImportDraft,
  { config }: PatroniReading,
  readings: readonly HostReading[],
  release: Release | undefined,
): void {
  const section = isMapping(config?.postgresql) ? config.postgresql.parameters : undefined;
  const running = Object.fromEntries(
    Object.entries(isMapping(section) ? section : {}).filter((entry): entry is [string, string | number | boolean] =>
      ['string', 'number', 'boolean'].includes(typeof entry[1]),
    ),
  );
  const environments = readings
    .filter(
      ({ values }) => values.patroni !== undefined && values.hardware.cores > 0 && values.hardware.memoryBytes > 0,
    )
    .map(({ values }) => ({ ...assumedHost, release: release ?? 'bookworm', ...values.hardware }));
  const { template, parameters } = readParameters(
    running,
    environments,
    (one) => completePlan(planSchema.parse({ ...smallestPlan, postgres: { template: one } })),
    draft.notes,
  );
  set(draft, 'postgres', 'template', template);
  if (Object.keys(parameters).length > 0) set(draft, 'postgres', 'parameters', parameters);
}

function readTiming(draft: ImportDraft, first: HostReading): void {
  const { patroni } = first.values;
  const config = patroni?.config ?? {};
  const number = (name: string, usual: number) => (typeof config[name] === 'number' ? config[name] : usual);
  // Patroni's defaults where its configuration does not say.
  const ttl = number('ttl', 30);
  const synchronous = isSet(config.synchronous_mode);
  draft.rtoSeconds = ttl;
  draft.rpoBytes = synchronous ? 0 : number('maximum_lag_on_failover', 1_048_576);
  const etcd = sectionText(first.values.files, 'etcd');
  draft.timing = {
    patroni: {
      ttl,
      loopWait: number('loop_wait', 10),
      retryTimeout: number('retry_timeout', 10),
      primaryStartTimeout: number('primary_start_timeout', number('master_start_timeout', 300)),
      ...(synchronous ? { primaryStopTimeout: number('primary_stop_timeout', number('master_stop_timeout', 0)) } : {}),
      safetyMargin: patroni?.file.watchdog.safety_margin ?? 5,
    },
    haproxy: haproxyOf(first).checks,
    etcd: {
      heartbeat: numberIn(etcd, 'heartbeat-interval'),
      election: numberIn(etcd, 'election-timeout'),
    },
  };
  for (const [name, value] of Object.entries(draft.timing.patroni))
    draft.notes.push(noteOf('understood', `patroni.timing.${name}`, say`${`${value} s`}`));
}

/** Networks that may log in with a password: rules for every database and user. */
function readClients(draft: ImportDraft, rules: readonly string[]): void {
  const members = new Set([...draft.hosts.keys()].flatMap((address) => [`${address}/32`, `${address}/128`]));
  const clients = rules.flatMap((rule) => {
    const [type = '', databases, users, address = '', method = ''] = rule.trim().split(/\s+/);
    const open = /^host/.test(type) && databases === 'all' && users === 'all' && method !== 'reject';
    const known = members.has(address) || address === '127.0.0.1/32' || address === '::1/128';
    return open && !known && parseCidr(address) !== undefined ? [address] : [];
  });
  if (clients.length > 0) set(draft, 'postgres', 'clients', [...new Set(clients)]);
}

function readSql(draft: ImportDraft, { values }: HostReading): void {
  const { databases, users } = values.sql;
  const known = new Set(users.map((user) => user.name));
  if (users.length > 0) set(draft, 'postgres', 'users', users);
  if (databases.length > 0)
    set(
      draft,
      'postgres',
      'databases',
      databases.map(({ name, owner }) => ({ name, ...(known.has(owner) ? { owner } : {}) })),
    );
  if (users.length === 0 && databases.length === 0)
    draft.notes.push(noteOf('defaulted', 'postgres.databases', say`none were found, or PostgreSQL did not tell`));
}

function haproxyOf({ values }: HostReading) {
  const pool = numberIn(sectionText(values.files, 'pgbouncer'), 'listen_port') ?? 6432;
  return readHaproxy(sectionText(values.files, 'haproxy'), pool);
}

function etcdText(readings: readonly HostReading[]): string {
  return readings.map(({ values }) => sectionText(values.files, 'etcd')).join('\n');
}

/** Tags and switches may be written as words. */
function isSet(value: unknown): boolean {
  return value === true || (typeof value === 'string' && /^(true|on|yes|quorum)$/i.test(value));
}
