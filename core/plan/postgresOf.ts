import { clusterFamily } from './clusterFamily.ts';
import { distributions } from './distributions.ts';
import type { Cluster, Plan } from './plan.ts';
import type { PlanPath } from './planPath.ts';
import type { ClusterPostgres, Release, TuningTemplate } from './schema.ts';

/** The settings of one cluster's PostgreSQL, complete. */
export type PostgresSettings = Plan['postgres'];
/** What a cluster may have otherwise than the plan. */
export type ClusterKey = keyof ClusterPostgres;

/**
 * What a cluster's PostgreSQL is to be: the plan's `postgres`, and over it what the cluster itself says. Each key takes the place of the
 * plan's, parameters by name.
 *
 * Clusters that replicate from each other share what the first of them in the plan says: that one gives users and databases, a standby
 * needs its version, and its parameters must not be smaller. The order in the plan stays when the regions change places.
 */
export function postgresOf(plan: Plan, cluster: Cluster): PostgresSettings {
  const over = sources(plan, cluster).map(({ postgres }) => postgres);
  const parameters: PostgresSettings['parameters'] = Object.assign(
    {},
    plan.postgres.parameters,
    ...over.map((postgres) => postgres.parameters),
  );
  return Object.assign({}, plan.postgres, ...over.map(defined), { parameters });
}

/** The major version of a cluster's PostgreSQL on hosts of a release. */
export function postgresMajor(plan: Plan, cluster: Cluster, release: Release): number {
  return postgresOf(plan, cluster).version ?? distributions[release].postgresMajor;
}

/** The tuning templates of a plan's clusters, each once. */
export function templatesOf(plan: Plan): readonly TuningTemplate[] {
  return [...new Set(plan.clusters.map((cluster) => postgresOf(plan, cluster).template))];
}

/** The extensions that the databases of a cluster are to have, each once, by name: every member needs the files of all of them. */
export function neededExtensions(plan: Plan, cluster: Cluster): readonly string[] {
  const { databases } = postgresOf(plan, cluster);
  return [...new Set(databases.flatMap(({ extensions }) => extensions.map(({ name }) => name)))].sort();
}

/** Where the plan file has, or would have, what `postgresOf` gives for a key; of parameters, that of one by its name. */
export function postgresPath(plan: Plan, cluster: Cluster, key: ClusterKey, parameter?: string): PlanPath {
  const source = sources(plan, cluster).findLast(({ postgres }) => {
    const value = postgres[key];
    return parameter === undefined ? value !== undefined : Object.hasOwn(postgres.parameters ?? {}, parameter);
  });
  const path = source === undefined ? ['postgres', key] : ['clusters', source.index, 'postgres', key];
  return parameter === undefined ? path : [...path, parameter];
}

/** The settings of PostgreSQL that stand in the plan file: those of the plan, and what each cluster has otherwise. */
export function writtenPostgres(
  plan: Plan,
): readonly { readonly postgres: ClusterPostgres; readonly path: PlanPath }[] {
  const own = plan.clusters.flatMap(({ postgres }, index) =>
    postgres === undefined ? [] : [{ postgres, path: ['clusters', index, 'postgres'] as PlanPath }],
  );
  return [{ postgres: plan.postgres, path: ['postgres'] }, ...own];
}

/** Every parameter of PostgreSQL that stands in the plan file, with those beside it. */
export function writtenParameters(plan: Plan) {
  return writtenPostgres(plan).flatMap(({ postgres: { parameters = {} }, path }) =>
    Object.entries(parameters).map(([name, value]) => ({
      name,
      value,
      siblings: parameters,
      path: [...path, 'parameters', name] as PlanPath,
    })),
  );
}

/** What of clusters lies over the plan's own settings, the strongest last. */
function sources(
  plan: Plan,
  cluster: Cluster,
): readonly { readonly postgres: ClusterPostgres; readonly index: number }[] {
  const [first] = clusterFamily(plan, cluster);
  const names = new Set([first?.name, cluster.name]);
  return plan.clusters.flatMap(({ name, postgres }, index) =>
    names.has(name) && postgres !== undefined ? [{ postgres, index }] : [],
  );
}

function defined(postgres: ClusterPostgres): Partial<PostgresSettings> {
  return Object.fromEntries(Object.entries(postgres).filter(([, value]) => value !== undefined));
}

/** Where the major version stands in a name of `postgres.packages`. */
export const majorPlaceholder = '{version}';

/** The names of `postgres.packages` for one major version. */
export function extraPackages(plan: Plan, major: number): readonly string[] {
  return plan.postgres.packages.map((name) => name.replace(majorPlaceholder, String(major)));
}
