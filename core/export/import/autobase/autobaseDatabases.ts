import { namePatterns, reservedDatabases } from '../../../plan/names.ts';
import { say } from '../../../wording/phrase.ts';
import type { Item } from '../item.ts';
import type { Subject } from '../subject.ts';
import type { Target } from '../target.ts';

interface Draft {
  readonly name: string;
  owner?: string;
  encoding?: string;
  locale?: string;
  extensions?: unknown[];
  schemas?: unknown[];
}

/** `postgresql_databases`, with the schemas and extensions of the lists beside it. */
export function readDatabases(members: Subject, cluster: string, roles: ReadonlySet<string>): readonly object[] {
  const drafts: Draft[] = [];
  for (const entry of members.read('postgresql_databases')?.items() ?? []) {
    const fields = entry.fields();
    const name = fields?.get('db') ?? fields?.get('name');
    if (fields === undefined || name === undefined || !name.readable()) continue;
    const text = String(name.value);
    if (text === '') entry.ignored(say`an empty entry`);
    else if (reservedDatabases.has(text))
      entry.ignored(say`${text} is there without being made: nothing of this entry is done`);
    else if (drafts.some((one) => one.name === text)) entry.ignored(say`${text} stands in the list before`);
    else {
      const at: Target = [{ cluster }, 'postgres', 'databases', drafts.length];
      if (namePatterns.database.test(text)) name.understood([...at, 'name']);
      else name.defaulted(say`is no name that a plan allows: choose another`, [...at, 'name']);
      drafts.push(draftOf(text, fields, entry, at, roles));
    }
  }
  const find = (item: Item | undefined) => drafts.findIndex((one) => one.name === item?.value);
  readSchemas(members, cluster, drafts, find, roles);
  readExtensions(members, cluster, drafts, find);
  return drafts;
}

function draftOf(
  name: string,
  fields: ReadonlyMap<string, Item>,
  entry: Item,
  at: Target,
  roles: ReadonlySet<string>,
): Draft {
  const draft: Draft = { name };
  const owner = ownerOf(fields.get('owner'), [...at, 'owner'], roles);
  if (owner !== undefined) draft.owner = owner;
  const encoding = fields.get('encoding')?.text([...at, 'encoding']);
  if (encoding !== undefined && encoding !== '' && !/^UTF-?8$/i.test(encoding)) draft.encoding = encoding;
  const collate = fields.get('lc_collate');
  const types = fields.get('lc_ctype');
  const locale = collate?.text([...at, 'locale']);
  if (locale !== undefined && locale !== '') draft.locale = locale;
  if (types?.value === collate?.value) types?.understood([...at, 'locale']);
  else types?.ignored(say`a database of a plan has one locale: sorting and character types follow that`);
  fields.get('conn_limit')?.ignored(say`is no setting of a database of a plan: change it with ALTER DATABASE`);
  entry.ignored(say`is no field of a database that this import knows`);
  return draft;
}

function ownerOf(item: Item | undefined, to: Target, roles: ReadonlySet<string>): string | undefined {
  if (item === undefined || !item.readable(to)) return undefined;
  const text = String(item.value ?? '');
  if (text === 'postgres' || text === '') item.understood(undefined, say`the program's own superuser owns it`);
  else if (!roles.has(text))
    item.ignored(say`no role of the file is called ${text.slice(0, 63)}: the program's own superuser owns it`);
  else {
    item.understood(to);
    return text;
  }
  return undefined;
}

type Find = (item: Item | undefined) => number;

function readSchemas(members: Subject, cluster: string, drafts: Draft[], find: Find, roles: ReadonlySet<string>): void {
  for (const entry of members.read('postgresql_schemas')?.items() ?? []) {
    const fields = entry.fields();
    const name = fields?.get('schema');
    const at = find(fields?.get('db'));
    const draft = drafts[at];
    if (draft === undefined || typeof name?.value !== 'string') {
      entry.ignored(say`belongs to no database of the file: it is not made`);
      continue;
    }
    const schemas = draft.schemas ?? [];
    const to: Target = [{ cluster }, 'postgres', 'databases', at, 'schemas', schemas.length];
    const owner = ownerOf(fields?.get('owner'), [...to, 'owner'], roles);
    entry.understood(to);
    draft.schemas = [...schemas, owner === undefined ? name.value : { name: name.value, owner }];
  }
}

function readExtensions(members: Subject, cluster: string, drafts: Draft[], find: Find): void {
  for (const entry of members.read('postgresql_extensions')?.items() ?? []) {
    const fields = entry.fields();
    const name = fields?.get('ext');
    const at = find(fields?.get('db'));
    const draft = drafts[at];
    if (draft === undefined || typeof name?.value !== 'string') {
      entry.ignored(say`belongs to no database of the file: it is not made`);
      continue;
    }
    const extensions = draft.extensions ?? [];
    const to: Target = [{ cluster }, 'postgres', 'databases', at, 'extensions', extensions.length];
    const schema = fields?.get('schema');
    entry.understood(to);
    const inSchema = typeof schema?.value === 'string' && schema.value !== '' ? { schema: schema.value } : undefined;
    draft.extensions = [...extensions, inSchema === undefined ? name.value : { name: name.value, ...inSchema }];
  }
}
