import { parseDurationSeconds } from '../../../plan/quantities.ts';
import { memberRoles, tuningTemplates } from '../../../plan/schema.ts';
import { listOf, say } from '../../../wording/phrase.ts';
import type { Inventory } from '../ansible/inventory.ts';
import { type DraftMember, draftHost, type ImportDraft } from '../importDraft.ts';
import { noteOf } from '../importNote.ts';
import { readVersion } from '../readVersion.ts';
import { type ImportSource, Subject } from '../subject.ts';
import type { Target } from '../target.ts';
import { readDatabases } from './pigstyDatabases.ts';
import { readExtensions } from './pigstyExtensions.ts';
import { readHba } from './pigstyHba.ts';
import { readPigstyParameters } from './pigstyParameters.ts';
import { readUsers, roleNames } from './pigstyUsers.ts';
import type { PigstyVersion } from './pigstyVersion.ts';

/** A cluster of the inventory: the hosts that share `pg_cluster`. */
export interface PigstyCluster {
  readonly name: string;
  /** By their names in the inventory, the primary first. */
  readonly hosts: readonly string[];
  readonly subject: Subject;
}

export interface PigstyHosts {
  readonly addressOf: (host: string) => string;
  readonly infra: readonly string[];
}

/** Roles that other releases of Pigsty have besides. */
const otherRoles: Readonly<Record<string, DraftMember['role']>> = { standby: 'replica', delayed: 'offline' };

/** The clusters and their members in the order of the inventory's groups. */
export function pigstyClusters(source: ImportSource, inventory: Inventory): readonly PigstyCluster[] {
  const hosts = new Map<string, string[]>();
  const grouped = [...inventory.groups].flatMap(([group, { hosts: own }]) => own.map((host) => ({ group, host })));
  const clusterOf = (host: string) => new Subject(source, [host]).read('pg_cluster')?.value;
  const inOwnGroup = grouped.filter(({ group, host }) => clusterOf(host) === group).map(({ host }) => host);
  for (const host of new Set([...inOwnGroup, ...source.settings.keys()])) {
    const name = clusterOf(host);
    if (typeof name === 'string' && name !== '') hosts.set(name, [...(hosts.get(name) ?? []), host]);
  }
  return [...hosts].map(([name, members]) => {
    const isPrimary = (host: string) => new Subject(source, [host]).read('pg_role')?.value === 'primary';
    const ordered = [...members.filter(isPrimary), ...members.filter((host) => !isPrimary(host))];
    return { name, hosts: members, subject: new Subject(source, ordered, 'first') };
  });
}

/** Reads a cluster into the plan: its members, and what its PostgreSQL is to be. */
export function readCluster(
  draft: ImportDraft,
  source: ImportSource,
  cluster: PigstyCluster,
  version: PigstyVersion,
  hosts: PigstyHosts,
): void {
  const { name, subject } = cluster;
  subject.read('pg_cluster')?.understood([{ cluster: name }, 'name']);
  let upstream: { address: string; delaySeconds: number } | undefined;
  const members = cluster.hosts.map((host, index): DraftMember => {
    const own = new Subject(source, [host]);
    const to = (field: string): Target => [{ cluster: name }, 'members', index, field];
    const address = hosts.addressOf(host);
    const known = draftHost(draft, address);
    known.roles.add('postgres');
    if (own.read('haproxy_enabled')?.boolean([{ host: address }, 'roles']) !== false) known.roles.add('haproxy');
    const seq = own.read('pg_seq')?.number(to('seq')) ?? index + 1;
    const role = roleOf(draft, own, to('role'), host);
    const from = own.read('pg_upstream');
    const delay = own.read('pg_delay');
    if (from !== undefined && role === 'primary') {
      upstream = {
        address: hosts.addressOf(from.text([{ cluster: name }, 'standbyOf', 'cluster']) ?? ''),
        delaySeconds: parseDurationSeconds(String(delay?.value ?? '0')) ?? 0,
      };
      delay?.understood([{ cluster: name }, 'standbyOf', 'delay']);
    } else {
      from?.ignored(say`members of a plan replicate from their leader, and none from another replica`);
      delay?.ignored(say`delays a standby cluster only, and this member is in none`);
    }
    known.name ??= `${name}-${seq}`;
    return { address, seq, role, nosync: false };
  });
  draft.clusters.push({ name, members, upstream, postgres: readPostgres(draft, cluster, version, hosts) });
}

