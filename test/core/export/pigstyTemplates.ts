import { parse } from 'yaml';

type Tree = Record<string, unknown>;
type Line = readonly [number, number, number, number, number, string, string, string, number, number];

/** What Pigsty 4 has in pg_rto_plan when an inventory does not (documentation of the parameter). */
const usualPlans: Readonly<Record<string, Line>> = {
  fast: [20, 5, 5, 15, 5, '1s', '0.5s', '1s', 3, 3],
  norm: [30, 5, 10, 25, 5, '2s', '1s', '2s', 3, 3],
  safe: [60, 10, 20, 45, 10, '3s', '1.5s', '3s', 3, 3],
  wide: [120, 20, 30, 95, 15, '4s', '2s', '4s', 3, 3],
};

/** What Pigsty would configure on one host. */
export interface PigstyInstance {
  readonly name: string;
  readonly scope: string;
  readonly etcdHosts: readonly string[];
  readonly ttl: number;
  readonly loopWait: number;
  readonly retryTimeout: number;
  readonly primaryStartTimeout: number;
  readonly maximumLagOnFailover: number;
  readonly synchronous: boolean;
  readonly watchdog: string;
  readonly standby: { readonly host: string; readonly delay: string | undefined } | undefined;
  /** HAProxy's `default-server inter fastinter downinter rise fall`. */
  readonly checks: readonly [string, string, string, number, number];
  readonly vip: string | undefined;
}

/**
 * Fills in Pigsty's templates for Patroni and HAProxy, as its documentation describes them, from an inventory; nothing of the exporter is
 * used. Variables go from all.vars over those of the group to those of the host, as in Ansible.
 */
export function pigstyInstances(text: string, version: 'v3' | 'v4'): Map<string, PigstyInstance> {
  // As PyYAML reads it.
  const { all } = parse(text, { version: '1.1' }) as { all: { vars: Tree; children: Record<string, Tree> } };
  const hostsOf = (group: Tree | undefined) => Object.entries((group?.hosts ?? {}) as Record<string, Tree>);
  const etcd = all.children.etcd;
  const etcdPort = ((etcd?.vars as Tree | undefined)?.etcd_port ?? 2379) as number;
  const instances = new Map<string, PigstyInstance>();
  for (const group of Object.values(all.children)) {
    if ((group.vars as Tree | undefined)?.pg_cluster === undefined) continue;
    for (const [address, own] of hostsOf(group)) {
      const vars: Tree = { pg_rpo: 1_048_576, ...all.vars, ...(group.vars as Tree), ...own };
      const line = lineOf(vars, version);
      const [ttl, loopWait, retryTimeout, primaryStartTimeout, , ...checks] = line;
      const rpo = vars.pg_rpo as number;
      instances.set(address, {
        name: `${vars.pg_cluster}-${vars.pg_seq}`,
        scope: String(vars.pg_cluster),
        etcdHosts: hostsOf(etcd)
          .map(([host]) => `${host}:${etcdPort}`)
          .sort(),
        ttl,
        loopWait,
        retryTimeout,
        primaryStartTimeout,
        maximumLagOnFailover: rpo,
        synchronous: rpo === 0 || vars.pg_conf === 'crit.yml',
        watchdog: vars.patroni_watchdog_mode as string,
        standby:
          vars.pg_role === 'primary' && vars.pg_upstream !== undefined
            ? { host: String(vars.pg_upstream), delay: vars.pg_delay as string | undefined }
            : undefined,
        checks,
        vip: vars.pg_vip_enabled === true ? `${vars.pg_vip_address} on ${vars.pg_vip_interface}` : undefined,
      });
    }
  }
  return instances;
}

/** Version 3 divides pg_rto by three, rounded up; version 4 looks a line up, and takes norm for a name that it does not know. */
function lineOf(vars: Tree, version: 'v3' | 'v4'): Line {
  if (version === 'v3') {
    const ttl = vars.pg_rto as number;
    const third = Math.ceil(ttl / 3);
    return [ttl, third, third, third, 5, '3s', '1s', '5s', 3, 3];
  }
  const plans = (vars.pg_rto_plan ?? usualPlans) as Readonly<Record<string, Line>>;
  const line = plans[String(vars.pg_rto)] ?? plans.norm;
  if (line === undefined) throw new Error('pg_rto_plan has no norm');
  return line;
}
