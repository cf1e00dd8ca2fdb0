import type { DeployedRecord } from '../../facts/deployedRecord.ts';
import { say } from '../../wording/phrase.ts';
import type { Change, ChangeWorld } from '../change.ts';
import { firstHost } from '../change.ts';

/**
 * Clusters that follow another one than before. `quorate dr` moves the writes first and writes the plan then: what runs already as the
 * plan has it is no change.
 */
export function changedStandby(before: DeployedRecord, world: ChangeWorld): readonly Change[] {
  const { plan, wanted } = world;
  const changed = wanted.clusters.filter(({ name, standbyOf }) => {
    const then = before.clusters.find((cluster) => cluster.name === name);
    return then !== undefined && then.standbyOf !== standbyOf;
  });
  if (changed.every(({ name }) => runsAsPlanned(world, name))) return [];
  return changed.map(({ name, standbyOf }): Change => {
    const then = before.clusters.find((cluster) => cluster.name === name)?.standbyOf;
    const at = plan.clusters.findIndex((cluster) => cluster.name === name);
    return {
      id: 'standby-of',
      subject: name,
      verdict: 'refuse',
      path: ['clusters', at, 'standbyOf'],
      host: plan.clusters[at]?.members[0]?.host ?? firstHost(world),
      said: say`${name} was deployed to follow ${then ?? say`nobody`}, and by the plan it follows ${standbyOf ?? say`nobody`}: put standbyOf back as it was. quorate dr promote and quorate dr return move the writes between regions, and write the plan themselves`,
    };
  });
}

/** Whether a cluster leads itself, or follows, as the plan has it. */
export function runsAsPlanned({ plan, hosts }: ChangeWorld, clusterName: string): boolean {
  const standby = plan.clusters.find(({ name }) => name === clusterName)?.standbyOf !== undefined;
  const roles = hosts.flatMap(({ desired, facts }) =>
    desired.member?.cluster.name === clusterName && facts.patroni !== undefined ? [facts.patroni.role] : [],
  );
  return standby
    ? roles.includes('standby_leader') && !roles.includes('primary')
    : roles.includes('primary') && !roles.includes('standby_leader');
}
