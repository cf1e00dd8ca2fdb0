import type { PlanSections } from './planSections.ts';

/** The comment at the top of a new plan, by layout: what it is, what it survives, and what it does not. */
export const topologyNotes: Readonly<Record<string, readonly string[]>> = {
  arbiter: [
    'Two PostgreSQL nodes and an arbiter, a small machine that only votes (etcd).',
    'Survives the loss of any one of the three: failover is automatic. The loss of two needs a person.',
  ],
  'no-arbiter': [
    'Two PostgreSQL nodes without an arbiter. There is exactly one etcd member, on the first host: two would be worse,',
    'since the loss of either would lose the quorum.',
    'If the host without etcd is lost, writes go on, after an automatic failover if it was the primary.',
    'If the host with etcd is lost, nothing fails over by itself, and a primary that is left becomes read-only: a person',
    'has to promote it. A third small machine with `roles: [etcd]` makes both automatic.',
  ],
  'three-members': [
    'Three nodes, each with PostgreSQL, etcd and HAProxy: the recommended start for production.',
    'Survives the loss of any one node: failover is automatic. The loss of two needs a person.',
    'Give hosts in different racks, rooms or availability zones a `zone` of their own.',
  ],
  'five-members': [
    'Five nodes; the last one is an offline replica for reports and backups (port 5438).',
    'Survives the loss of any two nodes: failover is automatic. The loss of three needs a person.',
    'Over three rooms put 2 + 2 + 1 of them, and name the room of each in `zone`.',
  ],
  'two-two-one': [
    'Two data centres with two PostgreSQL nodes each, and an arbiter (etcd only) at a third place.',
    'Survives the loss of either data centre or of the arbiter: failover is automatic. The loss of two places needs a person.',
    'Between the data centres the round trip should be under 5 ms for synchronous, under 20 ms for asynchronous replication.',
  ],
  'three-and-three': [
    'A cluster in a primary region, and a standby cluster in another region that follows it asynchronously.',
    'Each region has an etcd cluster of its own and survives the loss of any one of its nodes by itself.',
    'Between regions nothing is automatic: `quorate dr promote` makes the standby region writable once the other is fenced.',
  ],
  'three-and-two': [
    'A cluster in a primary region, and a standby cluster of two nodes in another region that follows it asynchronously.',
    'Each region has an etcd cluster of its own (in the standby region with the help of an arbiter) and survives the loss',
    'of any one of its nodes by itself.',
    'Between regions nothing is automatic: `quorate dr promote` makes the standby region writable once the other is fenced.',
  ],
};

/** What stands above each section, and the lines that show how to write it when it is left at its defaults. */
export const sectionNotes: Readonly<
  Record<keyof PlanSections, { readonly notes: readonly string[]; readonly example: readonly string[] }>
> = {
  ssh: {
    notes: ['How to reach the hosts; a host may have an `ssh` of its own. Also: key, jump ([user@]host[:port]), sudo.'],
    example: [],
  },
  objectives: {
    notes: [
      'How long writes may be interrupted (rto, seconds) and how much may be lost (rpo, bytes of WAL).',
      'Modes: default (30 s, 1MiB), fast (15 s, 1MiB), zero-loss (30 s, 0), conservative (60 s, 1MiB); or rto and rpo themselves.',
    ],
    example: [],
  },
  postgres: {
    notes: ['PostgreSQL. Templates: oltp, olap, crit, tiny; sizes come from the cores and memory of each host.'],
    example: [
      'postgres:',
      '  template: oltp',
      '  parameters: { log_min_duration_statement: 500 }',
      '  databases: [{ name: app, owner: app }]',
      '  users: [{ name: app }]',
      '  clients: [10.0.0.0/8]',
    ],
  },
  patroni: {
    notes: [
      'Patroni. Timing follows from the objectives unless it is given here, in seconds.',
      'basebackup.maxRate limits the bandwidth at which a new replica is copied, a size per second.',
    ],
    example: [
      'patroni:',
      '  watchdog: automatic',
      '  timing: { ttl: 30, loopWait: 10, retryTimeout: 10 }',
      '  basebackup: { maxRate: 50MiB }',
    ],
  },
  network: {
    notes: ['Round trips, to be replaced by what `quorate preflight` measures.'],
    example: ['network: { rtt: 0.5ms }'],
  },
  access: {
    notes: ['A virtual IP that follows the primary (all members in one layer-2 network), or a name that clients use.'],
    example: ['access: { vip: { address: 192.0.2.100/24, interface: eth0 }, dns: db.example.com }'],
  },
  etcd: { notes: [], example: [] },
  haproxy: { notes: [], example: [] },
  pgbouncer: {
    notes: ['Connection pool in front of PostgreSQL on each host.'],
    example: ['pgbouncer: { poolMode: transaction, maxClientConnections: 2000, defaultPoolSize: 25 }'],
  },
  packages: {
    notes: ["Where packages come from: the hosts' own apt sources, or a bundle for hosts without network."],
    example: ['packages: { source: bundle, file: main.bundle }'],
  },
  security: { notes: [], example: [] },
  monitoring: { notes: ['Metrics of every PostgreSQL for Prometheus.'], example: [] },
};
