import type { Damage } from './damage.ts';
import type { ClusterModel, MemberModel } from './model.ts';
import type { ClientLocation, Reads } from './simulationResult.ts';

/**
 * What clients reach through the HAProxy of each host that is up. HAProxy follows the answers of Patroni's REST API: a member whose
 * Patroni is dead gets no clients even while its PostgreSQL runs, and a dead PgBouncer is not noticed.
 * @param leader the member that accepts writes, if any; a standby leader does not
 */
export function clientLocations(
  hostNames: readonly string[],
  cluster: ClusterModel,
  damage: Damage,
  leader: MemberModel | undefined,
  restarting: boolean,
): readonly ClientLocation[] {
  const answers = (one: MemberModel) =>
    damage.runs(one.host, 'patroni') && (damage.runs(one.host, 'postgres') || (restarting && one === leader));
  const readable = cluster.members.filter(answers);
  const pooled = (one: MemberModel) => damage.runs(one.host, 'pgbouncer');
  const from = (host: number): Omit<ClientLocation, 'host'> => {
    const near = damage.cutOff ? readable.filter((one) => damage.reach(host, one.host)) : readable;
    const primary = leader !== undefined && near.includes(leader);
    const replicas = near.filter((one) => one !== leader);
    const online = replicas.filter((one) => one.member.role !== 'offline');
    const forReads = online.length > 0 ? online : near.filter((one) => one.member.role !== 'offline');
    return {
      primary: primary && pooled(leader),
      replica: forReads.some(pooled),
      default: primary,
      offline: replicas.length > 0,
    };
  };
  const everywhere = damage.cutOff ? undefined : from(0);
  const nowhere = { primary: false, replica: false, default: false, offline: false };
  return cluster.haproxy.flatMap((host) => {
    if (!damage.up(host)) return [];
    const reached = damage.runs(host, 'haproxy') ? (everywhere ?? from(host)) : nowhere;
    return [{ host: hostNames[host] ?? '', ...reached }];
  });
}

/** Sums up reads over all client locations; without HAProxy in the plan clients go to the members themselves. */
export function readsFrom(cluster: ClusterModel, damage: Damage, locations: readonly ClientLocation[]): Reads {
  if (cluster.haproxy.length === 0)
    return cluster.members.some((one) => damage.runs(one.host, 'postgres')) ? 'all' : 'none';
  const reading = locations.filter((location) => location.replica || location.primary).length;
  if (reading === 0) return 'none';
  return reading === locations.length ? 'all' : 'partial';
}
