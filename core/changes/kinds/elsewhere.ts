import type { DeployedRecord } from '../../facts/deployedRecord.ts';
import type { Plan } from '../../plan/plan.ts';
import { listOf, say } from '../../wording/phrase.ts';
import { sameAddress } from '../addresses.ts';
import type { Change } from '../change.ts';

/**
 * A plan whose hosts carry no mark of its project, which was deployed before: to hosts that were installed anew since, or to others,
 * which would run on.
 */
export function hostsElsewhere(
  deployed: DeployedRecord,
  { plan, wanted }: { readonly plan: Plan; readonly wanted: DeployedRecord },
): readonly Change[] {
  const left = deployed.hosts.filter(({ address }) => !wanted.hosts.some((host) => sameAddress(host.address, address)));
  if (left.length === 0) return [];
  const names = listOf(left.map(({ name, address }) => say`${name} (${address})`));
  return [
    {
      id: 'hosts-elsewhere',
      subject: plan.name,
      verdict: 'refuse',
      path: ['hosts'],
      host: plan.hosts[0]?.name ?? plan.name,
      said: say`this plan was deployed to ${names}, and its hosts are others now: a second deployment would leave the first one running. Put the old hosts back and run quorate destroy first. If those hosts no longer exist, remove deployed.yaml from the project's folder, then run again`,
    },
  ];
}
