import { poolRole, replicationRole, superuserRole } from '../../../plan/clusterRoles.ts';
import { namePatterns } from '../../../plan/names.ts';
import { say } from '../../../wording/phrase.ts';
import type { Item } from '../item.ts';
import type { Subject } from '../subject.ts';
import type { Target } from '../target.ts';

const serviceRoles: ReadonlySet<string> = new Set([superuserRole, replicationRole, poolRole, 'pgbouncer']);
const rights: Readonly<Record<string, string>> = {
  SUPERUSER: 'superuser',
  CREATEDB: 'createdb',
  CREATEROLE: 'createrole',
  REPLICATION: 'replication',
  BYPASSRLS: 'bypassrls',
};

/** Names of the roles that the file makes. */
export function roleNames(members: Subject): ReadonlySet<string> {
  const value = members.read('postgresql_users')?.value;
  const names = Array.isArray(value) ? value.map((one) => String(one?.name ?? '')) : [];
  return new Set(names.filter((name) => name !== '' && !serviceRoles.has(name)));
}

/** `postgresql_users`: name, flags as SQL has them, and one role or several that it is granted. */
export function readUsers(members: Subject, cluster: string, roles: ReadonlySet<string>): readonly object[] {
  const users = new Map<string, object>();
  for (const entry of members.read('postgresql_users')?.items() ?? []) {
    const fields = entry.fields();
    const name = fields?.get('name');
    if (fields === undefined || name === undefined) {
      entry.ignored(say`is a role without a name`);
      continue;
    }
    if (!name.readable()) continue;
    const text = String(name.value);
    if (text === '') entry.ignored(say`an empty entry`);
    else if (!roles.has(text))
      entry.ignored(
        say`${text} is a role of the tool itself: the program has its own in its place, under names and passwords of its own`,
      );
    else if (users.has(text)) entry.ignored(say`${text} stands in the list before`);
    else users.set(text, userEntry(text, fields, entry, [{ cluster }, 'postgres', 'users', users.size], roles));
  }
  return [...users.values()];
}

function userEntry(
  name: string,
  fields: ReadonlyMap<string, Item>,
  item: Item,
  at: Target,
  roles: ReadonlySet<string>,
): object {
  if (namePatterns.role.test(name)) fields.get('name')?.understood([...at, 'name']);
  else fields.get('name')?.defaulted(say`is no name that a plan allows: choose another`, [...at, 'name']);
  const entry: Record<string, unknown> = { name };
  const flags = fields.get('flags');
  const lost: string[] = [];
  for (const flag of String(flags?.readable() === true ? flags.value : '')
    .toUpperCase()
    .split(/[\s,]+/)) {
    const right = rights[flag];
    if (right !== undefined) entry[right] = true;
    else if (flag === 'NOLOGIN') entry.login = false;
    else if (!/^(?:|LOGIN|INHERIT|NO(?:SUPERUSER|CREATEDB|CREATEROLE|REPLICATION|BYPASSRLS))$/.test(flag))
      lost.push(flag);
  }
  if (flags?.readable() === true) {
    if (lost.length > 0)
      flags.ignored(say`a role of a plan has no ${lost.join(', ').slice(0, 60)}; the other flags are in it`);
    else flags.understood(at);
  }
  const memberOf = membershipsOf(fields.get('role'), at, roles);
  if (memberOf.length > 0) entry.memberOf = memberOf;
  fields
    .get('password')
    ?.ignored(say`secrets are not taken over: the program makes a password of its own, shown by quorate secret`);
  fields.get('db')?.ignored(say`roles are of the whole cluster`);
  item.ignored(say`is no field of a role that this import knows`);
  return entry;
}

function membershipsOf(item: Item | undefined, at: Target, roles: ReadonlySet<string>): readonly string[] {
  if (item === undefined || !item.readable()) return [];
  const named = Array.isArray(item.value) ? item.value.map(String) : String(item.value ?? '').split(',');
  const all = named.map((one) => one.trim()).filter((one) => one !== '');
  const known = all.filter((one) => roles.has(one) || /^pg_[a-z_]+$/.test(one));
  const lost = all.filter((one) => !known.includes(one));
  if (lost.length > 0)
    item.ignored(say`no role of the file is called ${lost.join(', ').slice(0, 100)}: it is not granted`);
  else if (known.length > 0) item.understood([...at, 'memberOf']);
  else item.understood(undefined, say`none`);
  return known;
}
