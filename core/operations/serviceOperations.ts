import type { ServiceComponent } from '../components/components.ts';
import { adoptionFiles } from '../facts/hostState.ts';
import { patroniProbe } from '../facts/patroniProbe.ts';
import type { DesiredEtcd, DesiredMember } from '../render/desiredHost.ts';
import { shellQuote } from '../shell/shellQuote.ts';
import { listOf, type Phrase, say } from '../wording/phrase.ts';
import { knownToOthers } from './etcdGuard.ts';
import { plainOperation } from './hostOperations.ts';
import type { Operation } from './operation.ts';

/** Seconds without any progress after which waiting for a service is given up. */
const maxSeconds = { etcd: 90, leader: 180, member: 180 };

/** Shell that notes, after it, that the running service has its files as they are on disk. */
function nowApplied(component: string, paths: readonly string[]): string {
  return paths.length === 0 ? '' : `applied ${component} ${paths.map(shellQuote).join(' ')}`;
}

/** Waits until the member takes part in a quorum. One that does not stay up ends the waiting: others that are late would not make it fall. */
export function etcdHealthy(etcd: DesiredEtcd): string {
  return `restarts() { systemctl show etcd -p NRestarts --value; }
restarts_before=$(restarts)
healthy() {
  ETCDCTL_API=3 etcdctl --command-timeout=2s ${etcd.endpointOptions} endpoint health && return 0
  [ $(($(restarts) - restarts_before)) -lt 4 ] || { echo 'etcd does not stay up'; : >"$SPOOL/hopeless"; }
  return 1
}
wait_for ${maxSeconds.etcd} 'the etcd member to be healthy' healthy`;
}

/**
 * Starts the etcd member. All members of a new cluster must start together: none is healthy before most of them run.
 * @param besideOthers others run already, or have their data: a member without data then starts only as one that they know
 */
export function startEtcd(host: string, etcd: DesiredEtcd, paths: readonly string[], besideOthers: boolean): Operation {
  return plainOperation({
    id: `${host}/etcd/start`,
    host,
    title: say`Start the etcd member`,
    apply: `${besideOthers ? knownToOthers(etcd) : ''}note directories ${shellQuote(etcd.dataDirectory)}
take_directory /var/lib/etcd etcd u+rwx
take_directory ${shellQuote(etcd.dataDirectory)} etcd 0700
systemctl reset-failed etcd 2>/dev/null || true
systemctl start --no-block etcd
${nowApplied('etcd', paths)}`,
    verify: etcdHealthy(etcd),
    weight: 2,
    journals: ['etcd'],
  });
}

/**
 * Waits until the others have a quorum without this member. Two members cannot be without each other; one that is not healthy itself is not
 * missed, and a restart may be what mends it.
 */
export function othersKeepQuorum({ endpointOptions, peers }: DesiredEtcd): string {
  if (peers.length < 3) return '';
  const needed = Math.floor(peers.length / 2) + 2;
  const health = `ETCDCTL_API=3 etcdctl --command-timeout=3s ${endpointOptions} endpoint health`;
  return `others_suffice() {
  local count
  count=$(${health} --cluster 2>&1 | grep -c ' is healthy' || true)
  [ "$count" -ge ${needed} ] || { echo "$count of ${peers.length} etcd members are healthy: without this one they would have no quorum"; return 1; }
}
if ${health} >/dev/null 2>&1; then wait_for 60 'the other etcd members to have a quorum' others_suffice; fi
`;
}

/**
 * Restarts one member of a running etcd cluster, once the others keep the quorum meanwhile.
 * @param paths its files, which it then has read
 */
export function restartEtcd(
  host: string,
  etcd: DesiredEtcd,
  paths: readonly string[],
  title: Phrase = say`Restart the etcd member with its new configuration`,
): Operation {
  return plainOperation({
    id: `${host}/etcd/restart`,
    host,
    title,
    apply: `${othersKeepQuorum(etcd)}systemctl restart etcd\n${nowApplied('etcd', paths)}`,
    verify: etcdHealthy(etcd),
    weight: 2,
    journals: ['etcd'],
  });
}

/**
 * Starts Patroni, which makes or copies the data directory; noted as ours before, since it is empty now.
 * @param makesCluster done only when the member has won the right to make the cluster, which a data directory shows
 */
export function startPatroni(
  host: string,
  member: DesiredMember,
  paths: readonly string[],
  makesCluster: boolean,
): Operation {
  const begun = patroniProbe(
    `${probeWords('begun', member, maxSeconds.leader)} ${shellQuote(`${member.dataDirectory}/PG_VERSION`)}`,
  );
  return plainOperation({
    id: `${host}/patroni/start`,
    host,
    title: say`Start Patroni for ${member.member.name}`,
    apply: `${takeData(member)}
systemctl reset-failed patroni 2>/dev/null || true
systemctl start patroni
${nowApplied('patroni', paths)}`,
    // A condition of the unit that does not hold is no error of `systemctl start`: nothing runs then.
    verify: `${makesCluster ? `${begun}\n` : ''}systemctl -q is-active patroni`,
    weight: 0.3,
    journals: ['patroni'],
  });
}

