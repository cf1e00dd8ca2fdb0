import type { Plan } from '../plan/plan.ts';
import type { HostRole } from '../plan/schema.ts';
import { listOf, type Phrase, say } from '../wording/phrase.ts';
import { defineRule, fixOf } from './defineRule.ts';
import type { Fix } from './finding.ts';
import { type EtcdCluster, etcdClusters } from './lookups.ts';

const allowedCounts = [7, 5, 3] as const;

/** etcd runs on 3, 5 or 7 hosts; one is accepted for two nodes without an arbiter, and said for what it is. */
export const etcdMemberCount = defineRule(
  {
    id: 'etcd-member-count',
    title: 'etcd has 3, 5 or 7 members',
    reference: 'etcd 3.5, FAQ: why an odd number of cluster members; 7 members at most',
  },
  (plan, report) => {
    for (const etcd of etcdClusters(plan)) {
      const count = etcd.members.length;
      if (count === 3 || count === 5 || count === 7) continue;
      const path = count === 1 ? ['hosts', etcd.members[0]?.index ?? 0, 'roles'] : ['hosts'];
      if (count === 1 && plan.topology === 'two-node' && etcd.hosts.length > 1) {
        const [first] = etcd.members;
        const only = first?.name ?? '';
        // By their places: a host whose name is given twice is still another one.
        const others = listOf(etcd.hosts.filter((host) => host.index !== first?.index).map((host) => host.name));
        report(
          'warning',
          path,
          say`etcd runs on ${only} alone: the loss of ${only} is not automatic, nobody can be promoted without it and ${others} waits for a manual promotion. The loss of ${others} is automatic. A third host with etcd only (an arbiter) makes both losses automatic.`,
        );
        continue;
      }
      const why =
        count === 0
          ? say`without etcd there is no leader`
          : count === 1
            ? say`its loss ends all failover`
            : count > 7
              ? say`more than 7 members make every write slower and nothing safer`
              : say`with ${count} members the loss of ${count / 2} ends the quorum, so the last one adds a risk and no safety`;
      report(
        'error',
        path,
        say`${membersPhrase(plan, etcd)}: ${why}. Give the role etcd to 3, 5 or 7 hosts.`,
        countFix(etcd, plan.topology === 'two-node'),
      );
    }
  },
);

/** How many members etcd has, on which hosts and, with two regions, where. */
function membersPhrase(plan: Plan, { members, region }: EtcdCluster): Phrase {
  const names = listOf(members.slice(0, 9).map((host) => host.name));
  const count = countOf(members.length);
  if (plan.topology !== 'geo-dr')
    return members.length === 0 ? say`etcd has ${count}` : say`etcd has ${count} (${names})`;
  const where = region === 'primary' ? say`primary region` : say`standby region`;
  return members.length === 0
    ? say`etcd has ${count} in the ${where}`
    : say`etcd has ${count} (${names}) in the ${where}`;
}

function countOf(members: number): Phrase {
  return members === 1 ? say`${members} member` : say`${members} members`;
}

/** The nearest allowed count that the hosts give: fewer first for even counts and too many, else more. */
function countFix(etcd: EtcdCluster, oneIsAllowed: boolean): Fix[] {
  const count = etcd.members.length;
  const removable = etcd.members.filter((host) => host.roles.length > 1);
  const fewer = [...allowedCounts, ...(oneIsAllowed ? [1] : [])].find(
    (allowed) => allowed < count && count - allowed <= removable.length,
  );
  const candidates = etcd.hosts.filter((host) => !host.roles.includes('etcd'));
  const more = allowedCounts.findLast((allowed) => allowed > count && allowed - count <= candidates.length);
  if (more !== undefined) {
    const chosen = candidates.slice(0, more - count);
    return [
      fixOf(
        say`Run etcd on ${listOf(chosen.map((host) => host.name))} too`,
        ...chosen.map(
          (host) =>
            [
              ['hosts', host.index, 'roles'],
              [...host.roles, 'etcd'],
            ] as const,
        ),
      ),
    ];
  }
  if (fewer === undefined) return [];
  const chosen = removable.slice(fewer - count);
  const away = listOf(chosen.map((host) => host.name));
  const without = (roles: readonly HostRole[]) => roles.filter((role) => role !== 'etcd');
  return [
    fixOf(
      fewer === 1 ? say`Run etcd on ${fewer} host, not on ${away}` : say`Run etcd on ${fewer} hosts, not on ${away}`,
      ...chosen.map((host) => [['hosts', host.index, 'roles'], without(host.roles)] as const),
    ),
  ];
}
