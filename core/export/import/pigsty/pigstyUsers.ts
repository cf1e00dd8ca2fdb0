import { namePatterns } from '../../../plan/names.ts';
import { listOf, say } from '../../../wording/phrase.ts';
import type { ImportDraft } from '../importDraft.ts';
import { noteOf } from '../importNote.ts';
import type { Item } from '../item.ts';
import type { Subject } from '../subject.ts';
import type { Target } from '../target.ts';
import { neededRoles, type RoleEntry, serviceRoles, shippedRoles } from './pigstyRoles.ts';

/** Rights of a role, by Pigsty's names. */
const flags = [
  ['superuser', 'superuser'],
  ['createdb', 'createdb'],
  ['createrole', 'createrole'],
  ['replication', 'replication'],
  ['bypassrls', 'bypassrls'],
] as const;

interface FoundRole extends RoleEntry {
  readonly item: Item;
  readonly fields: ReadonlyMap<string, Item>;
}

/**
 * The roles of a cluster: `pg_users`, those of `pg_default_roles` that are no service roles, and the groups that Pigsty always ships, as far
 * as something uses them.
 * @param used names of roles that databases and rules use
 */
export function readUsers(
  draft: ImportDraft,
  subject: Subject,
  cluster: string,
  used: readonly string[],
): readonly object[] {
  const own = [...entriesOf(subject.read('pg_default_roles')), ...entriesOf(subject.read('pg_users'))];
  const byName = new Map(own.map((one) => [one.name, one]));
  for (const one of own)
    if (byName.get(one.name) !== one)
      one.item.ignored(say`${one.name} stands in the list again, and only the later entry counts`);
  const kept = [...byName.values()];
  const asked = [...used, ...kept.flatMap((one) => rolesOf(one.fields.get('roles')))];
  const shipped = neededRoles(asked, new Set(byName.keys()));
  const known = new Set([...shipped.map(({ name }) => name), ...byName.keys()]);
  if (shipped.length > 0)
    draft.notes.push(
      noteOf(
        'defaulted',
        `clusters.${cluster}.pg_default_roles`,
        say`${listOf(
          shipped.map(({ name }) => name),
          'comma',
        )}: every cluster of Pigsty has them. The rights that Pigsty gives them in each database are not granted: do that with GRANT and ALTER DEFAULT PRIVILEGES`,
        { plan: 'postgres.users' },
      ),
    );
  const at = (index: number): Target => [{ cluster }, 'postgres', 'users', index];
  return [...shipped, ...kept.map((role, index) => userEntry(role, at(shipped.length + index), known))];
}

/** Names of everything that may be granted or own something: to be asked before the roles are read. */
export function roleNames(subject: Subject): ReadonlySet<string> {
  const named = ['pg_users', 'pg_default_roles'].flatMap((list) => {
    const value = subject.read(list)?.value;
    return Array.isArray(value) ? value.map((one) => String(one?.name ?? '')) : [];
  });
  return new Set([...named.filter((name) => !serviceRoles.has(name)), ...shippedRoles.map(({ name }) => name)]);
}

function entriesOf(list: Item | undefined): readonly FoundRole[] {
  return (list?.items() ?? []).flatMap((item): FoundRole[] => {
    const fields = item.fields();
    const name = fields?.get('name');
    if (fields === undefined || name === undefined || !name.readable()) {
      item.ignored(say`is a role without a name`);
      return [];
    }
    const text = String(name.value);
    if (serviceRoles.has(text)) {
      item.ignored(
        say`${text} is a role of the tool itself: the program has its own in its place, under names and passwords of its own`,
      );
      return [];
    }
    if (fields.get('state')?.value === 'absent') {
      item.ignored(say`${text} is to be dropped: it is not made`);
      return [];
    }
    return [{ name: text, item, fields }];
  });
}

function userEntry({ name, item, fields }: FoundRole, at: Target, known: ReadonlySet<string>): object {
  const to = (field: string): Target => [...at, field];
  if (namePatterns.role.test(name)) fields.get('name')?.understood(to('name'));
  else fields.get('name')?.defaulted(say`is no name that a plan allows: choose another`, to('name'));
  const entry: Record<string, unknown> = { name };
  const login = fields.get('login')?.boolean(to('login'));
  if (login === false) entry.login = false;
  for (const [field, key] of flags) {
    if (fields.get(field)?.boolean(to(key)) === true) entry[key] = true;
  }
  const limit = fields.get('connlimit');
  if (limit?.asNumber() === -1) limit.understood(to('connectionLimit'), say`no limit`);
  else if (limit !== undefined) entry.connectionLimit = limit.number(to('connectionLimit'));
  const memberOf = readMemberships(fields.get('roles'), to('memberOf'), known);
  if (memberOf.length > 0) entry.memberOf = memberOf;
  fields
    .get('password')
    ?.ignored(say`secrets are not taken over: the program makes a password of its own, shown by quorate secret`);
  for (const field of ['expire_in', 'expire_at'])
    fields.get(field)?.ignored(say`a plan has no day on which a password ends: it stays valid`);
  for (const field of ['pgbouncer', 'pool_mode', 'pool_connlimit', 'pool_size'])
    fields.get(field)?.ignored(say`the pooler lets in every role of the plan, all with the same settings`);
  fields.get('parameters')?.ignored(say`settings of one role are not in a plan: set them with ALTER ROLE`);
  fields.get('search_path')?.ignored(say`settings of one role are not in a plan: set them with ALTER ROLE`);
  fields.get('inherit')?.ignored(say`roles of a plan inherit the rights that they are granted`);
  fields.get('comment')?.ignored(say`a comment, without effect`);
  fields.get('state')?.understood(undefined, say`is made`);
  item.ignored(say`is no field of a role that this import knows`);
  return entry;
}

/** Names alone, or mappings with how they are granted. */
function readMemberships(list: Item | undefined, to: Target, known: ReadonlySet<string>): readonly string[] {
  const found: string[] = [];
  const take = (name: Item) => {
    if (!name.readable()) return;
    const text = String(name.value);
    if (serviceRoles.has(text)) name.ignored(say`${text} is a role of the tool itself, and is not granted`);
    else if (known.has(text) || /^pg_[a-z_]+$/.test(text)) {
      name.understood([...to, found.length]);
      found.push(text);
    } else name.ignored(say`no role of the file is called ${text.slice(0, 63)}: it is not granted`);
  };
  for (const one of list?.items() ?? []) {
    const fields =
      typeof one.value === 'object' && one.value !== null && 'name' in one.value ? one.fields() : undefined;
    const name = fields?.get('name');
    if (name === undefined) take(one);
    else if (/^(?:revoke|absent)$/.test(String(fields?.get('state')?.value ?? '')))
      one.ignored(say`is taken away: it is not granted`);
    else {
      take(name);
      one.ignored(say`a role of a plan is granted with PostgreSQL's own options`);
    }
  }
  return found;
}

function rolesOf(list: Item | undefined): readonly string[] {
  if (!Array.isArray(list?.value)) return [];
  return list.value.map((one) => (typeof one === 'object' && one !== null ? String(one.name ?? '') : String(one)));
}
