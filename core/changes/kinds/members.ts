import type { DeployedRecord } from '../../facts/deployedRecord.ts';
import type { Plan } from '../../plan/plan.ts';
import { type Phrase, say } from '../../wording/phrase.ts';
import { type Change, type ChangeId, type ChangeWorld, canLeave } from '../change.ts';

/** Members that came, went, moved to another host or cluster, or got another number. */
export function changedMembers(before: DeployedRecord, world: ChangeWorld): readonly Change[] {
  const { plan, wanted } = world;
  const changes: Change[] = [];
  for (const then of before.clusters) {
    const now = wanted.clusters.find(({ name }) => name === then.name);
    // A cluster that has another name, or none, is a change of its own.
    if (now === undefined) continue;
    for (const { seq, host } of then.members) {
      const name = `${then.name}-${seq}`;
      const add = (id: ChangeId, said: Phrase) =>
        changes.push({ id, subject: name, verdict: 'refuse', path: memberPath(plan, then.name, host), host, said });
      const here = now.members.find((member) => member.host === host);
      const elsewhere = now.members.find((member) => member.seq === seq && member.host !== host);
      const other = wanted.clusters.find((one) => one !== now && one.members.some((member) => member.host === host));
      if (here !== undefined) {
        if (here.seq !== seq) add('member-renamed', renumberedPhrase(name, host, seq, here.seq));
      } else if (elsewhere !== undefined) {
        add(
          'member-moved',
          say`${name} runs on ${host}, and the plan has it on ${elsewhere.host}: no procedure moves a member. Put host: ${host} back; a new member needs a number of its own`,
        );
      } else if (other !== undefined) {
        add(
          'member-moved',
          say`${host} holds the data of ${then.name}, and by the plan it belongs to ${other.name}: put it back into ${then.name}`,
        );
      } else if (wanted.hosts.some((one) => one.name === host))
        changes.push(memberLeaves(world, name, then.name, host));
    }
    for (const { seq, host } of now.members) {
      if (then.members.some((member) => member.host === host || member.seq === seq)) continue;
      const name = `${then.name}-${seq}`;
      const said = say`${name} on ${host} is new: it copies the leader`;
      changes.push({
        id: 'member-added',
        subject: name,
        verdict: 'converge',
        path: memberPath(plan, then.name, host),
        host,
        said,
      });
    }
  }
  return changes;
}

/** Where a member is in the plan; of one that is not there, where its cluster is. */
export function memberPath(plan: Plan, cluster: string, host: string): Change['path'] {
  const at = plan.clusters.findIndex(({ name }) => name === cluster);
  const member = plan.clusters[at]?.members.findIndex((one) => one.host === host) ?? -1;
  if (at < 0) return ['clusters'];
  return member < 0 ? ['clusters', at, 'members'] : ['clusters', at, 'members', member];
}

/** Why a member cannot change its number. */
export function renumberedPhrase(name: string, host: string, then: number | string, now: number | string): Phrase {
  return say`the member on ${host} was deployed as ${name}, and the plan gives it the number ${now}: Patroni would take it for another member beside the old one. Put seq: ${then} back`;
}

/** A member that leaves its cluster while its host stays. */
export function memberLeaves(world: ChangeWorld, name: string, cluster: string, host: string): Change {
  const path = memberPath(world.plan, cluster, host);
  const known = canLeave(world, host);
  return {
    id: 'member-left',
    subject: name,
    verdict: known ? 'converge' : 'refuse',
    path,
    host,
    said: known
      ? say`${name} leaves its cluster, and its data on ${host} is removed; if it leads, it hands over first`
      : memberLeftPhrase(name, host),
  };
}

/** Why a member cannot leave its cluster. */
export function memberLeftPhrase(name: string, host: string): Phrase {
  return say`${name} on ${host} is a member of its cluster, and the plan no longer has it: it would run on without access to the others. Put it back into the members, or take it out from the project folder that deployed it`;
}
