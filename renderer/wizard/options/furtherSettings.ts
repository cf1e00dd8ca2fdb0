import { formatPath, type PlanPath } from '../../../core/plan/planPath.ts';

/** What the tables of users and databases show and change. */
const inTables: Readonly<Record<'users' | 'databases', readonly string[]>> = {
  users: ['name', 'superuser', 'createdb', 'memberOf'],
  databases: ['name', 'owner'],
};

/** A setting of the plan file for which the window has no field. */
export interface FurtherSetting {
  readonly path: PlanPath;
  /** Its place as people read it. */
  readonly field: string;
  /** Its value on one line. */
  readonly value: string;
}

/** The settings of PostgreSQL in a plan file that the window shows without fields: login rules, what clusters have otherwise, and the like. */
export function furtherSettings(written: unknown): readonly FurtherSetting[] {
  const found: FurtherSetting[] = [];
  const add = (path: PlanPath, value: unknown) =>
    found.push({ path, field: formatPath(path), value: typeof value === 'string' ? value : JSON.stringify(value) });
  const postgres = mapping(mapping(written)['postgres']);
  if (postgres['hba'] !== undefined) add(['postgres', 'hba'], postgres['hba']);
  for (const kind of ['users', 'databases'] as const)
    for (const [index, entry] of list(postgres[kind]).entries())
      for (const [key, value] of Object.entries(mapping(entry)))
        if (!inTables[kind].includes(key)) add(['postgres', kind, index, key], value);
  for (const [index, cluster] of list(mapping(written)['clusters']).entries())
    for (const [key, value] of Object.entries(mapping(mapping(cluster)['postgres'])))
      add(['clusters', index, 'postgres', key], value);
  return found;
}

function mapping(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Record<string, unknown>) : {};
}

function list(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}
