import type { DeployedRecord } from '../../facts/deployedRecord.ts';
import { say } from '../../wording/phrase.ts';
import { type Change, type ChangeWorld, canLeave } from '../change.ts';
import { runsAsPlanned } from './standby.ts';

/** Hosts that may hold the virtual IP and by the plan may no longer: their keepalived would go on, and hold it beside another host. */
export function changedVipHosts(before: DeployedRecord, world: ChangeWorld): readonly Change[] {
  const { plan, wanted } = world;
  const swapped = wanted.clusters.some(({ name, standbyOf }) => {
    const then = before.clusters.find((cluster) => cluster.name === name);
    return then !== undefined && then.standbyOf !== standbyOf && runsAsPlanned(world, name);
  });
  // Without a virtual IP its own field says so.
  if (plan.access.vip === undefined || swapped) return [];
  return before.vip
    .filter(
      (host) => !wanted.vip.includes(host) && !canLeave(world, host) && wanted.hosts.some(({ name }) => name === host),
    )
    .map(
      (host): Change => ({
        id: 'vip-hosts',
        subject: host,
        verdict: 'refuse',
        path: ['hosts', plan.hosts.findIndex(({ name }) => name === host)],
        host,
        said: say`${host} may hold the virtual IP, and by the plan it may not: its keepalived would not be stopped, and two hosts could have the address. Put its site and the role of its member back as they were`,
      }),
    );
}
