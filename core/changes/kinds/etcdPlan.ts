import type { DeployedRecord } from '../../facts/deployedRecord.ts';
import { regionOf } from '../../plan/plan.ts';
import { listOf, type Phrase, say } from '../../wording/phrase.ts';
import { type Change, type ChangeWorld, canLeave } from '../change.ts';
import { newDeployment } from '../wayRound.ts';

/**
 * Members of etcd that the plan adds, takes away or groups otherwise. etcd changes its members one by one, by an order to the running
 * cluster; a configuration with other members than the running cluster has makes a second one of the same name.
 */
export function changedEtcdMembers(before: DeployedRecord, world: ChangeWorld): readonly Change[] {
  const { plan, wanted } = world;
  const groupOf = (record: DeployedRecord, host: string) => record.etcd.find((group) => group.includes(host));
  const running = before.etcd.flat();
  const all = wanted.etcd.flat();
  return plan.hosts.flatMap(({ name, roles }, index): Change[] => {
    const then = groupOf(before, name);
    const now = groupOf(wanted, name);
    const change = (said: Phrase): Change[] => [etcdChange(name, ['hosts', index, 'roles'], said)];
    if (then === undefined) {
      if (now === undefined || isNewRegion(before, world, now)) return [];
      return now.some((other) => running.includes(other))
        ? [etcdJoins(name, index)]
        : change(addedPhrase(name, running, roles));
    }
    if (now === undefined) return canLeave(world, name) ? [etcdLeaves(name, index)] : change(removedPhrase(name));
    const parted = then.filter((other) => !now.includes(other) && all.includes(other));
    const joined = now.filter((other) => !then.includes(other) && running.includes(other));
    if (parted.length + joined.length === 0) return [];
    return change(
      say`${name} is in one etcd cluster with ${listOf(then)}, and by the plan it would be with ${listOf(now)}: put its site, the roles of the sites and the topology back as they were`,
    );
  });
}

/**
 * Whether a group is the etcd of a standby region that comes with it. Its cluster has a token of its own, and knows nothing of the other one: it is
 * made as at a first deployment. Where a standby region has an etcd already, a second one beside it is none of that.
 */
function isNewRegion(before: DeployedRecord, { plan }: ChangeWorld, group: readonly string[]): boolean {
  const inStandby = (name: string) =>
    plan.hosts.some((host) => host.name === name && regionOf(plan, host.site) === 'standby');
  const deployed = before.etcd.flat();
  return before.topology !== 'geo-dr' && group.every((name) => inStandby(name) && !deployed.includes(name));
}

export function etcdChange(
  host: string,
  path: Change['path'],
  said: Phrase,
  verdict: Change['verdict'] = 'refuse',
): Change {
  return { id: 'etcd-members', subject: host, verdict, path, host, said };
}

/** A host that the etcd cluster which runs takes in. @param index of the host in the plan */
export function etcdJoins(host: string, index: number): Change {
  const said = say`${host} joins the etcd cluster that runs: as a learner first, then with a vote`;
  return etcdChange(host, ['hosts', index, 'roles'], said, 'converge');
}

/** Why a host cannot become a member of an etcd cluster of which no member runs beside it. @param roles that the plan gives it */
export function addedPhrase(host: string, running: readonly string[], roles: readonly string[]): Phrase {
  const others = roles.filter((role) => role !== 'etcd');
  const edit =
    others.length === 0
      ? say`Take ${host} out of the plan`
      : say`Leave etcd out of its roles: roles: [${listOf(others, 'comma')}]`;
  return say`${host} would become a member of etcd, and the etcd of this deployment runs already on ${listOf(running)}: new members that start by themselves make a second cluster, and then two primaries. ${edit}. No procedure adds members yet; other members need ${newDeployment}`;
}

/** A host that the etcd cluster does without. @param index of the host in the plan */
export function etcdLeaves(host: string, index: number): Change {
  const said = say`${host} leaves the etcd cluster, when the others are enough without it`;
  return etcdChange(host, ['hosts', index, 'roles'], said, 'converge');
}

/** Why a host cannot leave an etcd cluster that runs. */
export function removedPhrase(host: string): Phrase {
  return say`${host} is a member of etcd, and the plan takes that role from it: the others would still count on its vote. Put etcd back into its roles, or take it away from the project folder that deployed it`;
}
