import type { Plan } from '../../plan/plan.ts';
import { settingsOf } from './planInput.ts';

/** Name of the variable that carries, for our own import, what another tool has no word for. That tool ignores it. */
export const hintsVariable = 'quorate_plan';

/**
 * What the inventory's own variables do not say, or say less exactly: names, sites, objectives and settings. Only our import reads it, and
 * every variable that the tool itself has comes first, unless it still says what we wrote (`written`).
 */
export function hintsOf(plan: Plan, more: object = {}): Record<string, unknown> {
  const nosync = plan.clusters.flatMap((cluster) => cluster.members.filter((one) => one.nosync).map((one) => one.name));
  const { postgres, access, ...settings } = settingsOf(plan);
  const clusters = Object.fromEntries(
    plan.clusters.flatMap((one) => (one.postgres === undefined ? [] : [[one.name, one.postgres] as const])),
  );
  const { vip: _vip, ...names } = access ?? {};
  return {
    name: plan.name,
    topology: plan.topology,
    sites: plan.sites,
    hosts: plan.hosts.map((host) => ({
      name: host.name,
      site: host.site,
      ...(host.zone === host.name ? {} : { zone: host.zone }),
      roles: host.roles,
      ...(host.ssh.jump === plan.ssh.jump || host.ssh.jump === undefined ? {} : { jump: host.ssh.jump }),
    })),
    ...(nosync.length === 0 ? {} : { nosync }),
    ...(plan.ssh.jump === undefined ? {} : { jump: plan.ssh.jump }),
    ...more,
    ...settings,
    ...(postgres === undefined ? {} : { postgres }),
    ...(Object.keys(clusters).length === 0 ? {} : { clusters }),
    ...(Object.keys(names).length === 0 ? {} : { access: names }),
    // A version that the plan leaves to the hosts' release is written as a number into the inventory.
    ...(plan.postgres.version === undefined ? { versionOpen: true } : {}),
  };
}
