import type { Plan } from '../../plan/plan.ts';
import { combinationCount, failureCandidates, simulateAll } from '../../quorum/simulateAll.ts';
import type { ClusterOutcome } from '../../quorum/simulationResult.ts';
import { type Html, html, joined, table, word } from './htmlParts.ts';

/** More rows than this nobody reads: then single losses only. */
const maxRows = 400;

/** What becomes of every cluster at the loss of each host and site, and of each two of them. */
export function survivalSection(plan: Plan): Html {
  const candidates = failureCandidates(plan).length;
  const depth = combinationCount(candidates, 2) <= maxRows ? 2 : 1;
  const { combinations, totals } = simulateAll(plan, depth);
  const rows = combinations.flatMap(({ failed, clusters }) =>
    clusters.map((cluster) => [
      failed.join(' + '),
      cluster.name,
      word(cluster.writes),
      cluster.leader ?? 'nobody for certain',
      secondsOf(cluster),
      cluster.lossBytes === null ? 'not bounded' : `${cluster.lossBytes} bytes`,
      cluster.reason,
    ]),
  );
  const depthText =
    depth === 2
      ? 'Every loss of one host or site, and of each two of them.'
      : `Every loss of one host or site. There are ${combinationCount(candidates, 2)} losses of up to two, too many for a document: quorate simulate --all 2 lists them.`;
  return joined([
    html`<p>${depthText} By the worst cluster that clients write to: ${totals.unaffected} leave writes alone, ${totals.automatic} fail over by themselves, ${totals.manual} need a person, ${totals.lost} lose every copy that is up.</p>`,
    table(['Lost', 'Cluster', 'Writes', 'Leader then', 'Writable after', 'Loss of acknowledged writes', 'Why'], rows),
  ]);
}

function secondsOf({ secondsToWritable }: ClusterOutcome): string {
  if (secondsToWritable === null) return 'not by itself';
  const { min, typical, worst } = secondsToWritable;
  return worst === 0 ? 'at once' : `${min} / ${typical} / ${worst} s`;
}
