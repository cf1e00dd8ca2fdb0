import type { Plan } from '../plan/plan.ts';
import { postgresOf } from '../plan/postgresOf.ts';
import { fewestDirect, proxiesInUse, reservedConnections as reserved } from '../render/directConnections.ts';
import { templateConnections } from '../render/tuning.ts';
import { say } from '../wording/phrase.ts';
import { defineRule, fixOf } from './defineRule.ts';

/** The least that the tuning templates give, whatever the machine. */
const leastTuned = 100;

/** The pools of a PgBouncer fit into its PostgreSQL. */
export const poolSizes = defineRule(
  {
    id: 'pool-sizes',
    title: 'The pools fit into max_connections',
    reference: 'PgBouncer configuration: max_db_connections, default_pool_size; PostgreSQL: max_connections',
  },
  (plan, report) => {
    const { maxDbConnections: perDatabase, defaultPoolSize: pool, maxClientConnections } = plan.pgbouncer;
    const { value: most, known, databases, proxies } = tightest(plan);
    const direct = fewestDirect * proxies;
    const room = Math.max(1, Math.floor((most - reserved - direct) / databases));
    const from = known ? say`max_connections ${most}` : say`max_connections of at least ${most}`;
    const path = ['pgbouncer', 'maxDbConnections'];
    if (perDatabase === 0)
      report(
        'warning',
        path,
        say`PgBouncer may open any number of connections to a database, and PostgreSQL has ${from}.`,
        [fixOf(say`Set ${room}`, [path, room])],
      );
    else if (perDatabase > most)
      report(
        known ? 'error' : 'warning',
        path,
        say`PgBouncer may open ${perDatabase} connections to one database, more than ${from}.`,
        [fixOf(say`Set ${room}`, [path, room])],
      );
    else if (known && perDatabase * databases > most - reserved)
      report(
        'warning',
        path,
        databases === 1
          ? say`PgBouncer may open ${perDatabase} connections to one database, and ${from} leaves ${most - reserved} beside ${reserved} for replication, Patroni and administration.`
          : say`PgBouncer may open ${perDatabase} connections to each of ${databases} databases, and ${from} leaves ${most - reserved} beside ${reserved} for replication, Patroni and administration.`,
        [fixOf(say`Set ${room}`, [path, room])],
      );
    else if (known && perDatabase * databases > most - reserved - direct)
      report(
        'warning',
        path,
        say`The pools and ${reserved} connections for replication, Patroni and administration leave ${most - reserved - perDatabase * databases} of ${most} (max_connections) to clients past the pools, and each of ${proxies} HAProxies offers ${fewestDirect}: PostgreSQL refuses those that are too many.`,
        room < perDatabase ? [fixOf(say`Set ${room}`, [path, room])] : [],
      );
    if (perDatabase > 0 && pool > perDatabase)
      report(
        'warning',
        ['pgbouncer', 'defaultPoolSize'],
        say`A pool of ${pool} can never be used: a database gets ${perDatabase} connections at most.`,
        [fixOf(say`Set ${perDatabase}`, [['pgbouncer', 'defaultPoolSize'], perDatabase])],
      );
    if (pool > maxClientConnections)
      report(
        'warning',
        ['pgbouncer', 'maxClientConnections'],
        say`PgBouncer accepts ${maxClientConnections} clients, fewer than one pool of ${pool}.`,
        [fixOf(say`Set 2000`, [['pgbouncer', 'maxClientConnections'], Math.max(2000, pool)])],
      );
  },
);

interface Room {
  /** max_connections as the plan or its template sets it; else what the template gives on the smallest machine. */
  readonly value: number;
  /** Whether it is so on every machine. */
  readonly known: boolean;
  readonly databases: number;
  /** HAProxies that offer connections to it past the pools. */
  readonly proxies: number;
}

/** The cluster with the least room for each database: the pools of all have the same sizes. */
function tightest(plan: Plan): Room {
  const rooms = plan.clusters.map((cluster): Room => {
    const { template, parameters, databases } = postgresOf(plan, cluster);
    const given = Number(parameters.max_connections ?? templateConnections(template));
    const known = Number.isInteger(given) && given > 0;
    return {
      value: known ? given : leastTuned,
      known,
      databases: Math.max(1, databases.length),
      proxies: proxiesInUse(plan, cluster),
    };
  });
  const share = ({ value, databases }: Room) => (value - reserved) / databases;
  return rooms.reduce((least, one) => (share(one) < share(least) ? one : least));
}
