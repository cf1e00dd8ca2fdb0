import { watchdogModes } from '../../../plan/schema.ts';
import { say } from '../../../wording/phrase.ts';
import { hintsVariable } from '../../inventory/hints.ts';
import { standbyEtcdGroup } from '../../pigsty/pigstyEtcd.ts';
import { valuesOf } from '../../pigsty/pigstyWritten.ts';
import { type Inventory, isMapping } from '../ansible/inventory.ts';
import { hostsBelow } from '../ansible/precedence.ts';
import { readDirectory } from '../directories.ts';
import { keepUnchanged } from '../hintedPostgres.ts';
import { draftHost, emptyDraft, type ImportDraft, set } from '../importDraft.ts';
import { type ImportNote, noteOf } from '../importNote.ts';
import { addressesOf, hostsWithoutPart, readHosts } from '../inventoryHosts.ts';
import { type ImportSource, Subject } from '../subject.ts';
import { type PigstyCluster, pigstyClusters, readCluster } from './pigstyClusters.ts';
import { readDurability } from './pigstyDurability.ts';
import { readServices } from './pigstyServices.ts';
import { readTimings } from './pigstyTimings.ts';
import { type PigstyVersion, pigstyVersion } from './pigstyVersion.ts';
import { readVip } from './pigstyVip.ts';

/** Reads a Pigsty inventory, version 1 to 4. */
export function importPigsty(inventory: Inventory, source: ImportSource, notes: ImportNote[]): ImportDraft {
  const everything = new Subject(source, [...source.settings.keys()]);
  const hints = everything.read(hintsVariable);
  hints?.understood(undefined, say`what our own export left for this import`);
  const draft = emptyDraft(isMapping(hints?.value) ? hints.value : {}, {}, notes);
  const clusters = pigstyClusters(source, inventory);
  const members = new Subject(
    source,
    clusters.flatMap(({ subject }) => subject.hosts),
  );
  const version = pigstyVersion(draft, everything);
  const addressOf = addressesOf(source, draft);
  for (const cluster of withVipFirst(clusters))
    readCluster(draft, source, cluster, version, { addressOf, infra: hostsBelow(inventory, 'infra') });
  keepUnchanged(draft, (name, key) => {
    const subject = clusters.find((one) => one.name === name)?.subject;
    return subject === undefined ? undefined : valuesOf((variable) => subject.raw(variable))[key];
  });
  readEtcd(draft, inventory, source, addressOf);
  for (const host of hostsBelow(inventory, 'proxy')) draftHost(draft, addressOf(host)).roles.add('haproxy');
  readHosts(draft, source, addressOf, 'nodename');
  hostsWithoutPart(draft, inventory, source, addressOf);
  readServices(draft, members);
  readWatchdog(draft, members, clusters, version);
  readTimings(draft, members, version);
  readDurability(draft, clusters, version);
  readVip(draft, clusters, version);
  return draft;
}

/** A plan has one virtual IP, that of its first cluster: the order means nothing else. */
function withVipFirst(clusters: readonly PigstyCluster[]): readonly PigstyCluster[] {
  const hasVip = ({ subject }: PigstyCluster) =>
    subject.read('pg_vip_enabled')?.asBoolean() === true || subject.read('vip_mode')?.value === 'l2';
  const [first] = clusters;
  if (first === undefined || hasVip(first)) return clusters;
  return [...clusters.filter(hasVip), ...clusters.filter((cluster) => !hasVip(cluster))];
}

/** The etcd members; before version 2, Pigsty has Consul servers in their place. */
function readEtcd(
  draft: ImportDraft,
  inventory: Inventory,
  source: ImportSource,
  addressOf: (host: string) => string,
): void {
  const named = [...inventory.groups.keys()].filter((name) => name === 'etcd' || name === standbyEtcdGroup);
  const hosts = new Set(named.flatMap((name) => hostsBelow(inventory, name)));
  for (const host of source.settings.keys())
    if (new Subject(source, [host]).read('etcd_cluster') !== undefined) hosts.add(host);
  const subject = new Subject(source, [...hosts]);
  for (const host of hosts) {
    const own = new Subject(source, [host]);
    draftHost(draft, addressOf(host)).roles.add('etcd');
    own.read('etcd_seq')?.understood([{ host: addressOf(host) }, 'roles']);
    own.read('etcd_cluster')?.understood([{ host: addressOf(host) }, 'roles'], say`a member of etcd`);
  }
  for (const host of hostsBelow(inventory, standbyEtcdGroup)) draft.standbyEtcd.add(addressOf(host));
  set(draft, 'etcd', 'clientPort', subject.read('etcd_port')?.number(['etcd', 'clientPort']));
  set(draft, 'etcd', 'peerPort', subject.read('etcd_peer_port')?.number(['etcd', 'peerPort']));
  readDirectory(draft, subject.read('etcd_data'), { section: 'etcd', key: 'dataDirectory', usual: /^\/data\/etcd$/ });
  const heartbeat = subject.read('etcd_heartbeat_interval')?.number(['etcd', 'heartbeat']);
  const election = subject.read('etcd_election_timeout')?.number(['etcd', 'election']);
  draft.timing = { ...draft.timing, etcd: { heartbeat, election } };
  if (hosts.size === 0) readConsul(draft, source, addressOf);
}

function readConsul(draft: ImportDraft, source: ImportSource, addressOf: (host: string) => string): void {
  const everything = new Subject(source, [...source.settings.keys()]);
  const servers = [...(everything.read('dcs_servers')?.fields()?.values() ?? [])];
  for (const server of servers) {
    const address = addressOf(String(server.value));
    draftHost(draft, address).roles.add('etcd');
    server.defaulted(say`a server of Consul there: etcd takes its place`, [{ host: address }, 'roles']);
  }
  if (servers.length === 0)
    draft.notes.push(
      noteOf(
        'ignored',
        'hosts',
        say`no host runs etcd in this file, and a plan needs it: give the role etcd to three hosts, or to one`,
      ),
    );
}

function readWatchdog(
  draft: ImportDraft,
  members: Subject,
  clusters: readonly PigstyCluster[],
  version: PigstyVersion,
): void {
  const item = members.read('patroni_watchdog_mode');
  const mode = item?.word(watchdogModes, ['patroni', 'watchdog']);
  const critical = clusters.every(({ subject }) => String(subject.read('pg_conf')?.value ?? '').startsWith('crit'));
  if (
    version.major >= 4 &&
    critical &&
    clusters.length > 0 &&
    (mode === 'off' || mode === undefined) &&
    Object.keys(draft.hints).length === 0
  ) {
    item?.defaulted(say`crit.yml makes automatic of off`, ['patroni', 'watchdog']);
    set(draft, 'patroni', 'watchdog', 'automatic');
  } else if (mode !== undefined) set(draft, 'patroni', 'watchdog', mode);
  else if (Object.keys(draft.hints).length === 0) {
    set(draft, 'patroni', 'watchdog', 'off');
    draft.notes.push(noteOf('defaulted', 'patroni.watchdog', say`off, as Pigsty has it`, { plan: 'patroni.watchdog' }));
  }
}
