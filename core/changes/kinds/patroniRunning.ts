import { say } from '../../wording/phrase.ts';
import { sameAddress } from '../addresses.ts';
import type { Change, ChangeWorld } from '../change.ts';
import { renamedPhrase } from './clusters.ts';
import { leftPhrase } from './hosts.ts';
import { memberLeaves, memberLeftPhrase, memberPath, renumberedPhrase } from './members.ts';

/** What Patroni says of its clusters and members, against the plan. */
export function runningMembers(world: ChangeWorld): readonly Change[] {
  const { plan, hosts, former } = world;
  const changes: Change[] = [];
  for (const { desired, facts } of hosts) {
    const { member } = desired;
    const { patroni } = facts;
    if (member === undefined || patroni === undefined) continue;
    const host = desired.host.name;
    const { cluster } = member;
    const path = memberPath(plan, cluster.name, host);
    if (patroni.scope !== '' && patroni.scope !== cluster.name) {
      const said = renamedPhrase(patroni.scope, cluster.name);
      changes.push({ id: 'cluster-renamed', subject: cluster.name, verdict: 'refuse', path, host, said });
      continue;
    }
    if (patroni.name !== '' && patroni.name !== member.member.name) {
      const then = /-(\d{1,4})$/.exec(patroni.name)?.[1] ?? patroni.name;
      const said = renumberedPhrase(patroni.name, host, then, member.member.seq);
      changes.push({ id: 'member-renamed', subject: patroni.name, verdict: 'refuse', path, host, said });
      continue;
    }
    for (const other of patroni.members ?? []) {
      if (cluster.members.some(({ name }) => name === other.name)) continue;
      const at = plan.hosts.find(({ address }) => sameAddress(address, other.address));
      // One that the host's own Patroni calls otherwise than the plan is said of that host.
      if (at !== undefined && cluster.members.some((one) => one.host === at.name)) continue;
      const known = former
        .flatMap((one) => one.clusters)
        .flatMap(({ name, members }) => (name === cluster.name ? members : []))
        .find(({ name }) => name === other.name);
      if (known !== undefined) {
        if (at !== undefined) changes.push(memberLeaves(world, other.name, cluster.name, at.name));
        continue;
      }
      const said =
        at === undefined
          ? leftPhrase(other.name, other.address === '' ? '?' : other.address)
          : memberLeftPhrase(other.name, at.name);
      changes.push({
        id: 'member-left',
        subject: other.name,
        verdict: 'refuse',
        path: ['clusters'],
        host: at?.name ?? host,
        said,
      });
    }
    if (patroni.role === 'primary' && member.member.role === 'offline') {
      changes.push({
        id: 'leader-offline',
        subject: member.member.name,
        verdict: 'converge',
        path: [...path, 'role'],
        host,
        said: say`${member.member.name} leads ${cluster.name}, and the plan makes it offline: it hands over to another member first`,
      });
    }
  }
  return changes;
}
