import type { HostFacts } from '../../facts/deploymentFacts.ts';
import type { DebianCluster, ServerContent, SingleServer } from '../../facts/singleServer.ts';
import { maxValue } from '../../facts/singleServer.ts';
import { ownRoles } from '../../plan/clusterRoles.ts';
import { type Cluster, memberOn, type Plan } from '../../plan/plan.ts';
import { postgresOf } from '../../plan/postgresOf.ts';
import type { DesiredHost, DesiredState } from '../../render/desiredHost.ts';
import { memberParameters, type Parameters } from '../../render/postgresParameters.ts';
import { libraryNames } from '../../render/preloadedLibraries.ts';
import { clusterSecrets } from '../../render/secretNames.ts';
import { printable } from '../../shell/printable.ts';
import { paths } from '../../systems/debian/paths.ts';
import { listOf, type Phrase, say } from '../../wording/phrase.ts';
import { environmentOf } from '../desiredState.ts';
import { type SettledSettings, settleSettings } from './serverSettings.ts';

/** What a person is told before a PostgreSQL is adopted. */
export interface Judged {
  /** What keeps it from being adopted, each with what to do. */
  readonly objections: readonly Phrase[];
  /** What becomes otherwise. */
  readonly changes: readonly Phrase[];
  readonly settings: SettledSettings | undefined;
}

/** The member of a plan that an adopted PostgreSQL becomes. */
export interface AdoptionTarget {
  readonly desired: DesiredHost;
  readonly state: DesiredState;
  readonly facts: ReadonlyMap<string, HostFacts>;
}

/**
 * Judges a PostgreSQL that was there before against the plan whose first member it is to become.
 * @param server what the host says of it
 */
export function judgeServer(target: AdoptionTarget, server: SingleServer | undefined): Judged {
  const { desired, state } = target;
  const { member } = desired;
  const inPlan = planObjections(state.plan, desired);
  if (inPlan.length > 0 || member === undefined) return { objections: inPlan, changes: [], settings: undefined };
  if (server === undefined || server.clusters.length === 0)
    return only(
      say`Debian's tools know no PostgreSQL there (pg_lsclusters): what was made in another way is brought in by hand, or by a dump into a new cluster`,
    );
  const { cluster, content } = server;
  if (cluster === undefined)
    return only(
      say`it has several PostgreSQL clusters, in ${listOf(server.clusters.map(({ directory }) => printable(directory, 200)))}: name the data directory of the one in postgres.dataDirectory`,
    );
  const where = whereObjections(state.plan, desired, cluster, server);
  if (where.length > 0) return { objections: where, changes: [], settings: undefined };
  if (content === undefined)
    return only(
      cluster.running
        ? say`its PostgreSQL does not let the system account postgres in through the socket: give pg_hba.conf the line local all postgres peer, first of all, and reload it`
        : say`its PostgreSQL ${cluster.major}/${printable(cluster.name, 63)} does not run: start it first (pg_ctlcluster ${cluster.major} ${printable(cluster.name, 63)} start)`,
    );
  const wanted = wantedParameters(target, member.cluster);
  const settings = settleSettings(content.settings, wanted);
  return {
    objections: [
      ...kindObjections(content),
      ...settingObjections(content, settings, wanted, postgresOf(state.plan, member.cluster).parameters),
      ...databaseObjections(target, member.cluster, content, cluster),
    ],
    changes: changesOf(target, member.cluster, server, { cluster, content, settings }),
    settings,
  };
}

function only(objection: Phrase): Judged {
  return { objections: [objection], changes: [], settings: undefined };
}

/** What the member will run with. */
function wantedParameters({ desired, state, facts }: AdoptionTarget, cluster: Cluster): Parameters {
  const shared = state.clusters.find((one) => one.cluster.name === cluster.name)?.dynamicConfig.postgresql.parameters;
  const known = facts.get(desired.host.name);
  const own = known === undefined ? {} : memberParameters(state.plan, cluster, environmentOf(known));
  return { ...shared, ...own };
}

function planObjections(plan: Plan, desired: DesiredHost): readonly Phrase[] {
  const found = memberOn(plan, desired.host.name);
  if (found === undefined)
    return [say`no cluster of the plan has a member there: add it to clusters, with role: primary`];
  if (plan.clusters.length > 1)
    return [say`the plan has ${plan.clusters.length} clusters, and a PostgreSQL is adopted into a plan of one`];
  return [
    ...(found.member.role === 'primary'
      ? []
      : [say`${found.member.name} is to be the first member: give it role: primary, and another one role: replica`]),
    ...(plan.postgres.walDirectory === undefined
      ? []
      : [say`postgres.walDirectory is set, and its WAL lies in the data directory: take it out of the plan`]),
  ];
}

