import { quoted } from '../../../plan/problem.ts';
import { type Phrase, say } from '../../../wording/phrase.ts';
import { type FoundRule, networkText, placeRules } from '../hbaRules.ts';
import { type HbaEntry, names, parseHbaLine } from '../hbaText.ts';
import type { Item } from '../item.ts';
import type { Subject } from '../subject.ts';
import { serviceRoles } from './pigstyRoles.ts';
import type { PigstyVersion } from './pigstyVersion.ts';

/** What rules need to know of the cluster. */
export interface HbaContext {
  readonly cluster: string;
  readonly version: PigstyVersion;
  readonly members: readonly string[];
  readonly infra: readonly string[];
  readonly admin: string | undefined;
  /** Roles of the file, and those that every Pigsty has. */
  readonly roles: ReadonlySet<string>;
  /** Whether our own export wrote the file: then its rules are all there are. */
  readonly own: boolean;
}

export interface ReadRules {
  readonly clients: readonly string[];
  readonly hba: readonly object[];
  readonly used: readonly string[];
  /** Networks that the tool lets in where no rule says so. */
  readonly usual: readonly string[];
}

/** What Pigsty takes for its intranet. */
const intranet: readonly string[] = ['10.0.0.0/8', '172.16.0.0/12', '192.168.0.0/16'];
const methods: Readonly<Record<string, string>> = {
  ...{ deny: 'reject', reject: 'reject', pwd: 'scram-sha-256', ssl: 'scram-sha-256', sha: 'scram-sha-256' },
  ...{
    'scram-sha-256': 'scram-sha-256',
    scram: 'scram-sha-256',
    'ssl-sha': 'scram-sha-256',
    md5: 'md5',
    'ssl-md5': 'md5',
  },
  ...{ cert: 'cert', os: 'ident', ident: 'ident', peer: 'peer', trust: 'trust' },
};
const overTls: readonly string[] = ['ssl', 'ssl-md5', 'ssl-sha', 'cert'];
const everywhere: readonly string[] = ['', 'common', 'default'];

/**
 * `pg_default_hba_rules` and `pg_hba_rules` in the order in which they decide: by `order`, then as they stand.
 * @see Pigsty's documentation of HBA rules; roles/pgsql/templates/pg_hba.conf
 */
export function readHba(subject: Subject, context: HbaContext): ReadRules {
  const base = subject.read('pg_default_hba_rules');
  const items = [...(base?.items() ?? []), ...(subject.read('pg_hba_rules')?.items() ?? [])];
  const ordered = items.map((item) => ({ item, order: orderOf(item) }));
  if (context.version.major >= 4) ordered.sort((one, other) => one.order - other.order);
  const rules = ordered.flatMap(({ item }) => rulesOf(item, context, subject));
  const usual = base !== undefined || context.own ? [] : intranetOf(subject);
  const used = rules.flatMap(({ entry }) => entry.user.map((name) => name.replace(/^\+/, '')));
  return { ...placeRules(rules, context.cluster, usual), used, usual };
}

/** `node_firewall_intranet`, where the file has it. */
function intranetOf(subject: Subject): readonly string[] {
  const own = subject.read('node_firewall_intranet');
  const networks = own?.items()?.flatMap((one) => one.text() ?? []);
  return networks === undefined || networks.length === 0 ? intranet : networks;
}

function orderOf(item: Item): number {
  const { value } = item;
  const order = typeof value === 'object' && value !== null && 'order' in value ? Number(value.order) : Number.NaN;
  return Number.isFinite(order) ? order : Number.POSITIVE_INFINITY;
}

function rulesOf(item: Item, context: HbaContext, subject: Subject): readonly FoundRule[] {
  if (typeof item.value === 'string') return lineRules([item], '', context);
  const fields = item.fields();
  if (fields === undefined) return [];
  const role = String(fields.get('role')?.value ?? '');
  const lines = fields.get('rules')?.items();
  if (lines !== undefined && lines.length > 0) {
    const found = lineRules(lines, role, context);
    details(fields);
    return found;
  }
  const made = entriesOf(fields, context, subject);
  const why = 'template' in made ? made : limited(role, made[0]?.method);
  if (!('template' in made) && why === undefined) {
    details(fields);
    return made.map((entry) => ({ entry, item }));
  }
  item.ignored(why ?? say`is no rule`);
  return [];
}

