import { completePlan } from '../../../core/plan/complete.ts';
import type { Plan } from '../../../core/plan/plan.ts';
import { type PlanInput, planSchema, type TopologyId } from '../../../core/plan/schema.ts';
import type { HostEnvironment } from '../../../core/render/renderedFile.ts';
import type { Timing } from '../../../core/timing/timing.ts';

const gibibyte = 1024 ** 3;

/** A plan as the schema and the defaults make it. */
export function planOf(input: PlanInput): Plan {
  return completePlan(planSchema.parse(input));
}

/** The default timing of a 30-second objective, written out: rendering only copies it. */
export const timing: Timing = {
  patroni: {
    ttlSeconds: 30,
    loopWaitSeconds: 10,
    retryTimeoutSeconds: 10,
    primaryStartTimeoutSeconds: 10,
    primaryStopTimeoutSeconds: 0,
    maximumLagOnFailoverBytes: 1_048_576,
    safetyMarginSeconds: 5,
  },
  haproxy: { interSeconds: 3, fastinterSeconds: 1, downinterSeconds: 3, rise: 3, fall: 3 },
  etcd: { heartbeatMilliseconds: 100, electionMilliseconds: 1000 },
  explanations: [],
};

export const environment: HostEnvironment = {
  release: 'bookworm',
  cores: 4,
  memoryBytes: 8 * gibibyte,
  diskBytes: 500 * gibibyte,
};

const hosts = (count: number, site?: string, from = 1): PlanInput['hosts'] =>
  Array.from({ length: count }, (_, index) => ({
    name: `n${from + index}`,
    address: `10.0.0.${from + index}`,
    ...(site === undefined ? {} : { site }),
  }));

const members = (count: number, from = 1): PlanInput['clusters'][number]['members'] =>
  Array.from({ length: count }, (_, index) => ({
    host: `n${from + index}`,
    seq: index + 1,
    role: index === 0 ? 'primary' : 'replica',
  }));

const application = {
  users: [
    { name: 'dba', createdb: true },
    { name: 'app', memberOf: ['pg_read_all_stats'] },
  ],
  databases: [{ name: 'orders', owner: 'app' }],
};

/** One plan for each topology, between them covering every option that changes a file. */
export const topologyInputs: Readonly<Record<TopologyId, PlanInput>> = {
  'three-node': {
    quorate: 1,
    name: 'orders',
    topology: 'three-node',
    hosts: hosts(3),
    clusters: [{ name: 'pg-orders', members: members(3) }],
    postgres: application,
  },
  'two-node': {
    quorate: 1,
    name: 'pair',
    topology: 'two-node',
    hosts: [...hosts(2), { name: 'arbiter', address: '10.0.0.9', roles: ['etcd'] }],
    clusters: [{ name: 'pg-pair', members: members(2) }],
    security: { tls: false },
  },
  'five-node': {
    quorate: 1,
    name: 'finance',
    topology: 'five-node',
    hosts: hosts(5),
    clusters: [{ name: 'pg-finance', members: [...members(4), { host: 'n5', seq: 5, role: 'offline' }] }],
    postgres: { template: 'olap', parameters: { work_mem: '32MB', 'auto_explain.log_min_duration': '5s' } },
    access: { vip: { address: '10.0.0.100/24', interface: 'eth0' } },
  },
  'dual-dc': {
    quorate: 1,
    name: 'metro',
    topology: 'dual-dc',
    sites: [
      { name: 'dc-a', role: 'primary' },
      { name: 'dc-b', role: 'secondary' },
      { name: 'arbiter', role: 'arbiter' },
    ],
    hosts: [
      ...hosts(2, 'dc-a'),
      ...hosts(2, 'dc-b', 3),
      { name: 'n5', address: '10.0.0.5', site: 'arbiter', roles: ['etcd'] },
    ],
    clusters: [
      {
        name: 'pg-metro',
        members: members(4).map((member) => (member.host === 'n2' ? { ...member, nosync: true } : member)),
      },
    ],
    objectives: { mode: 'zero-loss' },
    patroni: { watchdog: 'automatic', synchronous: { strict: true } },
  },
  'geo-dr': {
    quorate: 1,
    name: 'world',
    topology: 'geo-dr',
    sites: [
      { name: 'west', role: 'primary' },
      { name: 'east', role: 'standby' },
    ],
    hosts: [...hosts(3, 'west'), ...hosts(3, 'east', 4)],
    clusters: [
      { name: 'pg-west', members: members(3) },
      { name: 'pg-east', members: members(3, 4), standbyOf: { cluster: 'pg-west', delay: '1h' } },
    ],
    postgres: { template: 'tiny' },
  },
};
