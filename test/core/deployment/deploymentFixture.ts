import { recordOf } from '../../../core/changes/recordOf.ts';
import { desiredState, type HostsSeen } from '../../../core/deployment/desiredState.ts';
import type { HostFacts } from '../../../core/facts/deploymentFacts.ts';
import type { DirectoryState } from '../../../core/facts/directories.ts';
import type { EtcdCluster } from '../../../core/facts/etcdCluster.ts';
import type { FileTools } from '../../../core/operations/writeFiles.ts';
import { completePlan } from '../../../core/plan/complete.ts';
import type { Plan } from '../../../core/plan/plan.ts';
import { type PlanInput, planSchema } from '../../../core/plan/schema.ts';
import type { DesiredState } from '../../../core/render/desiredHost.ts';
import type { Templates } from '../../../core/render/renderedFile.ts';
import { loadTemplates } from '../../../electron/services/templates/loadTemplates.ts';
import { goodChecks } from '../facts/goodFacts.ts';

export const projectId = '11111111-2222-3333-4444-555555555555';

/** As Debian 12 has them; of the others no version is judged. */
const installedVersions: Readonly<Record<string, string>> = { patroni: '3.0.2-1', 'etcd-server': '3.4.23-4+b1' };

/** Digests that differ when contents do, and nothing to redact. */
export const tools: FileTools = {
  digest: (content) => {
    let sum = 7;
    for (const character of content) sum = (sum * 31 + (character.codePointAt(0) ?? 0)) % 2 ** 48;
    return sum.toString(16).padStart(64, '0');
  },
  redact: (content) => content,
};

/** A plan with `count` hosts that have everything. */
export function planOf(count: number, extra: Partial<PlanInput> = {}): Plan {
  const hosts = Array.from({ length: count }, (_, index) => ({
    name: `n${index + 1}`,
    address: `10.0.0.${index + 1}`,
  }));
  return completePlan(
    planSchema.parse({
      quorate: 1,
      name: 'orders',
      topology: 'three-node',
      hosts,
      clusters: [
        {
          name: 'pg-orders',
          members: hosts.map((host, index) => ({
            host: host.name,
            seq: index + 1,
            role: index === 0 ? 'primary' : 'replica',
          })),
        },
      ],
      ...extra,
    }),
  );
}

/** Two regions of three hosts each: pg-dr on n4 to n6 follows pg-main on n1 to n3. */
export function twoRegions(): Plan {
  const hosts = ['n1', 'n2', 'n3', 'n4', 'n5', 'n6'].map((name, index) => ({
    name,
    address: `10.0.0.${index + 1}`,
    site: index < 3 ? 'east' : 'west',
  }));
  const members = (from: number) =>
    hosts.slice(from, from + 3).map((host, index) => ({
      host: host.name,
      seq: from + index + 1,
      role: index === 0 ? ('primary' as const) : ('replica' as const),
    }));
  return planOf(0, {
    topology: 'geo-dr',
    sites: [
      { name: 'east', role: 'primary' },
      { name: 'west', role: 'standby' },
    ],
    hosts,
    clusters: [
      { name: 'pg-dr', members: members(3), standbyOf: { cluster: 'pg-main' } },
      { name: 'pg-main', members: members(0) },
    ],
  });
}

/** A Debian 12 host that nothing was done to. */
export function bareHost(change: Partial<HostFacts> = {}): HostFacts {
  return {
    ...goodChecks,
    platform: {
      id: 'debian',
      codename: 'bookworm',
      architecture: 'amd64',
      init: 'systemd',
      virtualization: 'none',
      uid: 0,
    },
    hardware: { cores: 4, memoryBytes: 8 * 1024 ** 3 },
    state: {
      project: undefined,
      planName: undefined,
      packages: [],
      files: [],
      directories: [],
      created: [],
      applied: new Map(),
      installing: false,
      bundles: [],
      arriving: new Map(),
    },
    lock: undefined,
    owner: undefined,
    packages: { versions: new Map(), held: new Set(), interrupted: [], dpkgInterrupted: false },
    files: new Map(),
    units: new Map(),
    libraries: new Set(),
    directories: new Map(),
    making: [],
    ports: [],
    routes: [],
    deployed: undefined,
    note: undefined,
    etcd: 'not-running',
    etcdCluster: undefined,
    patroni: undefined,
    walDisk: 500 * 1024 ** 3,
    appliedConfig: undefined,
    answering: [],
    sql: undefined,
    ...change,
  };
}

export async function stateOf(
  plan: Plan,
  facts: ReadonlyMap<string, HostFacts>,
  remembered: HostsSeen = {},
): Promise<DesiredState> {
  return stateWith(await loadTemplates(process.cwd()), plan, facts, remembered);
}