function whereObjections(
  plan: Plan,
  { member, packages }: DesiredHost,
  cluster: DebianCluster,
  { walElsewhere }: SingleServer,
): readonly Phrase[] {
  const directory = printable(cluster.directory, 500);
  const major = Number(packages.map((name) => /^postgresql-(\d{1,2})$/.exec(name)?.[1]).find((one) => one) ?? 0);
  return [
    ...(major === cluster.major
      ? []
      : [
          say`its PostgreSQL is version ${cluster.major}, and the plan's is ${major}: set postgres.version to ${cluster.major}; quorate upgrade PLAN --to brings a newer one later`,
        ]),
    ...(member?.dataDirectory === cluster.directory
      ? []
      : [
          say`its data lie in ${directory}, and the plan has ${member?.dataDirectory ?? ''}: set postgres.dataDirectory to ${directory}. They stay where they are`,
        ]),
    ...(walElsewhere
      ? [
          say`${directory}/pg_wal is a link: move the WAL back into the data directory first, while PostgreSQL is stopped`,
        ]
      : []),
    ...(plan.patroni.port === cluster.port
      ? [say`its PostgreSQL listens on ${cluster.port}, which the plan has for Patroni: change patroni.port`]
      : []),
  ];
}

/** What it is, or has, that no member can. */
function kindObjections(content: ServerContent): readonly Phrase[] {
  const { recovery, preparedTransactions, slots, standbys, tablespaces } = content;
  const shown = (names: readonly string[]) =>
    listOf(
      names.slice(0, 10).map((name) => printable(name, 63)),
      'comma',
    );
  return [
    ...(recovery ? [say`it is a replica: adopt the server that it follows, or promote it first`] : []),
    ...(standbys.length > 0
      ? [say`replicas follow it (${shown(standbys)}): end them first; the cluster's own members take their place`]
      : []),
    ...(slots.length > 0
      ? [
          say`it has replication slots (${shown(slots)}), which Patroni would drop: drop those that nobody needs; what subscribes by the others is set up anew afterwards`,
        ]
      : []),
    ...(tablespaces.length > 0
      ? [say`it has tablespaces (${shown(tablespaces)}): move what is in them to pg_default first`]
      : []),
    ...(preparedTransactions > 0
      ? [say`it has ${preparedTransactions} prepared transactions: commit or roll them back first`]
      : []),
  ];
}

function settingObjections(
  { settings, sessions }: ServerContent,
  settled: SettledSettings,
  wanted: Parameters,
  written: Parameters,
): readonly Phrase[] {
  const value = (name: string) => settings.find((one) => one.name === name)?.value ?? '';
  const loaded = libraryNames(value('shared_preload_libraries'));
  const planned = libraryNames(String(wanted.shared_preload_libraries ?? ''));
  const unloaded = loaded.filter((name) => !planned.includes(name));
  const connections = Number(wanted.max_connections ?? 0);
  const long = settings.filter((one) => one.source !== 'default' && one.value.length >= maxValue);
  const archives = ['archive_command', 'archive_library'].filter(
    (name) => !['', '(disabled)', '/bin/true'].includes(value(name)) && written[name] === undefined,
  );
  return [
    ...settled.inTheWay.map(
      (name) =>
        say`${name} was set with ALTER SYSTEM, which wins over the plan: ALTER SYSTEM RESET ${name}, or write the same value into postgres.parameters`,
    ),
    ...(unloaded.length > 0
      ? [
          say`it loads ${listOf(unloaded, 'comma')}, and the plan does not: write shared_preload_libraries into postgres.parameters, and what packages it needs into postgres.packages`,
        ]
      : []),
    ...archives.map(
      (name) =>
        say`it archives its WAL (${name}), which the plan would end: write ${name} into postgres.parameters as it is`,
    ),
    ...(connections > 0 && sessions > connections
      ? [
          say`${sessions} clients are connected, and the plan lets in ${connections}: raise max_connections in postgres.parameters`,
        ]
      : []),
    ...long.map(({ name }) => say`the value of ${name} is too long to be kept: shorten it first`),
  ];
}

function databaseObjections(
  { desired, facts }: AdoptionTarget,
  cluster: Cluster,
  { conflicts, databases, extensions }: ServerContent,
  { major }: DebianCluster,
): readonly Phrase[] {
  const absent = new Map<string, string[]>();
  for (const { host } of cluster.members) {
    const known = facts.get(host);
    // Asked of hosts that nobody owns yet.
    if (known === undefined || known.locales.length === 0) continue;
    const has = new Set(known.locales.map(localeKey));
    for (const { collate, ctype } of databases)
      for (const name of [collate, ctype])
        if (!['', 'C', 'POSIX'].includes(name) && !has.has(localeKey(name)))
          absent.set(name, [...new Set([...(absent.get(name) ?? []), host])]);
  }
  const server = `postgresql-${major}`;
  const packages = new Map(
    extensions.flatMap(({ name, database, package: from }): [string, Phrase][] =>
      from === undefined || from === server || desired.packages.includes(from)
        ? []
        : [
            [
              from,
              say`the extension ${printable(name, 63)} in ${printable(database, 63)} comes from ${from}: put it into postgres.packages, since every member needs it`,
            ],
          ],
    ),
  );
  return [
    ...conflicts.map(({ kind, database, found }) => {
      const what = kind === 'encoding' ? say`encoding` : say`locale`;
      return say`the database ${database} has the ${what} ${printable(found, 80)}, and the plan another one: write it into postgres.databases as it is`;
    }),
    ...[...absent].map(
      ([name, hosts]) =>
        say`databases have the locale ${printable(name, 60)}, which ${listOf(hosts)} lacks: make it there first (locale-gen)`,
    ),
    ...packages.values(),
  ];
}

