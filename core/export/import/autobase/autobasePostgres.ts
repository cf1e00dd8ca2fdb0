import { say } from '../../../wording/phrase.ts';
import { readDirectory } from '../directories.ts';
import type { ImportDraft } from '../importDraft.ts';
import { set } from '../importDraft.ts';
import type { Item } from '../item.ts';
import { notKeptOfFile, type ParameterValue } from '../parameters.ts';
import { readVersion } from '../readVersion.ts';
import type { Subject } from '../subject.ts';
import type { Target } from '../target.ts';
import { readDatabases } from './autobaseDatabases.ts';
import { readHba } from './autobaseHba.ts';
import { readUsers, roleNames } from './autobaseUsers.ts';

/** What the cluster's PostgreSQL is to be. */
export function readPostgres(draft: ImportDraft, members: Subject, cluster: string): Record<string, unknown> {
  const to = (field: string): Target => [{ cluster }, 'postgres', field];
  const version = readVersion(draft, members.read('postgresql_version'), to('version'));
  set(draft, 'postgres', 'port', members.read('postgresql_port')?.number(['postgres', 'port']));
  readDirectory(draft, members.read('postgresql_data_dir'), {
    section: 'postgres',
    key: 'dataDirectory',
    usual: /^\/var\/lib\/(?:postgresql\/\d+\/main|pgsql\/\d+\/data)$/,
  });
  readDirectory(draft, members.read('postgresql_wal_dir'), { section: 'postgres', key: 'walDirectory', cluster });
  const roles = roleNames(members);
  const databases = readDatabases(members, cluster, roles);
  const users = readUsers(members, cluster, roles);
  const rules = readHba(draft, members, cluster, roles);
  const parameters = readParameters(members, cluster);
  const logins = users.flatMap((user) => ('name' in user && !('login' in user) ? [String(user.name)] : []));
  return {
    ...(version === undefined ? {} : { version }),
    ...(users.length === 0 ? {} : { users }),
    ...(databases.length === 0 ? {} : { databases: databases.map((one) => openTo(one, logins)) }),
    ...(Object.keys(parameters).length === 0 ? {} : { parameters }),
    // Rules that let no network in are no reason for the plan's default, which lets in all of them.
    ...(rules === undefined ? {} : { clients: rules.clients }),
    ...(rules === undefined || rules.hba.length === 0 ? {} : { hba: rules.hba }),
  };
}

/** A database of an owner is open to that owner alone in a plan, and to everybody there. */
function openTo(database: object, logins: readonly string[]): object {
  if (!('owner' in database)) return database;
  const others = logins.filter((login) => login !== database.owner);
  return others.length === 0 ? database : { ...database, connect: others };
}

/** `postgresql_parameters`, and those that are set over them. */
function readParameters(members: Subject, cluster: string): Readonly<Record<string, ParameterValue>> {
  const found = new Map<string, { readonly item: Item; readonly value: ParameterValue }>();
  for (const list of ['postgresql_parameters', 'postgresql_parameters_overrides'])
    for (const entry of members.read(list)?.items() ?? []) {
      const fields = entry.fields();
      const option = fields?.get('option');
      const item = fields?.get('value');
      if (option === undefined || item === undefined || typeof option.value !== 'string') {
        entry.ignored(say`has no option and value`);
        continue;
      }
      const name = option.value;
      if (name === '') entry.ignored(say`an empty entry`);
      else if (item.readable([{ cluster }, 'postgres', 'parameters', name])) {
        const value = typeof item.value === 'string' ? item.value.replace(/^'(.*)'$/s, '$1') : item.value;
        const reason = notKeptOfFile(name, value);
        if (reason !== undefined) entry.ignored(reason);
        else {
          found.get(name)?.item.ignored(say`stands in the list again, and only the later value counts`);
          found.set(name, { item, value: value as ParameterValue });
        }
      }
      option.understood(undefined, say`the name of the parameter`);
    }
  for (const [name, { item }] of found) item.understood([{ cluster }, 'postgres', 'parameters', name]);
  return Object.fromEntries([...found].map(([name, { value }]) => [name, value]));
}
