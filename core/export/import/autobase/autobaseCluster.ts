import { parseAddress } from '../../../plan/address.ts';
import { parseDurationSeconds } from '../../../plan/quantities.ts';
import { say } from '../../../wording/phrase.ts';
import { type Inventory, isMapping } from '../ansible/inventory.ts';
import { hostsBelow } from '../ansible/precedence.ts';
import { readDirectory } from '../directories.ts';
import { type DraftMember, draftHost, type ImportDraft } from '../importDraft.ts';
import { noteOf } from '../importNote.ts';
import type { Item } from '../item.ts';
import { type ImportSource, Subject } from '../subject.ts';
import type { Target } from '../target.ts';

/** Reads groups of hosts into a cluster. @returns its name */
export function readCluster(
  draft: ImportDraft,
  inventory: Inventory,
  source: ImportSource,
  addressOf: (host: string) => string,
): string {
  const everything = new Subject(source, [...source.settings.keys()]);
  const named = everything.read('patroni_cluster_name');
  const name = typeof named?.value === 'string' ? named.value : 'postgres-cluster';
  named?.text([{ cluster: name }, 'name']);
  if (named === undefined)
    draft.notes.push(noteOf('defaulted', 'patroni_cluster_name', say`${name}, as autobase has it`));
  const masters = hostsBelow(inventory, 'master');
  const others = [...hostsBelow(inventory, 'replica'), ...hostsBelow(inventory, 'postgres_cluster')];
  const hosts = [...new Set([...masters, ...others])];
  const read = hosts.map((host) => ({ host, tags: tagsOf(new Subject(source, [host]).read('patroni_tags')) }));
  const hinted = Array.isArray(draft.hints.members) ? draft.hints.members.filter(isMapping) : [];
  const nameOf = (host: string) => new Subject(source, [host]).read('hostname')?.value;
  const members = read.map(({ host, tags }, index): DraftMember => {
    draftHost(draft, addressOf(host)).roles.add('postgres');
    const hint = hinted.find((one) => one.cluster === name && one.host === nameOf(host));
    const offline = tags.offline && !masters.includes(host);
    const role = masters.includes(host) ? 'primary' : offline ? 'offline' : 'replica';
    return {
      address: addressOf(host),
      seq: typeof hint?.seq === 'number' ? hint.seq : index + 1,
      role,
      nosync: tags.nosync && !offline,
    };
  });
  for (const [index, { tags }] of read.entries()) tags.mark([{ cluster: name }, 'members', index]);
  const orderOf = (member: DraftMember) => {
    const at = hinted.findIndex(
      (one) =>
        one.cluster === name && one.host === nameOf(hosts.find((host) => addressOf(host) === member.address) ?? ''),
    );
    return at < 0 ? hinted.length : at;
  };
  draft.clusters.push({
    name,
    // As the plan had them: groups put the primary first.
    members: members.toSorted((one, other) => orderOf(one) - orderOf(other)),
    upstream: upstreamOf(everything, name),
  });
  readGroups(draft, inventory, source, addressOf);
  if (draft.clusters.at(-1)?.upstream !== undefined)
    for (const host of hostsBelow(inventory, 'etcd_cluster')) draft.standbyEtcd.add(addressOf(host));
  return name;
}

