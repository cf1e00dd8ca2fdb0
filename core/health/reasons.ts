import { etcdHosts, type Plan } from '../plan/plan.ts';
import { listOf, type Phrase, phraseText, say } from '../wording/phrase.ts';
import { certificateAlert } from './certificates.ts';
import { reason } from './reason.ts';
import { deadServicesPhrase, type ProbedService } from './serviceProbe.ts';
import { findSplits } from './splitBrain.ts';
import { type Reason, type StatusDocument, type StatusMember, takesWrites } from './statusDocument.ts';
import { strangerNext, strangerSaid } from './strangers.ts';

type Facts = Omit<StatusDocument, 'healthy' | 'reasons'>;

/** Everything that keeps a deployment from being healthy, the worst first; healthy is what has none. */
export function reasonsOf(plan: Plan, status: Facts): readonly Reason[] {
  return [
    ...findSplits(plan, status).map(({ id, subject, said, next }) => reason(id, subject, say`${said}. ${next}`)),
    ...plan.clusters.flatMap((cluster) => {
      const known = status.clusters.find(({ name }) => name === cluster.name);
      if (known === undefined) return [];
      const apart =
        cluster.standbyOf !== undefined && takesWrites(known)
          ? [
              reason(
                'leads-apart',
                cluster.name,
                say`${cluster.name} takes writes, and by the plan it follows ${cluster.standbyOf.cluster}: let it follow with quorate dr return`,
              ),
            ]
          : [];
      const leaderless =
        known.leader === null ? [reason('no-leader', cluster.name, say`nobody leads ${cluster.name}`)] : [];
      return [...apart, ...leaderless, ...known.members.flatMap(memberReason)];
    }),
    ...status.etcd
      .filter((member) => !member.healthy)
      .map(({ name }) => reason('etcd-member-down', name, say`the etcd member on ${name} does not answer`)),
    ...etcdLeaders(plan, status),
    ...status.haproxy
      .filter((proxy) => !proxy.reachable)
      .map(({ host }) => reason('haproxy-down', host, say`HAProxy on ${host} does not answer`)),
    ...deadServices(status.services ?? []),
    ...(status.silent ?? []).map(({ host, services }) =>
      reason('service-silent', host, say`${listOf(services)} on ${host} does not do its work`),
    ),
    ...endedCertificates(status),
    ...(status.strangers ?? []).map((one) => reason('stranger', one.name, say`${strangerSaid(one)}. ${strangerNext}`)),
  ];
}

/** One for all: they were made together, and one deployment renews them. */
function endedCertificates({ certificates }: Facts): readonly Reason[] {
  const ended = certificates.filter((one) => one.daysLeft < 0);
  const alert = certificateAlert(ended);
  return alert === undefined ? [] : [reason('certificate-ended', alert.subject, say`${alert.why} ${alert.next}`)];
}

function memberReason({ name, role, state }: StatusMember): readonly Reason[] {
  const runs = state === 'running' || state === 'streaming' || state === 'in archive recovery';
  if (role !== 'offline' && runs) return [];
  return [reason('member-down', name, role === 'offline' ? say`nobody answers for ${name}` : say`${name} is ${state}`)];
}

function etcdLeaders(plan: Plan, { etcd }: Facts): readonly Reason[] {
  const groups = new Set(
    plan.clusters.map((cluster) =>
      etcdHosts(plan, cluster)
        .map((host) => host.name)
        .join(' '),
    ),
  );
  return [...groups].flatMap((group) => {
    const names = group.split(' ');
    const members = etcd.filter(({ name }) => names.includes(name));
    const leaders = members.filter((member) => member.leader);
    // A member that is down is said already, and explains a missing leader.
    if (leaders.length === 1 || (leaders.length === 0 && members.some((member) => !member.healthy))) return [];
    const hosts = listOf(names);
    const said: Phrase =
      leaders.length === 0
        ? say`the etcd of ${hosts} has no leader`
        : say`the etcd of ${hosts} has ${leaders.length} leaders`;
    return [reason('etcd-leader', names.join(', '), said)];
  });
}

/** Services that do not answer, those of one name and one reason together. */
export function deadServices(services: readonly ProbedService[]): readonly Reason[] {
  const alike = new Map<string, ProbedService[]>();
  for (const one of services) {
    if (one.ok) continue;
    const key = `${one.service} ${phraseText(one.reason ?? '')}`;
    alike.set(key, [...(alike.get(key) ?? []), one]);
  }
  return [...alike.values()].map((group) => {
    const subject = `${group[0]?.service ?? ''} (${group.map(({ host }) => host).join(', ')})`;
    return reason('service-dead', subject, deadServicesPhrase(group));
  });
}
