import type { Cluster } from '../../plan/plan.ts';
import type { Timing } from '../../timing/timing.ts';
import type { RunbookInput } from './commands.ts';
import { drProcedures } from './drProcedures.ts';
import { etcdMemberReplacement } from './etcdMemberReplacement.ts';
import { majorityRecovery } from './majorityRecovery.ts';
import { replicaReinit, splitBrain, switchover } from './memberProcedures.ts';
import { type Procedure, procedureIds } from './procedure.ts';
import { promotionWithoutEtcd } from './promotionWithoutEtcd.ts';
import { fullDisk, troubleshooting } from './troubleshooting.ts';

/**
 * Every procedure of a plan, in the order of `procedureIds`, each for every host or member that it may be about.
 * @throws Problem `render.unsafe-value` when a name or an address cannot be part of a command
 */
export function runbookProcedures(input: RunbookInput, timing: Timing): readonly Procedure[] {
  const all = [...input.plan.clusters.flatMap((cluster) => ofCluster(input, cluster, timing)), ...drProcedures(input)];
  return procedureIds.flatMap((id) => all.filter((procedure) => procedure.id === id));
}

function ofCluster(input: RunbookInput, cluster: Cluster, timing: Timing): readonly Procedure[] {
  return [
    ...majorityRecovery(input, cluster, timing),
    ...promotionWithoutEtcd(input, cluster, timing),
    ...splitBrain(input, cluster),
    ...etcdMemberReplacement(input, cluster),
    ...replicaReinit(input, cluster),
    ...switchover(input, cluster),
    ...fullDisk(input, cluster),
    ...troubleshooting(input, cluster),
  ];
}
