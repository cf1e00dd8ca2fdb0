import { namePatterns, reservedDatabases } from '../../../plan/names.ts';
import { say } from '../../../wording/phrase.ts';
import type { Item } from '../item.ts';
import type { Subject } from '../subject.ts';
import type { Target } from '../target.ts';
import { serviceRoles } from './pigstyRoles.ts';

interface ReadDatabases {
  readonly databases: readonly object[];
  /** Roles that own something in them. */
  readonly used: readonly string[];
}

/** The databases of a cluster: `pg_databases`. @param roles names that may own them */
export function readDatabases(subject: Subject, cluster: string, roles: ReadonlySet<string>): ReadDatabases {
  const databases: object[] = [];
  const used: string[] = [];
  const list = subject.read('pg_databases')?.items() ?? [];
  const locale = list.length === 0 ? {} : localeOf(subject, cluster);
  for (const item of list) {
    const fields = item.fields();
    const name = fields?.get('name');
    if (fields === undefined || name === undefined || !name.readable()) {
      item.ignored(say`is a database without a name`);
      continue;
    }
    const text = String(name.value);
    if (fields.get('state')?.value === 'absent') item.ignored(say`${text} is to be dropped: it is not made`);
    else if (reservedDatabases.has(text))
      item.ignored(say`${text} is there without being made: nothing of this entry is done`);
    else {
      const at: Target = [{ cluster }, 'postgres', 'databases', databases.length];
      databases.push({ name: text, ...readFields(fields, at, roles, used), ...(fields.has('locale') ? {} : locale) });
      if (namePatterns.database.test(text)) name.understood([...at, 'name']);
      else name.defaulted(say`is no name that a plan allows: choose another`, [...at, 'name']);
      sayTheRest(item, fields);
    }
  }
  return { databases, used };
}

/** What every database of the cluster gets that says nothing itself, where the file says it. */
function localeOf(subject: Subject, cluster: string): object {
  const locale = subject.read('pg_locale');
  const sameAs = (name: string) => {
    const item = subject.read(name);
    if (item === undefined) return;
    if (item.value === locale?.value) item.understood(undefined, say`as pg_locale says`);
    else item.ignored(say`a database of a plan has one locale: sorting and character types follow that`);
  };
  sameAs('pg_lc_collate');
  sameAs('pg_lc_ctype');
  const encoding = subject.read('pg_encoding');
  if (String(encoding?.value).replace('-', '').toUpperCase() === 'UTF8')
    encoding?.understood(undefined, say`the encoding of every database`);
  const target: Target = [{ cluster }, 'postgres', 'databases'];
  const text = locale?.text(target);
  return text === undefined || text === '' ? {} : { locale: text };
}

function readFields(
  fields: ReadonlyMap<string, Item>,
  at: Target,
  roles: ReadonlySet<string>,
  used: string[],
): Record<string, unknown> {
  const to = (field: string): Target => [...at, field];
  const entry: Record<string, unknown> = {};
  const owner = ownerOf(fields.get('owner'), to('owner'), roles, used);
  if (owner !== undefined) entry.owner = owner;
  for (const field of ['encoding', 'locale'] as const) {
    const text = fields.get(field)?.text(to(field));
    if (text !== undefined && text !== '') entry[field] = text;
  }
  const extensions = named(fields.get('extensions'), to('extensions'), ['schema', 'version']);
  if (extensions.length > 0) entry.extensions = extensions;
  const schemas = named(fields.get('schemas'), to('schemas'), ['owner'], roles, used);
  if (schemas.length > 0) entry.schemas = schemas;
  return entry;
}

function ownerOf(item: Item | undefined, to: Target, roles: ReadonlySet<string>, used: string[]): string | undefined {
  if (item === undefined || !item.readable(to)) return undefined;
  const text = String(item.value);
  if (text === 'postgres' || text === '' || serviceRoles.has(text)) {
    item.understood(undefined, say`the program's own superuser owns it`);
    return undefined;
  }
  if (!roles.has(text)) {
    item.ignored(say`no role of the file is called ${text.slice(0, 63)}: the program's own superuser owns it`);
    return undefined;
  }
  used.push(text);
  item.understood(to);
  return text;
}

/** Extensions and schemas: names alone, or mappings. */
function named(
  list: Item | undefined,
  to: Target,
  keys: readonly string[],
  roles: ReadonlySet<string> = new Set(),
  used: string[] = [],
): readonly unknown[] {
  const found: unknown[] = [];
  for (const one of list?.items() ?? []) {
    const at: Target = [...to, found.length];
    const fields = typeof one.value === 'object' ? one.fields() : undefined;
    const name = fields?.get('name') ?? (fields === undefined ? one : undefined);
    if (name === undefined || !name.readable(at) || fields?.get('state')?.value === 'absent') {
      one.ignored(say`is not made: it has no name, or is to be dropped`);
      continue;
    }
    name.understood(fields === undefined ? at : [...at, 'name']);
    const entry: Record<string, unknown> = { name: String(name.value) };
    for (const key of keys) {
      const item = fields?.get(key);
      const text = key === 'owner' ? ownerOf(item, [...at, key], roles, used) : item?.text([...at, key]);
      if (text !== undefined && text !== '') entry[key] = text;
    }
    fields?.get('state')?.understood(undefined, say`is made`);
    if (fields !== undefined) one.ignored(say`is no field of it that this import knows`);
    found.push(Object.keys(entry).length === 1 ? entry.name : entry);
  }
  return found;
}

function sayTheRest(item: Item, fields: ReadonlyMap<string, Item>): void {
  fields.get('comment')?.ignored(say`a comment, without effect`);
  fields.get('state')?.understood(undefined, say`is made`);
  fields.get('baseline')?.ignored(say`no script is run in a new database: run it yourself after the deployment`);
  for (const field of [
    'pgbouncer',
    'pool_mode',
    'pool_size',
    'pool_size_min',
    'pool_reserve',
    'pool_connlimit',
    'pool_auth_user',
  ])
    fields.get(field)?.ignored(say`the pooler serves every database of the plan, all with the same settings`);
  for (const field of ['lc_collate', 'lc_ctype', 'locale_provider', 'icu_locale', 'icu_rules', 'builtin_locale'])
    fields
      .get(field)
      ?.ignored(say`a database of a plan has one locale of the C library: sorting and character types follow that`);
  for (const field of ['parameters', 'connlimit', 'allowconn', 'is_template', 'tablespace', 'template', 'strategy'])
    fields
      .get(field)
      ?.ignored(
        say`is no setting of a database of a plan: it is made from template0 in the default tablespace, open to connections; change it with ALTER DATABASE`,
      );
  fields.get('register_datasource')?.ignored(say`the monitoring of the other tool is not set up`);
  item.ignored(say`is no field of a database that this import knows`);
}
