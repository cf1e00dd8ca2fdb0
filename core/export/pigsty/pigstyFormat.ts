import { distributions } from '../../plan/distributions.ts';
import type { Cluster, Host, Plan } from '../../plan/plan.ts';
import { templatesOf } from '../../plan/postgresOf.ts';
import { haproxyStatsSecret } from '../../render/secretNames.ts';
import { say } from '../../wording/phrase.ts';
import type { ExportFormat, ExportInput } from '../exportFormat.ts';
import { checkNames, ipv4Of } from '../inventory/checkedHosts.ts';
import { hintsOf, hintsVariable } from '../inventory/hints.ts';
import { inventoryText } from '../inventory/inventoryText.ts';
import { ownSshVariables, sshVariables } from '../inventory/sshVariables.ts';
import { type WrittenValues, writtenMarks } from '../inventory/writtenLists.ts';
import { clusterVariables, memberVariables } from './pigstyCluster.ts';
import { etcdGroups } from './pigstyEtcd.ts';
import { pigstyLosses } from './pigstyLosses.ts';
import { serviceVariables } from './pigstyServices.ts';
import { pigstyTiming } from './pigstyTiming.ts';
import { valuesOf } from './pigstyWritten.ts';

/** Releases of Pigsty that the inventory names; its playbooks accept any of the same major version. */
const versions = { v4: 'v4.0.0', v3: 'v3.7.0' } as const;

const header = [
  'Pigsty inventory, written by Quorate. Check it with Pigsty itself before you install: bin/validate.',
  'It holds no PASSWORDS unless they were asked for: without your own, Pigsty uses those published in its documentation.',
  `${hintsVariable} is for quorate import alone: Pigsty ignores it.`,
];

/** A Pigsty inventory (pigsty.yml) for version 4 or 3. */
export const pigstyFormat: ExportFormat = {
  id: 'pigsty',
  title: say`Pigsty inventory`,
  run(input) {
    const { plan, target, timing } = input;
    checkNames(plan, ['all', 'ungrouped', 'infra', 'etcd', 'etcd-standby', 'proxy', 'minio']);
    const { text, losses } = inventoryText(header, { all: { children: groups(input), vars: allVariables(input) } });
    return {
      files: [{ path: 'pigsty.yml', text }],
      losses: [...pigstyLosses({ plan, target, timing, withSecrets: input.secret !== undefined }), ...losses],
    };
  },
};

function groups(input: ExportInput): Record<string, object> {
  const { plan } = input;
  const named = (host: Host, variables: object) => [
    ipv4Of(host, 'Pigsty'),
    { ...variables, nodename: host.name, ...ownSshVariables(host.ssh, plan.ssh) },
  ];
  const members = new Set(plan.clusters.flatMap((cluster) => cluster.members.map((member) => member.host)));
  const clusters = plan.clusters.map((cluster) => {
    const hosts = cluster.members.flatMap((member) => {
      const host = plan.hosts.find((candidate) => candidate.name === member.host);
      if (host === undefined) return [];
      const proxy = host.roles.includes('haproxy') ? {} : { haproxy_enabled: false };
      return [named(host, { ...memberVariables(plan, cluster, member), ...proxy })];
    });
    return [cluster.name, { hosts: Object.fromEntries(hosts), vars: clusterVariables(input, cluster) }];
  });
  const alone = plan.hosts.filter((host) => !members.has(host.name) && !host.roles.includes('etcd'));
  return {
    infra: { hosts: { [adminAddress(plan)]: { infra_seq: 1 } } },
    ...etcdGroups(input, (host) => (members.has(host.name) ? {} : { nodename: host.name })),
    ...Object.fromEntries(clusters),
    ...(alone.length === 0 ? {} : { proxy: { hosts: Object.fromEntries(alone.map((host) => named(host, {}))) } }),
  };
}

function allVariables(input: ExportInput): object {
  const { plan, target, secret } = input;
  const [template = plan.postgres.template] = templatesOf(plan);
  const statistics = secret?.(haproxyStatsSecret);
  return {
    version: versions[target],
    admin_ip: adminAddress(plan),
    region: 'default',
    ...sshVariables(plan.ssh),
    node_tune: template,
    pg_version: majorOf(input),
    ...pigstyTiming(input.timing, target).all,
    patroni_ssl_enabled: plan.security.tls,
    pgbouncer_sslmode: plan.security.tls ? 'require' : 'disable',
    pgbouncer_poolmode: plan.pgbouncer.poolMode,
    ...serviceVariables(plan),
    ...(statistics === undefined ? {} : { haproxy_admin_password: statistics }),
    [hintsVariable]: hintsOf(plan, { written: writtenMarks(plan, (cluster) => writtenValues(input, cluster)) }),
  };
}

function writtenValues(input: ExportInput, cluster: Cluster): WrittenValues {
  const variables: Record<string, unknown> = { pg_version: majorOf(input), ...clusterVariables(input, cluster) };
  return valuesOf((name) => variables[name]);
}

/** What all clusters have that say nothing themselves. */
function majorOf({ plan, environment }: ExportInput): number {
  return plan.postgres.version ?? distributions[environment.release].postgresMajor;
}

/** Pigsty installs itself on one node: the first host. */
function adminAddress(plan: Plan): string {
  const [first] = plan.hosts;
  return first === undefined ? '' : ipv4Of(first, 'Pigsty');
}
