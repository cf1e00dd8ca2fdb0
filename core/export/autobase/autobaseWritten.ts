import type { WrittenValues } from '../inventory/writtenLists.ts';

/** What an autobase inventory says of a cluster's PostgreSQL. @param read the value of a variable as it stands there */
export function valuesOf(read: (variable: string) => unknown): WrittenValues {
  return {
    version: [read('postgresql_version')],
    // There is no variable for it.
    template: [],
    users: [read('postgresql_users')],
    databases: [read('postgresql_databases'), read('postgresql_schemas'), read('postgresql_extensions')],
    parameters: [read('postgresql_parameters_overrides'), read('postgresql_parameters')],
    rules: [read('postgresql_pg_hba')],
  };
}
