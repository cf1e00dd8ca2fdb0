import type { Cluster, Host, Objectives, Plan, Site, SshSettings } from './plan.ts';
import type { ObjectiveMode, PlanFile } from './schema.ts';

/** Objectives of each mode: rto in seconds, rpo in bytes. Custom starts from the default and takes what the plan gives. */
export const modeObjectives: Readonly<Record<ObjectiveMode, { rtoSeconds: number; rpoBytes: number }>> = {
  default: { rtoSeconds: 30, rpoBytes: 1_048_576 },
  fast: { rtoSeconds: 15, rpoBytes: 1_048_576 },
  'zero-loss': { rtoSeconds: 30, rpoBytes: 0 },
  conservative: { rtoSeconds: 60, rpoBytes: 1_048_576 },
  custom: { rtoSeconds: 30, rpoBytes: 1_048_576 },
};

/**
 * Fills in the defaults that depend on other fields.
 * @param file a plan file that the schema accepted
 * @returns the complete plan; references (hosts of members, sites of hosts) are not checked here but by the rules
 */
export function completePlan(file: PlanFile): Plan {
  const sites: readonly Site[] = file.sites.length > 0 ? file.sites : [{ name: 'dc1', role: 'primary' }];
  const firstSite = sites[0]?.name ?? 'dc1';
  const ssh = completeSsh(file.ssh);
  const hosts: Host[] = file.hosts.map((host) => ({
    name: host.name,
    address: host.address,
    site: host.site ?? firstSite,
    zone: host.zone ?? host.name,
    roles: host.roles,
    ssh: completeSsh({ ...file.ssh, ...definedOnly(host.ssh ?? {}) }),
  }));
  const clusters: Cluster[] = file.clusters.map((cluster) => ({
    name: cluster.name,
    members: cluster.members.map((member) => ({
      name: `${cluster.name}-${member.seq}`,
      host: member.host,
      seq: member.seq,
      role: member.role,
      nosync: member.nosync ?? false,
    })),
    standbyOf:
      cluster.standbyOf === undefined
        ? undefined
        : { cluster: cluster.standbyOf.cluster, delaySeconds: cluster.standbyOf.delay ?? 0 },
    ...(cluster.postgres === undefined ? {} : { postgres: cluster.postgres }),
  }));
  const objectives = completeObjectives(file.objectives);
  const template = file.postgres.template ?? (objectives.mode === 'zero-loss' ? 'crit' : 'oltp');
  const enabled = objectives.rpoBytes === 0;
  return {
    ...file,
    sites,
    ssh,
    hosts,
    clusters,
    objectives,
    postgres: { ...file.postgres, template },
    patroni: {
      ...file.patroni,
      watchdog: file.patroni.watchdog ?? (template === 'crit' ? 'automatic' : 'off'),
      synchronous: {
        enabled,
        strict: file.patroni.synchronous.strict ?? false,
        nodes: file.patroni.synchronous.nodes ?? 1,
      },
    },
  };
}

function completeObjectives(file: PlanFile['objectives']): Objectives {
  const mode = file.mode ?? (file.rto !== undefined || file.rpo !== undefined ? 'custom' : 'default');
  const preset = modeObjectives[mode];
  return { mode, rtoSeconds: file.rto ?? preset.rtoSeconds, rpoBytes: file.rpo ?? preset.rpoBytes };
}

function completeSsh(file: PlanFile['ssh']): SshSettings {
  return { user: file.user, port: file.port, key: file.key, jump: file.jump, sudo: file.sudo ?? file.user !== 'root' };
}

function definedOnly<T extends object>(value: T): { [K in keyof T]?: NonNullable<T[K]> } {
  return Object.fromEntries(Object.entries(value).filter(([, field]) => field !== undefined)) as {
    [K in keyof T]?: NonNullable<T[K]>;
  };
}