/** The same with templates that were read before. */
export function stateWith(
  templates: Templates,
  plan: Plan,
  facts: ReadonlyMap<string, HostFacts>,
  remembered: HostsSeen = {},
): DesiredState {
  return desiredState(
    {
      plan,
      projectId,
      remembered,
      refused: [],
      templates,
      packages: { bundles: undefined, install: (names) => `install ${names.join(' ')}` },
    },
    facts,
  );
}

const databaseDirectory: DirectoryState = {
  exists: true,
  entries: 20,
  sample: ['PG_VERSION'],
  pgVersion: '15',
  systemIdentifier: '7',
  hasDatabases: true,
  isReplica: false,
};
const etcdDirectory: DirectoryState = {
  ...databaseDirectory,
  entries: 1,
  sample: ['member'],
  pgVersion: undefined,
  systemIdentifier: undefined,
  hasDatabases: false,
};

function addressOf(state: DesiredState, host: string): string {
  return state.plan.hosts.find(({ name }) => name === host)?.address ?? '';
}

/** What a member of the etcd cluster of these hosts tells; the id says whose cluster it is. */
export function etcdClusterOf(state: DesiredState, names: readonly string[], clusterId = '77'): EtcdCluster {
  return {
    clusterId,
    memberId: '1',
    members: names.map((name) => ({
      id: name,
      name,
      peerUrls: [`https://${addressOf(state, name)}:2380`],
      clientUrls: [`https://${addressOf(state, name)}:2379`],
      learner: false,
    })),
  };
}

/** The facts of hosts on which everything is as the desired state says, the first member leading. */
export function deployedFacts(state: DesiredState): Map<string, HostFacts> {
  const facts = new Map<string, HostFacts>();
  for (const host of state.hosts) {
    const cluster = state.clusters.find((one) => one.cluster.name === host.member?.cluster.name);
    const leads = host.member?.cluster.members[0]?.host === host.host.name;
    const components = new Set(host.files.map((file) => file.component));
    facts.set(
      host.host.name,
      bareHost({
        state: {
          ...bareHost().state,
          project: projectId,
          directories: [host.etcd?.dataDirectory, host.member?.dataDirectory].filter((path) => path !== undefined),
          applied: new Map(
            [...components].map((component) => [
              component,
              new Map(
                host.files
                  .filter((file) => file.component === component)
                  .map((file) => [file.path, tools.digest(file.content)]),
              ),
            ]),
          ),
        },
        packages: {
          held: new Set(host.packages),
          versions: new Map(host.packages.map((name) => [name, installedVersions[name] ?? '1'])),
          interrupted: [],
          dpkgInterrupted: false,
        },
        files: new Map(
          host.files.map((file) => [file.path, { ...file, sha256: tools.digest(file.content), content: file.content }]),
        ),
        units: new Map(
          ['etcd', 'patroni', 'pgbouncer', 'haproxy'].map((unit) => [
            `${unit}.service`,
            { loaded: true, active: 'active', enabled: true, masked: false, mainPid: 7, needsDaemonReload: false },
          ]),
        ),
        directories: new Map<string, DirectoryState>([
          ...(host.member === undefined ? [] : [[host.member.dataDirectory, databaseDirectory] as const]),
          ...(host.etcd === undefined ? [] : [[host.etcd.dataDirectory, etcdDirectory] as const]),
        ]),
        deployed: recordOf(state.plan, 15),
        etcd: host.etcd === undefined ? 'not-running' : 'healthy',
        etcdCluster: host.etcd && etcdClusterOf(state, host.etcd.peers),
        patroni: host.member && {
          name: host.member.member.name,
          scope: host.member.cluster.name,
          role: leads ? (host.member.cluster.standbyOf === undefined ? 'primary' : 'standby_leader') : 'replica',
          state: 'running',
          systemIdentifier: '7',
          pendingRestart: false,
          members: host.member.cluster.members.map((member) => ({
            name: member.name,
            leads: member === host.member?.cluster.members[0],
            address: addressOf(state, member.host),
            timeline: 1,
          })),
          paused: false,
          dynamicConfig: cluster?.dynamicConfig,
        },
        appliedConfig: host.member && cluster?.dynamicConfig,
        sql: host.member && {
          missing: [],
          settings: [],
          overrides: [],
          conflicts: [],
          applied: tools.digest(cluster?.sql.join('\n') ?? ''),
          streaming: leads ? host.member.cluster.members.map((member) => member.name) : [],
        },
      }),
    );
  }
  return facts;
}
