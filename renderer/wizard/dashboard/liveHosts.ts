import { postgresIsDown, servesStandby, servesUnseen } from '../../../core/health/alerts.ts';
import type { StatusMember } from '../../../core/health/statusDocument.ts';
import { type Explained, explainHost } from '../../../core/health/trouble.ts';
import type { Verdict } from '../../../core/health/verdict.ts';
import type { Plan } from '../../../core/plan/plan.ts';
import type { MonitorNews } from '../../../electron/api/streamTypes.ts';
import type { Shape } from '../../run/stateMark.tsx';

/** What runs on one host now. */
export interface LiveHost {
  readonly name: string;
  readonly address: string;
  readonly site: string;
  /** `late`: what is shown of it is its last answer, and the next one takes long. */
  readonly state: 'answers' | 'late' | 'silent' | 'waiting';
  /** When it answered last, or was asked first if it never did; milliseconds since the epoch. */
  readonly heardAt: number | undefined;
  /** Why it cannot be reached, and what to do. */
  readonly trouble: Explained | undefined;
  /** Its Patroni answers, but says that PostgreSQL does not run. */
  readonly postgresDown: boolean;
  readonly member: StatusMember | undefined;
  /** It was the leader when its host fell silent: by a lease that nobody renews, or still, as a HAProxy finds. */
  readonly silentLead: 'lease' | 'serves' | undefined;
  readonly etcd: 'leader' | 'follower' | 'down' | undefined;
  /** Undefined: no HAProxy there. `primary`: where it sends writes. */
  readonly haproxy:
    | {
        readonly reachable: boolean;
        readonly primary: readonly string[];
        /** It serves a cluster that by the plan takes no writes. */
        readonly standby: boolean;
      }
    | undefined;
}

/** Puts the news together host by host, in the plan's order. */
export function liveHosts(plan: Plan, news: MonitorNews): readonly LiveHost[] {
  const { status } = news;
  const silent = new Map(status.unreachable.map((one) => [one.host, one]));
  const members = status.clusters.flatMap((cluster) => cluster.members);
  return plan.hosts.map((host): LiveHost => {
    const member = members.find((one) => one.host === host.name);
    const etcd = status.etcd.find((one) => one.name === host.name);
    const proxy = status.haproxy.find((one) => one.host === host.name);
    const unreachable = silent.get(host.name);
    const isSilent = unreachable !== undefined;
    return {
      name: host.name,
      address: host.address,
      site: host.site,
      state: isSilent
        ? 'silent'
        : news.waitingFor.includes(host.name)
          ? 'waiting'
          : news.late.includes(host.name)
            ? 'late'
            : 'answers',
      heardAt: news.heardAt[host.name],
      trouble: unreachable?.trouble === undefined ? undefined : explainHost(unreachable.trouble),
      postgresDown: !isSilent && member !== undefined && member.role !== 'offline' && postgresIsDown(member.state),
      member,
      silentLead:
        isSilent && member !== undefined && leads(member)
          ? servesUnseen(plan, status, host.name)
            ? 'serves'
            : 'lease'
          : undefined,
      etcd: etcd === undefined ? undefined : !etcd.healthy ? 'down' : etcd.leader ? 'leader' : 'follower',
      haproxy:
        proxy === undefined
          ? undefined
          : {
              reachable: proxy.reachable,
              primary: proxy.services.find((service) => service.name === 'primary')?.up ?? [],
              standby: servesStandby(plan, host.name),
            },
    };
  });
}

/** Whether it answers now or did a moment ago, so that what it said holds. */
export function isHeard({ state }: LiveHost): boolean {
  return state === 'answers' || state === 'late';
}

export function leads(member: StatusMember): boolean {
  return member.role === 'primary' || member.role === 'standby_leader';
}

export const verdictShapes: Readonly<Record<Verdict, Shape>> = {
  waiting: 'running',
  'not-deployed': 'waiting',
  removed: 'none',
  foreign: 'none',
  healthy: 'good',
  degraded: 'warn',
  outage: 'bad',
};