/**
 * The directories that PostgreSQL needs, its own and so open that it gets there. Its home holds Patroni's password file. Below it Patroni may
 * remove and make the data directory itself; elsewhere it empties it.
 */
function takeData({ dataDirectory, walDirectory }: DesiredMember): string {
  const home = '/var/lib/postgresql';
  const parent = dataDirectory.slice(0, dataDirectory.lastIndexOf('/'));
  const parents = parent.startsWith(`${home}/`) ? [parent] : [];
  return [
    // The directory of a server that was adopted is not ours: a removal leaves it alone.
    `[ "$(sed -n 's/^directory=//p' "$STATE/${adoptionFiles.note}" 2>/dev/null)" = ${shellQuote(dataDirectory)} ] || note directories ${shellQuote(dataDirectory)}`,
    ...(walDirectory === undefined ? [] : [`note directories ${shellQuote(walDirectory)}`]),
    `take_directory ${home} postgres u+rwx`,
    ...parents.map((path) => `take_directory ${shellQuote(path)} postgres 0755`),
    `take_directory ${shellQuote(dataDirectory)} postgres 0700`,
    ...(walDirectory === undefined
      ? []
      : [`take_directory ${shellQuote(walDirectory.slice(0, walDirectory.lastIndexOf('/')))} postgres 0700`]),
    `for directory in ${[dataDirectory, ...(walDirectory === undefined ? [] : [walDirectory.slice(0, walDirectory.lastIndexOf('/'))])].map(shellQuote).join(' ')}; do`,
    `  runuser -u postgres -- test -w "$directory" || { echo "$directory: Permission denied for the user postgres"; exit 1; }`,
    'done',
  ].join('\n');
}

/**
 * Waits until the first member of a new cluster leads it, and makes the replication slots of the others: Patroni would do so only in its
 * next cycle, up to ten seconds later, and the replicas could not stream until then. It keeps those that it finds.
 */
export function awaitLeader(host: string, member: DesiredMember): Operation {
  const others = member.cluster.members.filter((one) => one.name !== member.member.name);
  const slots = others.map((one) => `'${slotName(one.name)}'`).join(', ');
  // Patroni may make one at the same moment.
  const sql = `do $$ declare name text; begin foreach name in array array[${slots}]::text[] loop begin perform pg_create_physical_replication_slot(name, true); exception when duplicate_object then null; end; end loop; end $$`;
  const makeSlots = `
runuser -u postgres -- psql -XqAt -h ${shellQuote(member.sockets)} -p ${member.port} -d postgres -c ${shellQuote(sql)} >/dev/null`;
  return plainOperation({
    id: `${host}/patroni/leader`,
    host,
    title: say`Wait until ${member.member.name} leads`,
    apply: `${patroniProbe(probeWords('leader', member, maxSeconds.leader))}${others.length === 0 ? '' : makeSlots}`,
    verify: 'true',
    weight: 4,
    journals: ['patroni', 'etcd'],
  });
}

/** Patroni's own rule for the slot of a member (slot_name_from_member_name): names here hold nothing else than these characters. */
function slotName(memberName: string): string {
  return memberName
    .toLowerCase()
    .replaceAll(/[^a-z0-9_]/g, '_')
    .slice(0, 63);
}

/** Waits until the member runs and follows. */
export function awaitMember(host: string, member: DesiredMember): Operation {
  return plainOperation({
    id: `${host}/patroni/running`,
    host,
    title: say`Wait until ${member.member.name} runs and follows`,
    apply: patroniProbe(probeWords('running', member, maxSeconds.member)),
    verify: 'true',
    weight: 3,
    journals: ['patroni', 'etcd'],
  });
}

function probeWords(what: 'begun' | 'leader' | 'running', member: DesiredMember, seconds: number): string {
  return `${[what, member.restUrl, member.authority ?? ''].map(shellQuote).join(' ')} ${seconds}`;
}

/** A service with the files that it reads. */
export interface ServiceWithFiles {
  readonly component: ServiceComponent;
  readonly paths: readonly string[];
}

/** Starts services side by side; each tells systemd when it is ready. */
export function startServices(host: string, services: readonly ServiceWithFiles[]): Operation {
  const names = services.map(({ component }) => component.service.name);
  return plainOperation({
    id: `${host}/access/start`,
    host,
    title: say`Start ${listOf(names, 'comma')}`,
    apply: `systemctl reset-failed ${names.join(' ')} 2>/dev/null || true
systemctl start ${names.join(' ')}
${services.map(({ component, paths }) => nowApplied(component.id, paths)).join('\n')}`,
    verify: names.map((name) => `systemctl -q is-active ${name}`).join('\n'),
    weight: 0.8,
    journals: names,
  });
}

/** Restarts or reloads a service that runs with older files. */
export function changeService(
  host: string,
  { component: { id, service }, paths }: ServiceWithFiles,
  verb: 'restart' | 'reload',
): Operation {
  const { name } = service;
  return plainOperation({
    id: `${host}/${id}/${verb}`,
    host,
    title: verb === 'restart' ? say`Restart ${name} with its new files` : say`Reload ${name} with its new files`,
    apply: `systemctl ${verb} ${name}\n${nowApplied(id, paths)}`,
    verify: `systemctl -q is-active ${name}`,
    weight: 0.4,
    journals: [name],
  });
}
