import { type Cluster, etcdHosts, type Host, memberOn, type Plan } from '../plan/plan.ts';
import type { SiteRole } from '../plan/schema.ts';
import type { Failure } from '../quorum/failure.ts';

/** The failures that the product predicts, shows, drills and has a runbook for. */
export const scenarioIds = [
  'postgres-crash',
  'patroni-crash',
  'host-loss',
  'replica-loss',
  'two-of-three-loss',
  'two-node-primary-loss',
  'etcd-member-loss',
  'etcd-majority-loss',
  'primary-isolation',
  'primary-etcd-isolation',
  'primary-site-loss',
  'secondary-site-loss',
  'arbiter-loss',
  'standby-region-loss',
  'primary-region-loss',
] as const;
export type ScenarioId = (typeof scenarioIds)[number];

export interface ScenarioTarget {
  /** Default: the first cluster that clients write to. */
  readonly cluster?: string | undefined;
  /** The member that leads now; default: the one with the role primary. */
  readonly leader?: string | undefined;
}

export type ScenarioFailures =
  | { readonly ok: true; readonly failures: readonly Failure[] }
  /** The plan has nothing that this scenario could hit. */
  | { readonly ok: false; readonly message: string };

interface Stage {
  readonly plan: Plan;
  readonly cluster: Cluster;
  readonly leader: string;
  readonly etcd: readonly string[];
  readonly replicas: readonly string[];
}

interface Scenario {
  readonly title: string;
  /** What fails, or why the scenario does not exist in the plan. */
  readonly stage: (stage: Stage) => readonly Failure[] | string;
}

/** Every scenario with its title and what fails in it. */
export const scenarios: Readonly<Record<ScenarioId, Scenario>> = {
  'postgres-crash': {
    title: 'PostgreSQL is killed on the primary',
    stage: ({ leader }) => [{ kind: 'process', host: leader, process: 'postgres' }],
  },
  'patroni-crash': {
    title: 'Patroni is killed on the primary and does not come back',
    stage: ({ leader }) => [{ kind: 'process', host: leader, process: 'patroni' }],
  },
  'host-loss': { title: 'The host of the primary loses its power', stage: ({ leader }) => [host(leader)] },
  'replica-loss': {
    title: 'The host of a replica loses its power',
    stage: ({ replicas }) => (replicas[0] === undefined ? 'the cluster has no replica' : [host(replicas[0])]),
  },
  'two-of-three-loss': {
    title: 'Two of three hosts lose their power, that of the primary among them',
    stage: ({ etcd, leader }) => {
      const other = etcd.find((name) => name !== leader);
      if (etcd.length !== 3 || other === undefined) return `etcd has ${etcd.length} members, not three`;
      return [host(leader), host(other)];
    },
  },
  'two-node-primary-loss': {
    title: 'The host of the primary, one of two, loses its power',
    stage: ({ plan, leader }) => (plan.topology === 'two-node' ? [host(leader)] : `the topology is ${plan.topology}`),
  },
  'etcd-member-loss': {
    title: 'One etcd member stops',
    stage: ({ etcd, leader }) => {
      const other = etcd.find((name) => name !== leader);
      if (etcd.length < 3 || other === undefined) return `etcd has ${etcd.length} members: none may be lost`;
      return [{ kind: 'process', host: other, process: 'etcd' }];
    },
  },
  'etcd-majority-loss': {
    title: 'A majority of etcd stops while every Patroni goes on',
    stage: ({ etcd }) =>
      etcd
        .slice(-(Math.floor(etcd.length / 2) + 1))
        .map((name): Failure => ({ kind: 'process', host: name, process: 'etcd' })),
  },
  'primary-isolation': {
    title: 'The host of the primary is cut off from all others',
    stage: ({ plan, leader }) =>
      plan.hosts
        .filter(({ name }) => name !== leader)
        .map(({ name }): Failure => ({ kind: 'link', from: leader, to: name })),
  },
  'primary-etcd-isolation': {
    title: 'The primary is cut off from etcd only',
    stage: ({ leader }) => [{ kind: 'dcs', host: leader }],
  },
  'primary-site-loss': {
    title: 'The site of the primary is lost',
    stage: ({ plan, leader }) => {
      const site = plan.hosts.find(({ name }) => name === leader)?.site;
      if (plan.topology === 'geo-dr' || plan.sites.length < 2 || site === undefined)
        return 'the cluster is on one site';
      return [{ kind: 'site', site }];
    },
  },
  'secondary-site-loss': {
    title: 'The other site with members is lost',
    stage: ({ plan, cluster, leader }) => {
      const own = siteOf(plan, leader);
      const other = cluster.members.map((member) => siteOf(plan, member.host)).find((site) => site !== own);
      return other === undefined ? 'the cluster is on one site' : [{ kind: 'site', site: other }];
    },
  },
  'arbiter-loss': {
    title: 'The arbiter is lost',
    stage: ({ plan, etcd }) => {
      const arbiter = etcd.find((name) => memberOn(plan, name) === undefined);
      return arbiter === undefined ? 'no etcd member is on a host of its own' : [host(arbiter)];
    },
  },
  'standby-region-loss': { title: 'The standby region is lost', stage: ({ plan }) => region(plan, ['standby']) },
  'primary-region-loss': {
    title: 'The primary region is lost',
    stage: ({ plan }) => region(plan, ['primary', 'secondary', 'arbiter']),
  },
};

/** What fails in a scenario, in a given plan. */
export function scenarioFailures(plan: Plan, id: ScenarioId, target: ScenarioTarget = {}): ScenarioFailures {
  const cluster =
    target.cluster === undefined
      ? (plan.clusters.find((candidate) => candidate.standbyOf === undefined) ?? plan.clusters[0])
      : plan.clusters.find((candidate) => candidate.name === target.cluster);
  if (cluster === undefined) return refused(id, `the plan has no cluster ${target.cluster ?? ''}`);
  const leads = target.leader ?? cluster.members.find((member) => member.role === 'primary')?.name;
  const leader = cluster.members.find((member) => member.name === leads)?.host;
  if (leader === undefined) return refused(id, `the cluster has no member ${leads ?? 'with the role primary'}`);
  const replicas = cluster.members
    .filter((member) => member.host !== leader && member.role !== 'offline')
    .map((member) => member.host);
  const etcd = etcdHosts(plan, cluster).map((one: Host) => one.name);
  const failures = scenarios[id].stage({ plan, cluster, leader, etcd, replicas });
  return typeof failures === 'string' ? refused(id, failures) : { ok: true, failures };
}

function refused(id: ScenarioId, why: string): ScenarioFailures {
  return { ok: false, message: `the scenario ${id} does not exist in this plan: ${why}` };
}

function host(name: string): Failure {
  return { kind: 'host', host: name };
}

function siteOf(plan: Plan, hostName: string): string | undefined {
  return plan.hosts.find(({ name }) => name === hostName)?.site;
}

function region(plan: Plan, roles: readonly SiteRole[]): readonly Failure[] | string {
  if (plan.topology !== 'geo-dr') return `the topology is ${plan.topology}`;
  return plan.sites
    .filter(({ role }) => roles.includes(role))
    .map(({ name }): Failure => ({ kind: 'site', site: name }));
}
