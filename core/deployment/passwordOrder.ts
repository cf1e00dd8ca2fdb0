import { awaitSql } from '../operations/clusterOperations.ts';
import type { Operation } from '../operations/operation.ts';
import type { FileTools } from '../operations/writeFiles.ts';
import { clusterFamily } from '../plan/clusterFamily.ts';
import type { DesiredState } from '../render/desiredHost.ts';
import type { Step } from './step.ts';

/** For each host with a member, what waits there for the SQL of the cluster that its own one is or follows. */
export function passwordArrivals(state: DesiredState, tools: FileTools): ReadonlyMap<string, Operation> {
  return new Map(
    state.hosts.flatMap(({ host, member }): [string, Operation][] => {
      if (member === undefined) return [];
      const [root] = clusterFamily(state.plan, member.cluster);
      const source = state.clusters.find(({ cluster }) => cluster.name === root?.name);
      if (source === undefined) return [];
      const checksum = tools.digest(source.sql.join('\n'));
      return [[host.name, awaitSql(host.name, member, checksum)]];
    }),
  );
}

/**
 * The steps of a deployment in the order in which new passwords cost least: files everywhere first, which no service reads yet; then the roles, on
 * the leaders; then every service reads its files, at once on all hosts, each as soon as its own PostgreSQL has the new passwords. PostgreSQL knows
 * one password of a role at a time, so that only a login between these last two moments can fail; whatever is logged in stays so, replication too.
 * @param arrivals see `passwordArrivals`
 */
export function inPasswordOrder(steps: readonly Step[], arrivals: ReadonlyMap<string, Operation>): readonly Step[] {
  const idsOf = (chosen: (step: Step) => boolean) => steps.filter(chosen).map(({ id }) => id);
  const files = idsOf(({ id }) => id.endsWith('/files'));
  const roles = idsOf(changesRoles);
  const waited = new Set<string>();
  return steps.flatMap((step): Step[] => {
    if (changesRoles(step)) return [{ ...step, after: both(step.after, files) }];
    if (!reads(step)) return [step];
    const after = both(step.after, [...files, ...roles]);
    const arrival = arrivals.get(step.host);
    if (arrival === undefined || waited.has(step.host)) return [{ ...step, after }];
    waited.add(step.host);
    return [
      { ...arrival, after },
      { ...step, after: both(after, [arrival.id]) },
    ];
  });
}

function changesRoles({ id, host }: Step): boolean {
  return id.startsWith(`${host}/sql/`);
}

function reads({ id }: Step): boolean {
  return /\/(?:reload|restart)$/.test(id);
}

function both(one: readonly string[], other: readonly string[]): readonly string[] {
  return [...new Set([...one, ...other])];
}