/** `locale -a` writes de_DE.utf8 for de_DE.UTF-8. */
function localeKey(name: string): string {
  return name.toLowerCase().replaceAll(/(?<=\.)utf-?8/g, 'utf8');
}

interface Found {
  readonly cluster: DebianCluster;
  readonly content: ServerContent;
  readonly settings: SettledSettings;
}

/** Debian's rules of pg_hba.conf let in from the host alone, and are there in every new cluster. */
const debianRules: ReadonlySet<string> = new Set([
  'local all postgres peer',
  'local all all peer',
  'local replication all peer',
  ...['127.0.0.1/32', '::1/128'].flatMap((address) => [
    `host all all ${address} scram-sha-256`,
    `host replication all ${address} scram-sha-256`,
  ]),
]);

function changesOf(
  { desired, state }: AdoptionTarget,
  cluster: Cluster,
  { files }: SingleServer,
  { cluster: server, content, settings }: Found,
): readonly Phrase[] {
  const { plan } = state;
  const config = desired.files.find(({ path }) => path === paths.patroniConfig)?.content ?? '';
  const rules = content.rules
    .map(({ type, database, user, address, method }) =>
      [type, database.join(','), user.join(','), ...(type === 'local' ? [] : [address]), method].join(' '),
    )
    .filter((rule) => !debianRules.has(rule) && !config.includes(rule) && !config.includes(`hostssl${rule.slice(4)}`));
  const users = postgresOf(plan, cluster).users.filter(({ login }) => login);
  const secrets = clusterSecrets(plan, cluster);
  const passwordOf = (name: string) => content.roles.find((role) => role.name === name);
  const renewed = users.filter(({ name }) => ['md5', 'none'].includes(passwordOf(name)?.password ?? 'scram'));
  const shut = content.roles.filter(
    ({ name, login, password }) => login && password === 'md5' && !users.some((user) => user.name === name),
  );
  const taken = content.roles.filter(({ name }) => name !== 'postgres' && ownRoles(plan).has(name));
  const names = (roles: readonly { readonly name: string }[]) =>
    listOf(
      roles.slice(0, 20).map(({ name }) => printable(name, 63)),
      'comma',
    );
  return [
    say`PostgreSQL ${server.major}/${printable(server.name, 63)} stops once and starts under Patroni: every connection ends, and clients come back by themselves. Its data stay in ${printable(server.directory, 500)}; /etc/postgresql/${server.major}/${printable(server.name, 63)} is kept aside, and its own unit does not start it any more`,
    say`The password of postgres becomes one of the plan's: quorate secret PLAN ${secrets.superuser}`,
    ...(server.port === plan.postgres.port
      ? []
      : [say`It listens on port ${plan.postgres.port} instead of ${server.port}: tell its clients`]),
    ...(settings.replaced.length > 0
      ? [
          say`Settings that become the plan's: ${listOf(
            settings.replaced.map(({ name, from, to }) => say`${name} ${printable(from, 80)} → ${printable(to, 80)}`),
            'comma',
          )}. To keep one, write it into postgres.parameters`,
        ]
      : []),
    ...(settings.brought.length > 0
      ? [say`Settings that nobody has written, and that the plan brings: ${listOf(settings.brought, 'comma')}`]
      : []),
    ...(settings.kept.length > 0
      ? [
          say`Settings that stay as they are, on every member: ${listOf(
            settings.kept.map(({ name }) => name),
            'comma',
          )}`,
        ]
      : []),
    ...(rules.length > 0
      ? [
          say`Rules of pg_hba.conf that go; write into postgres.hba what clients need: ${listOf(
            rules.slice(0, 50).map((rule) => printable(rule, 200)),
            'comma',
          )}`,
        ]
      : []),
    ...(renewed.length > 0
      ? [say`These users get a new password, since theirs is no SCRAM-SHA-256: ${names(renewed)}`]
      : []),
    ...(shut.length > 0
      ? [
          say`These roles cannot log in any more until their password is set anew, since theirs is an MD5: ${names(shut)}`,
        ]
      : []),
    ...(taken.length > 0
      ? [say`These roles become the cluster's own, with its passwords and rights: ${names(taken)}`]
      : []),
    ...(files.length > 0
      ? [say`These files of its configuration have no effect any more: ${listOf(files, 'comma')}`]
      : []),
    ...(content.checksums
      ? []
      : [
          say`Its data have no checksums, so damage on a disk goes unnoticed. pg_checksums makes them while a server is stopped: best before this`,
        ]),
  ];
}
