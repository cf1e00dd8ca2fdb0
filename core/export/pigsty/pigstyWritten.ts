import type { WrittenValues } from '../inventory/writtenLists.ts';

/** What a Pigsty inventory says of a cluster's PostgreSQL. @param read the value of a variable as it stands there */
export function valuesOf(read: (variable: string) => unknown): WrittenValues {
  return {
    version: [read('pg_version')],
    template: [read('pg_conf')],
    users: [read('pg_users')],
    databases: [read('pg_databases')],
    parameters: [read('pg_parameters')],
    rules: [read('pg_hba_rules')],
  };
}
