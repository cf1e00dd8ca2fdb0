import { newPlan } from '../../../core/plan/newPlan.ts';
import { parsePlan } from '../../../core/plan/parse.ts';
import type { Plan } from '../../../core/plan/plan.ts';
import { neededConnections } from '../../../core/preflight/connections.ts';
import type { HostObservation, ObservedFacts, PreflightInput } from '../../../core/preflight/observation.ts';
import { resolveTiming } from '../../../core/timing/resolveTiming.ts';
import { goodChecks } from '../facts/goodFacts.ts';

export type ReachedHost = Extract<HostObservation, { reached: true }>;

/** A three-node plan with a virtual IP and watchdog, so that every check has something to judge. */
export function examplePlan(): Plan {
  const made = newPlan({
    topology: 'three-node',
    name: 'orders',
    hosts: [1, 2, 3].map((n) => ({ name: `n${n}`, address: `10.0.0.${n}` })),
    sections: { access: { vip: { address: '10.0.0.100/24', interface: 'eth0' } }, patroni: { watchdog: 'automatic' } },
  });
  if (!made.ok) throw new Error(JSON.stringify(made.problems));
  const parsed = parsePlan(made.text);
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.problems));
  return parsed.parsed.plan;
}

const gib = 1024 ** 3;

/** What preflight sees of three good, empty hosts. */
export function goodInput(plan = examplePlan()): Omit<PreflightInput, 'hosts'> & { hosts: readonly ReachedHost[] } {
  const facts = (address: string): ObservedFacts => ({
    ...goodChecks,
    deployed: undefined,
    packages: { versions: new Map(), held: new Set(), interrupted: [], dpkgInterrupted: false },
    files: new Map(),
    units: new Map(),
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
    platform: {
      id: 'debian',
      codename: 'bookworm',
      architecture: 'amd64',
      init: 'systemd',
      virtualization: 'none',
      uid: 0,
    },
    hardware: { cores: 4, memoryBytes: 16 * gib },
    clock: { epochSeconds: 1, services: ['chrony'], synchronized: true },
    ports: [{ address: '0.0.0.0', port: 22, program: 'sshd' }],
    disks: [
      {
        directory: '/var/lib/postgresql',
        measuredAt: '/var/lib',
        freeBytes: 100 * gib,
        sizeBytes: 200 * gib,
        fsyncMedianSeconds: 0.001,
        fsyncWorstSeconds: 0.003,
      },
    ],
    interfaces: [
      { interface: 'lo', family: 'ipv4', address: '127.0.0.1', prefix: 8, mtu: 65_536 },
      { interface: 'eth0', family: 'ipv4', address, prefix: 24, mtu: 1500 },
    ],
    names: new Map(),
    vip: { address: '10.0.0.100', answers: false, by: '' },
    accounts: [],
    locales: ['C', 'C.utf8', 'POSIX'],
    watchdog: { device: true, softdogAvailable: true },
    leftovers: { dataDirectories: [], configurations: [], units: [] },
  });
  return {
    plan,
    timing: resolveTiming(plan),
    hosts: plan.hosts.map((host) => ({
      host: host.name,
      reached: true,
      facts: facts(host.address),
      clockOffset: { seconds: 0.001, uncertaintySeconds: 0.002 },
      deployedPlan: undefined,
      ours: false,
    })),
    pairs: neededConnections(plan).map((connection) => ({
      connection,
      probe: { address: '', port: connection.port, outcome: 'open', rttSeconds: 0.0004, detail: '' },
    })),
    refusals: [],
    bundles: [{ release: 'bookworm', architecture: 'amd64' }],
  };
}
