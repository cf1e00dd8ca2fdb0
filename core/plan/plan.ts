import type {
  ClusterPostgres,
  HostRole,
  MemberRole,
  ObjectiveMode,
  PlanFile,
  SiteRole,
  TuningTemplate,
  WatchdogMode,
} from './schema.ts';

export interface Site {
  readonly name: string;
  readonly role: SiteRole;
}

export interface SshSettings {
  readonly user: string;
  readonly port: number;
  readonly key?: string | undefined;
  readonly jump?: string | undefined;
  readonly sudo: boolean;
}

export interface Host {
  readonly name: string;
  readonly address: string;
  readonly site: string;
  /** Failure domain inside the site; the host's own name when the plan names none. */
  readonly zone: string;
  readonly roles: readonly HostRole[];
  readonly ssh: SshSettings;
}

export interface Member {
  /** `<cluster>-<seq>`: the name in Patroni and etcd. */
  readonly name: string;
  readonly host: string;
  readonly seq: number;
  readonly role: MemberRole;
  readonly nosync: boolean;
}

export interface Cluster {
  readonly name: string;
  readonly members: readonly Member[];
  /** Set on a standby cluster: the cluster that it follows, and how far behind it stays on purpose. */
  readonly standbyOf?: { readonly cluster: string; readonly delaySeconds: number } | undefined;
  /** What the plan file says of this cluster alone. What it comes to is told by `postgresOf`. */
  readonly postgres?: ClusterPostgres | undefined;
}

export interface Objectives {
  readonly mode: ObjectiveMode;
  readonly rtoSeconds: number;
  readonly rpoBytes: number;
}

/**
 * A plan with every default filled in: what rules, timing, rendering, simulation and deployment work on.
 * Made only by `completePlan`, from a plan file that the schema accepted; nothing in it has been judged by the rules yet.
 */
export interface Plan
  extends Omit<PlanFile, 'sites' | 'ssh' | 'hosts' | 'clusters' | 'objectives' | 'postgres' | 'patroni'> {
  readonly sites: readonly Site[];
  readonly ssh: SshSettings;
  readonly hosts: readonly Host[];
  readonly clusters: readonly Cluster[];
  readonly objectives: Objectives;
  readonly postgres: PlanFile['postgres'] & { readonly template: TuningTemplate };
  readonly patroni: Omit<PlanFile['patroni'], 'watchdog' | 'synchronous'> & {
    readonly watchdog: WatchdogMode;
    /** Synchronous replication, on when rpo is 0. */
    readonly synchronous: { readonly enabled: boolean; readonly strict: boolean; readonly nodes: number };
  };
  /**
   * Members that still listen on other ports than the plan gives them, by the name of their host: a deployment on its way from one port to another.
   * In no plan file.
   */
  readonly formerPorts?: Readonly<Record<string, MemberPorts>>;
}

/** Where a member listens. */
export interface MemberPorts {
  readonly postgres: number;
  /** Of Patroni's REST API. */
  readonly patroni: number;
}

/** Where the member of a host listens: on the plan's ports, unless it has not moved there yet. */
export function portsOn({ postgres, patroni, formerPorts }: Plan, hostName: string): MemberPorts {
  return formerPorts?.[hostName] ?? { postgres: postgres.port, patroni: patroni.port };
}

/** The hosts with an etcd member that the cluster's Patroni uses: those of its own region in geo-dr, all of them elsewhere. */
export function etcdHosts(plan: Plan, cluster: Cluster): readonly Host[] {
  const withEtcd = plan.hosts.filter((host) => host.roles.includes('etcd'));
  if (plan.topology !== 'geo-dr') return withEtcd;
  return withEtcd.filter((host) => regionOf(plan, host.site) === clusterRegion(plan, cluster));
}

/** The region of a site: geo-dr keeps the standby sites apart from all others; other topologies have one region. */
export function regionOf(plan: Plan, siteName: string): 'primary' | 'standby' {
  const site = plan.sites.find((candidate) => candidate.name === siteName);
  return plan.topology === 'geo-dr' && site?.role === 'standby' ? 'standby' : 'primary';
}

/** The region that a cluster's members are in, judged by its first member. */
export function clusterRegion(plan: Plan, cluster: Cluster): 'primary' | 'standby' {
  const host = plan.hosts.find((candidate) => candidate.name === cluster.members[0]?.host);
  return host === undefined ? 'primary' : regionOf(plan, host.site);
}

/** The cluster and member on a host, or undefined for a host without PostgreSQL (an arbiter). */
export function memberOn(plan: Plan, hostName: string): { cluster: Cluster; member: Member } | undefined {
  for (const cluster of plan.clusters) {
    const member = cluster.members.find((candidate) => candidate.host === hostName);
    if (member) return { cluster, member };
  }
  return undefined;
}
