import { say } from '../../../wording/phrase.ts';
import { type ImportDraft, set } from '../importDraft.ts';
import { noteOf } from '../importNote.ts';
import type { Subject } from '../subject.ts';
import { usual } from './autobaseDefaults.ts';

/** PgBouncer, which all clusters of a plan have alike. */
export function readPool(draft: ImportDraft, members: Subject): void {
  const number = (name: string, field: string) =>
    set(draft, 'pgbouncer', field, members.read(name)?.number(['pgbouncer', field]));
  number('pgbouncer_listen_port', 'port');
  number('pgbouncer_max_client_conn', 'maxClientConnections');
  number('pgbouncer_default_pool_size', 'defaultPoolSize');
  number('pgbouncer_max_db_connections', 'maxDbConnections');
  const mode = members.read('pgbouncer_default_pool_mode');
  set(draft, 'pgbouncer', 'poolMode', mode?.word(['transaction', 'session', 'statement'], ['pgbouncer', 'poolMode']));
  if (draft.settings.pgbouncer?.poolMode === undefined && Object.keys(draft.hints).length === 0) {
    set(draft, 'pgbouncer', 'poolMode', usual.poolMode);
    draft.notes.push(
      noteOf('defaulted', 'pgbouncer_default_pool_mode', say`${usual.poolMode}, as autobase has it`, {
        plan: 'pgbouncer.poolMode',
      }),
    );
  }
  for (const pool of members.read('pgbouncer_pools')?.items() ?? []) {
    const fields = pool.fields();
    const parameters = fields?.get('pool_parameters');
    if (parameters !== undefined && parameters.value !== '')
      parameters.ignored(say`the pooler serves every database of the plan, all with the same settings`);
    const [name, database] = [fields?.get('name'), fields?.get('dbname')];
    if (name?.value === database?.value)
      pool.understood(undefined, say`every database of the plan has a pool of its name`);
    else pool.ignored(say`a pool has the name of its database in a plan: clients must use that`);
  }
}
