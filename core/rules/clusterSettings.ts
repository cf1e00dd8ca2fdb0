import { clusterFamily } from '../plan/clusterFamily.ts';
import { postgresOf } from '../plan/postgresOf.ts';
import { say } from '../wording/phrase.ts';
import { defineRule, fixOf } from './defineRule.ts';

/** Parameters that a standby must not have smaller than its primary (PostgreSQL documentation, 26.4.4). */
const equalOnStandbys = [
  'max_connections',
  'max_worker_processes',
  'max_wal_senders',
  'max_prepared_transactions',
  'max_locks_per_transaction',
];

/** Clusters that replicate from each other have the same version, users, databases and sizes: the first of them in the plan gives these. */
export const clusterSettings = defineRule(
  {
    id: 'cluster-settings',
    title: 'Clusters that replicate from each other share what is replicated',
    reference: 'PostgreSQL documentation, 26.2 and 26.4: a standby has the roles, databases and version of its primary',
  },
  (plan, report) => {
    for (const [index, cluster] of plan.clusters.entries()) {
      const [first] = clusterFamily(plan, cluster);
      if (first === undefined || first.name === cluster.name || cluster.postgres === undefined) continue;
      const place = ['clusters', index, 'postgres'];
      const remove = (path: readonly (string | number)[]) => [fixOf(say`Take it out`, [path, undefined])];
      for (const key of ['users', 'databases'] as const)
        if (cluster.postgres[key] !== undefined)
          report(
            'error',
            [...place, key],
            say`${cluster.name} replicates with ${first.name} and has the same postgres.${key}: list them there.`,
            remove([...place, key]),
          );
      const version = postgresOf(plan, first).version;
      if (cluster.postgres.version !== undefined && cluster.postgres.version !== version)
        report(
          'error',
          [...place, 'version'],
          say`${cluster.name} replicates with ${first.name} and needs its version of PostgreSQL: change it there.`,
          remove([...place, 'version']),
        );
      for (const name of equalOnStandbys)
        if (cluster.postgres.parameters?.[name] !== undefined)
          report(
            'error',
            [...place, 'parameters', name],
            say`A standby does not start with a smaller ${name} than its primary: set it at ${first.name}, for both.`,
            remove([...place, 'parameters', name]),
          );
    }
  },
);