/** etcd, or the Consul servers in its place, and the balancers. */
function readGroups(
  draft: ImportDraft,
  inventory: Inventory,
  source: ImportSource,
  addressOf: (host: string) => string,
): void {
  const everything = new Subject(source, [...source.settings.keys()]);
  const consul = everything.read('dcs_type')?.value === 'consul';
  for (const host of hostsBelow(inventory, 'etcd_cluster')) draftHost(draft, addressOf(host)).roles.add('etcd');
  const balanced = everything.read('with_haproxy_load_balancing');
  for (const host of hostsBelow(inventory, 'balancers'))
    if (balanced?.asBoolean() !== false) draftHost(draft, addressOf(host)).roles.add('haproxy');
  balanced?.understood(['haproxy']);
  const type = everything.read('dcs_type');
  if (!consul) type?.understood(['etcd'], say`etcd keeps the leader's lock`);
  else type?.defaulted(say`a plan has etcd: it takes the place of Consul, on the hosts of its servers`, ['etcd']);
  if (consul)
    for (const host of hostsBelow(inventory, 'consul_instances')) {
      const role = new Subject(source, [host]).read('consul_node_role');
      role?.understood([{ host: addressOf(host) }, 'roles']);
      if (role?.value !== 'client') draftHost(draft, addressOf(host)).roles.add('etcd');
    }
  readExisting(draft, everything);
  if (!consul)
    readDirectory(draft, everything.read('etcd_data_dir'), {
      section: 'etcd',
      key: 'dataDirectory',
      usual: /^\/var\/lib\/etcd$/,
    });
  if (![...draft.hosts.values()].some(({ roles }) => roles.has('etcd')))
    draft.notes.push(
      noteOf(
        'ignored',
        'hosts',
        say`no host runs etcd in this file, and a plan needs it: give the role etcd to three hosts, or to one`,
      ),
    );
}

/** etcd that is there already: a plan deploys its own, and refuses hosts where another one runs. */
function readExisting(draft: ImportDraft, everything: Subject): void {
  const exists = everything.read('dcs_exists');
  for (const entry of everything.read('patroni_etcd_hosts')?.items() ?? []) {
    const fields = entry.fields();
    const host = fields?.get('host');
    if (host === undefined || typeof host.value !== 'string' || parseAddress(host.value) === undefined) {
      entry.ignored(say`names no host`);
      continue;
    }
    const target: Target = [{ host: host.value }, 'roles'];
    if (draft.hosts.get(host.value)?.roles.has('etcd') === true) entry.understood(target, say`a member of etcd`);
    else {
      draftHost(draft, host.value).roles.add('etcd');
      entry.defaulted(
        say`etcd that is there already: the plan has a cluster of its own on this host, and a deployment refuses to touch the other one`,
        target,
      );
    }
  }
  exists?.understood(undefined, say`read as ${String(exists.asBoolean() === true)}`);
}

/** Tags such as `nosync=true,nofailover=true`. */
function tagsOf(item: Item | undefined) {
  const pairs = new Map(
    String(item?.readable() === true ? item.value : '')
      .split(',')
      .map((pair) => pair.split('='))
      .map(([key = '', value = '']) => [key.trim(), /^\s*true\s*$/i.test(value)] as const),
  );
  const is = (tag: string) => pairs.get(tag) === true;
  const other = [...pairs.keys()].filter((tag) => !['', 'nosync', 'nofailover', 'noloadbalance'].includes(tag));
  const offline = is('nofailover') && is('noloadbalance');
  return {
    offline,
    nosync: is('nosync'),
    mark(member: Target) {
      if (item?.readable() !== true) return;
      const lost = (is('nofailover') || is('noloadbalance')) && !offline;
      if (lost) item.ignored(say`nofailover and noloadbalance are one role of a plan, offline: one alone is lost`);
      else if (other.length > 0) item.ignored(say`a plan has no tags of its own: ${other.join(', ').slice(0, 100)}`);
      else item.understood([...member, offline ? 'role' : 'nosync']);
    },
  };
}

function upstreamOf(everything: Subject, cluster: string): { address: string; delaySeconds: number } | undefined {
  const item = everything.read('patroni_standby_cluster');
  const fields = item?.fields();
  const host = fields?.get('host');
  const address = typeof host?.value === 'string' ? (host.value.split(',')[0]?.trim() ?? '') : '';
  if (address === '') {
    item?.understood(undefined, say`no standby cluster`);
    return undefined;
  }
  host?.understood([{ cluster }, 'standbyOf', 'cluster']);
  const delay = fields?.get('recovery_min_apply_delay');
  delay?.understood([{ cluster }, 'standbyOf', 'delay']);
  item?.ignored(say`the program connects and names the slots of its standby clusters itself`);
  return { address, delaySeconds: parseDurationSeconds(String(delay?.value ?? '0')) ?? 0 };
}