/** What stands beside a rule that is taken. */
function details(fields: ReadonlyMap<string, Item>): void {
  const role = String(fields.get('role')?.value ?? '');
  fields.get('title')?.ignored(say`a comment, without effect`);
  fields.get('order')?.understood(undefined, say`its place among the rules`);
  fields
    .get('role')
    ?.understood(undefined, everywhere.includes(role) ? say`on every member` : say`on every member, since it refuses`);
}

function lineRules(lines: readonly Item[], role: string, context: HbaContext): readonly FoundRule[] {
  return lines.flatMap((item): FoundRule[] => {
    const entry = typeof item.value === 'string' ? parseHbaLine(item.value) : say`is not text`;
    if (entry === undefined) item.ignored(say`a comment, without effect`);
    if (entry === undefined) return [];
    const why = 'template' in entry ? entry : (limited(role, entry.method) ?? ofServices(entry.user, context));
    if (why === undefined) return [{ entry: entry as HbaEntry, item }];
    item.ignored(why);
    return [];
  });
}

/** A rule for some members only lets in more if all have it, unless it refuses. */
function limited(role: string, method: string | undefined): Phrase | undefined {
  if (everywhere.includes(role) || method === 'reject') return undefined;
  return say`holds on ${role.slice(0, 40)} members only, and rules of a plan hold on all: it is left out, and those clients are let in by other rules or not at all`;
}

function entriesOf(
  fields: ReadonlyMap<string, Item>,
  context: HbaContext,
  subject: Subject,
): readonly HbaEntry[] | Phrase {
  const text = (name: string) => String(fields.get(name)?.value ?? '');
  const user = userOf(text('user') || 'all', subject);
  const services = ofServices(user, context);
  if (services !== undefined) return services;
  const auth = text('auth') || 'pwd';
  const method = methods[auth];
  if (method === undefined) return say`${auth.slice(0, 40)} is no kind of login that Pigsty knows`;
  const addresses = addressesOf(text('addr'), context, subject);
  if (addresses === undefined) return say`${quoted(text('addr'))} is no address that Pigsty knows`;
  const database = names(text('db') || 'all');
  return addresses.map((address): HbaEntry => {
    const local = address === 'local';
    const type = local ? 'local' : overTls.includes(auth) ? 'hostssl' : 'host';
    // Through a socket, PostgreSQL reads ident as peer.
    return {
      type,
      database,
      user,
      ...(local ? {} : { address }),
      method: local && method === 'ident' ? 'peer' : method,
    };
  });
}

/** Names of Pigsty's own roles stand for what its variables call them. */
function userOf(text: string, subject: Subject): readonly string[] {
  const named = (variable: string, usual: string) => String(subject.read(variable)?.value ?? usual);
  const aliases: Readonly<Record<string, string>> = {
    '${dbsu}': named('pg_dbsu', 'postgres'),
    '${repl}': named('pg_replication_username', 'replicator'),
    '${monitor}': named('pg_monitor_username', 'dbuser_monitor'),
    '${admin}': named('pg_admin_username', 'dbuser_dba'),
  };
  return names(text).map((name) => aliases[name] ?? name);
}

function ofServices(user: readonly string[], { roles }: HbaContext): Phrase | undefined {
  const services = user.filter((name) => serviceRoles.has(name) && !roles.has(name));
  if (services.length === user.length && services.length > 0)
    return say`is for ${services.join()}, a role of the tool itself: the program makes the rules of its own roles`;
  const unknown = user.find(
    (name) => name !== 'all' && !name.startsWith('/') && !roles.has(name.replace(/^\+/, '')) && !/^\+?pg_/.test(name),
  );
  return unknown === undefined
    ? undefined
    : say`no role of the file is called ${unknown.slice(0, 63)}: the rule is left out`;
}

function addressesOf(text: string, context: HbaContext, subject: Subject): readonly string[] | undefined {
  switch (text) {
    case 'local':
      return ['local'];
    case 'localhost':
      return ['local', '127.0.0.1/32', '::1/128'];
    case 'world':
    case 'all':
      return ['0.0.0.0/0', '::/0'];
    case 'intra':
    case 'intranet':
      return intranetOf(subject);
    case 'infra':
      return context.infra.map(networkText);
    case 'cluster':
      return context.members.map(networkText);
    case 'admin':
      return context.admin === undefined ? undefined : [networkText(context.admin)];
    default:
      return /^[\da-f.:]+(?:\/\d+)?$/i.test(text) && text !== '' ? [networkText(text)] : undefined;
  }
}