function roleOf(draft: ImportDraft, own: Subject, target: Target, host: string): DraftMember['role'] {
  const item = own.read('pg_role');
  const offline = own.read('pg_offline_query');
  const role = memberRoles.find((one) => one === item?.value);
  if (offline?.asBoolean() === true && role === 'replica')
    offline.ignored(say`only offline members serve the offline port of a plan: this one serves the replica port`);
  else offline?.understood(undefined, say`as its role says`);
  if (role !== undefined) {
    item?.understood(target);
    return role;
  }
  const meant = otherRoles[String(item?.value)];
  const said = say`a plan has primary, replica and offline: taken as ${meant ?? 'replica'}`;
  if (item === undefined) draft.notes.push(noteOf('defaulted', `${host}.pg_role`, said));
  else item.defaulted(said, target);
  return meant ?? 'replica';
}

function readPostgres(
  draft: ImportDraft,
  cluster: PigstyCluster,
  version: PigstyVersion,
  hosts: PigstyHosts,
): Record<string, unknown> {
  const { name, subject } = cluster;
  const to = (field: string): Target => [{ cluster: name }, 'postgres', field];
  const major = readVersion(draft, subject.read('pg_version'), to('version'), version.postgres);
  const roles = roleNames(subject);
  const { databases, used } = readDatabases(subject, name, roles);
  const rules = readHba(subject, {
    cluster: name,
    version,
    members: cluster.hosts.map(hosts.addressOf),
    infra: hosts.infra.map(hosts.addressOf),
    admin: textOf(subject.read('admin_ip')?.value),
    roles,
    own: Object.keys(draft.hints).length > 0,
  });
  if (rules.usual.length > 0)
    draft.notes.push(
      noteOf(
        'defaulted',
        `clusters.${name}.pg_default_hba_rules`,
        say`every user of the plan may log in from ${listOf(rules.usual, 'comma')}; Pigsty lets in only those of its roles from there`,
        { plan: 'postgres.clients' },
      ),
    );
  const users = readUsers(draft, subject, name, [...used, ...rules.used]);
  const parameters = readPigstyParameters(subject, name);
  readExtensions(draft, subject);
  return {
    ...(major === undefined ? {} : { version: major }),
    template: readTemplate(draft, cluster),
    ...(users.length === 0 ? {} : { users }),
    ...(databases.length === 0 ? {} : { databases: openDatabases(subject, databases, users) }),
    ...(Object.keys(parameters).length === 0 ? {} : { parameters }),
    ...(rules.clients.length === 0 && Object.keys(draft.hints).length > 0 ? {} : { clients: rules.clients }),
    ...(rules.hba.length === 0 ? {} : { hba: rules.hba }),
  };
}

/** A database of an owner is open to that owner alone in a plan, and to everybody in Pigsty unless `revokeconn` says so. */
function openDatabases(subject: Subject, databases: readonly object[], users: readonly object[]): readonly object[] {
  const items = subject.read('pg_databases')?.items() ?? [];
  const logins = users.flatMap((user) => ('name' in user && !('login' in user) ? [String(user.name)] : []));
  return databases.map((database) => {
    const { name, owner } = database as { name: string; owner?: string };
    const item = items.find(
      (one) => one.value !== null && typeof one.value === 'object' && 'name' in one.value && one.value.name === name,
    );
    const revoked = item?.fields()?.get('revokeconn');
    revoked?.understood(undefined, say`read as ${String(revoked.asBoolean() === true)}`);
    if (revoked?.asBoolean() === true) return owner === undefined ? { ...database, connect: [] } : database;
    const others = logins.filter((login) => login !== owner);
    return owner === undefined || others.length === 0 ? database : { ...database, connect: others };
  });
}

function readTemplate(draft: ImportDraft, { name, subject }: PigstyCluster): string {
  const item = subject.read('pg_conf');
  const text = textOf(item?.value)?.replace(/\.yml$/, '');
  const template = tuningTemplates.find((one) => one === text);
  const target: Target = [{ cluster: name }, 'postgres', 'template'];
  if (item === undefined)
    draft.notes.push(
      noteOf('defaulted', `clusters.${name}.pg_conf`, say`oltp, as Pigsty has it`, { plan: 'postgres.template' }),
    );
  else if (template === undefined)
    item.defaulted(say`is no template of a plan: oltp is taken, and what else it sets is lost`, target);
  else item.understood(target, say`the template ${template}`);
  return template ?? 'oltp';
}

function textOf(value: unknown): string | undefined {
  return typeof value === 'string' ? value : undefined;
}
