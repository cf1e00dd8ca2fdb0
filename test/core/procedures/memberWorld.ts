import type { StatusDocument } from '../../../core/health/statusDocument.ts';
import type { ClusterWorld } from '../../../core/procedures/describedVerb.ts';
import { planText, readPlan } from '../planFixture.ts';

export const plan = readPlan(planText());
const [found] = plan.clusters;
const [first, second] = found?.members ?? [];
if (found === undefined || first === undefined || second === undefined) throw new Error('no cluster');
export const [cluster, leader, replica] = [found, first, second];

/** The cluster as it runs. @param state of the replica */
export function memberWorld(
  state = 'streaming',
  more: { leader?: string | null; paused?: boolean; dark?: string; own?: boolean } = {},
): ClusterWorld {
  const members = cluster.members.map((one) => ({
    ...one,
    role: one === leader ? 'primary' : 'replica',
    state: one === replica ? state : 'running',
    own: one !== replica || more.own !== false,
  }));
  const now = {
    name: cluster.name,
    leader: more.leader === undefined ? leader.name : more.leader,
    paused: more.paused ?? false,
    members,
  };
  return {
    plan,
    status: { clusters: [now] } as unknown as StatusDocument,
    reached: new Set(plan.hosts.map(({ name }) => name).filter((name) => name !== more.dark)),
  };
}
