import { z } from 'zod';
import { phraseText, say } from '../wording/phrase.ts';
import { databaseSchema, hbaRuleSchema, userSchema } from './postgresObjects.ts';
import { basebackupRateSchema, durationSchema, sizeSchema } from './quantities.ts';
import { draftLine, line } from './schemaText.ts';

/** The plan file's version that this program writes. Older ones are migrated, newer ones refused. */
export const planVersion = 1;

export const topologyIds = ['two-node', 'three-node', 'five-node', 'dual-dc', 'geo-dr'] as const;
export const siteRoles = ['primary', 'secondary', 'arbiter', 'standby'] as const;
export const hostRoles = ['postgres', 'etcd', 'haproxy'] as const;
export const memberRoles = ['primary', 'replica', 'offline'] as const;
export const objectiveModes = ['default', 'fast', 'zero-loss', 'conservative', 'custom'] as const;
export const tuningTemplates = ['oltp', 'olap', 'crit', 'tiny'] as const;
export const watchdogModes = ['off', 'automatic', 'required'] as const;
export const releases = ['bookworm', 'trixie'] as const;

/** What no schema says by itself, in words. */
export const directoryRule = say`must be an absolute path of letters, digits, dots, hyphens and underscores, such as /data/pg`;
export const parameterAllowed = say`text of one line, a number, true or false`;

/** A directory on the hosts. It reaches shells, unit files and Patroni: nothing in it needs quoting, and no part begins with a dot or a hyphen. */
export const directoryPattern = /^(?:\/[A-Za-z0-9][A-Za-z0-9._-]*)+$/;
const directory = z.string().max(200).regex(directoryPattern, phraseText(directoryRule));
const port = z.int().min(1).max(65_535);
const seconds = z.number().positive().max(86_400);
const milliseconds = z.number().positive().max(600_000);

/** One host's own settings. No defaults here: what is left out comes from the plan's `ssh`. */
export const hostSshSchema = z.strictObject({
  user: line(64).optional().describe('Login on the hosts'),
  port: port.optional().describe('Port of SSH'),
  key: line(4096).optional().describe('Path of the private key on the operator machine; the agent is tried without it'),
  jump: line(255).optional().describe('Jump host: [user@]host[:port]'),
  sudo: z.boolean().optional().describe('Use sudo for changes; default: true unless user is root'),
});

export const sshSchema = hostSshSchema.extend({
  user: line(64).default('root').describe('Login on the hosts'),
  port: port.default(22).describe('Port of SSH'),
});

export const siteSchema = z.strictObject({
  name: line(63).describe('Data centre, room or region'),
  role: z.enum(siteRoles).describe('secondary: may take over; arbiter: votes only; standby: another region (geo-dr)'),
});

export const hostSchema = z.strictObject({
  name: line(63).describe('Short host name: letters, digits and hyphens'),
  address: draftLine(255).describe('IPv4, IPv6 or a name that every host resolves; empty in a draft'),
  site: line(63).optional().describe('Default: the first site'),
  zone: line(63).optional().describe('Failure domain inside the site, such as a rack; default: the host itself'),
  roles: z
    .array(z.enum(hostRoles))
    .min(1)
    .default(['postgres', 'etcd', 'haproxy'])
    .describe('What runs on the host; an arbiter has [etcd]'),
  ssh: hostSshSchema.optional().describe("How to reach this host, where it differs from the plan's ssh"),
});

export const memberSchema = z.strictObject({
  host: line(63).describe('Name of a host'),
  seq: z.int().min(0).max(9999).describe('Number of the member; its name is <cluster>-<seq>'),
  role: z.enum(memberRoles).describe('primary: the first leader; offline: a replica for reports and backups'),
  nosync: z.boolean().optional().describe('Never a synchronous standby'),
});

const parameterError = { error: `allowed: ${phraseText(parameterAllowed)}` };

const majorVersion = z.int().min(13).max(18);
const parameters = z.record(line(63), z.union([line(1000).or(z.literal('')), z.number(), z.boolean()], parameterError));
const hba = z.array(hbaRuleSchema).max(1000);

export const postgresSchema = z.strictObject({
  version: majorVersion.optional().describe("Major version; default: the one of the hosts' distribution"),
  template: z.enum(tuningTemplates).optional().describe('Default: crit for zero-loss, else oltp'),
  port: port.default(5432),
  dataDirectory: directory
    .optional()
    .describe(
      'Data directory of every member, such as one on a disk of its own; default: /var/lib/postgresql/<version>/<cluster>',
    ),
  walDirectory: directory
    .optional()
    .describe('Disk for WAL: pg_wal becomes <walDirectory>/<cluster>; default: in the data directory'),
  parameters: parameters.default({}).describe('Settings of postgresql.conf, over those of the template'),
  databases: z.array(databaseSchema).default([]).describe('Databases to create'),
  users: z.array(userSchema).default([]).describe('Roles to create; the passwords of those that log in are generated'),
  hba: hba.default([]).describe('Rules of pg_hba.conf, in this order'),
  packages: z
    .array(line(100))
    .max(50)
    .default([])
    .describe('More packages for the members, such as postgresql-{version}-cron; {version} is the major version'),
  clients: z
    .array(line(64))
    .default(['0.0.0.0/0', '::/0'])
    .describe('Networks that may log in with a password (pg_hba)'),
});

/** What one cluster has otherwise than the plan's `postgres`. No defaults here: what is left out comes from there. */
export const clusterPostgresSchema = z.strictObject({
  version: majorVersion.optional(),
  template: z.enum(tuningTemplates).optional(),
  parameters: parameters.optional().describe("Over those of the plan's postgres, by name"),
  databases: z.array(databaseSchema).optional(),
  users: z.array(userSchema).optional(),
  hba: hba.optional(),
  clients: z.array(line(64)).optional(),
});

export const clusterSchema = z.strictObject({
  name: line(63).describe('Patroni scope: letters, digits and hyphens'),
  members: z.array(memberSchema).min(1).max(100),
  standbyOf: z
    .strictObject({ cluster: line(63), delay: durationSchema.optional().describe('recovery_min_apply_delay, seconds') })
    .optional()
    .describe('Makes this a standby cluster that follows another one (geo-dr)'),
  postgres: clusterPostgresSchema
    .optional()
    .describe("What this cluster has otherwise: each key takes the place of the plan's postgres, parameters by name"),
});

export const objectivesSchema = z.strictObject({
  mode: z.enum(objectiveModes).optional().describe('Default: custom when rto or rpo is given, else default'),
  rto: seconds.optional().describe('Recovery time objective, seconds'),
  rpo: sizeSchema.optional().describe('Recovery point objective, bytes of WAL; 0 is synchronous'),
});

export const patroniSchema = z.strictObject({
  port: port.default(8008),
  watchdog: z.enum(watchdogModes).optional().describe('Default: automatic with template crit, else off'),
  failsafe: z.boolean().default(true).describe('failsafe_mode: without etcd, a primary that reaches all members stays'),
  synchronous: z
    .strictObject({
      strict: z.boolean().optional().describe('Commits wait when no synchronous standby is left'),
      nodes: z.int().min(1).max(10).optional().describe('synchronous_node_count'),
    })
    .default({})
    .describe('Synchronous replication, which is on when rpo is 0'),
  timing: z
    .strictObject({
      ttl: seconds.optional(),
      loopWait: seconds.optional(),
      retryTimeout: seconds.optional(),
      primaryStartTimeout: z.number().min(0).max(86_400).optional(),
      primaryStopTimeout: z.number().min(0).max(86_400).optional(),
      safetyMargin: z.number().min(-1).max(3600).optional().describe('Watchdog safety margin; -1 is ttl/2'),
    })
    .default({})
    .describe('Explicit overrides, seconds'),
  basebackup: z
    .strictObject({
      maxRate: basebackupRateSchema
        .optional()
        .describe('Limit on bandwidth, a size per second, 32KiB to 1GiB (pg_basebackup --max-rate); default: none'),
    })
    .optional()
    .describe('How a new replica is copied from another member'),
});

export const etcdSchema = z.strictObject({
  clientPort: port.default(2379),
  peerPort: port.default(2380),
  heartbeat: milliseconds.optional().describe('Milliseconds'),
  election: milliseconds.optional().describe('Milliseconds'),
  dataDirectory: directory.optional().describe('Data directory of every member; default: /var/lib/etcd/quorate'),
  quota: sizeSchema.default(2 * 1024 ** 3).describe('Backend quota, bytes'),
});

export const haproxySchema = z.strictObject({
  ports: z
    .strictObject({
      primary: port.default(5433),
      replica: port.default(5434),
      default: port.default(5436),
      offline: port.default(5438),
      stats: port.default(9101),
    })
    .prefault({})
    .describe('Ports that clients use'),
  checks: z
    .strictObject({
      inter: seconds.optional(),
      fastinter: seconds.optional(),
      downinter: seconds.optional(),
      rise: z.int().min(1).max(100).optional(),
      fall: z.int().min(1).max(100).optional(),
    })
    .default({})
    .describe('Explicit overrides, seconds and counts'),
  maxconn: z.int().min(1).max(1_000_000).default(3000),
});

export const pgbouncerSchema = z.strictObject({
  port: port.default(6432),
  poolMode: z.enum(['transaction', 'session', 'statement']).default('transaction'),
  maxClientConnections: z.int().min(1).max(1_000_000).default(2000),
  defaultPoolSize: z.int().min(1).max(10_000).default(25),
  maxDbConnections: z.int().min(0).max(10_000).default(80).describe('Server connections per database; 0 is unlimited'),
});

export const networkSchema = z.strictObject({
  rtt: durationSchema.optional().describe('Round trip between hosts of one site, seconds'),
  links: z
    .array(z.strictObject({ between: z.tuple([line(63), line(63)]), rtt: durationSchema }))
    .default([])
    .describe('Round trip between two sites, seconds'),
});

export const accessSchema = z.strictObject({
  vip: z
    .strictObject({ address: draftLine(64).describe('ADDRESS/PREFIX; empty in a draft'), interface: line(15) })
    .optional()
    .describe('Virtual IP that follows the primary, held by keepalived; one layer-2 network'),
  dns: line(253).optional().describe('Name that clients use'),
});

export const packagesSchema = z.strictObject({
  source: z.enum(['repository', 'bundle']).default('repository'),
  file: line(4096).optional().describe('Bundle file on the operator machine'),
  url: line(2048).optional().describe('Extra apt repository: "URI SUITE COMPONENT..."'),
  key: line(4096).optional().describe('Signing key of the extra repository, file on the operator machine'),
  replace: z
    .array(line(100))
    .max(50)
    .default([])
    .describe('Packages that the extra repository brings although the distribution has its own, such as patroni'),
  release: z.enum(releases).optional().describe('Expected release of the hosts; default: whatever they run'),
});

export const monitoringSchema = z.strictObject({
  exporter: z
    .boolean()
    .default(false)
    .describe('Metrics of every PostgreSQL for Prometheus, by prometheus-postgres-exporter on its host'),
  port: port
    .default(9187)
    .describe(
      'Port of the metrics, for the networks in postgres.clients and the hosts; in containers systemd cannot keep others out',
    ),
});

export const securitySchema = z.strictObject({
  tls: z.boolean().default(true).describe('TLS for etcd, Patroni, PostgreSQL and PgBouncer'),
});

/** The whole plan file. Unknown keys are errors. Defaults that need no other field are filled in here, the rest in `completePlan`. */
export const planSchema = z.strictObject({
  quorate: z.literal(planVersion).describe('Version of the plan file'),
  name: line(63).describe('Name of the plan: letters, digits, hyphens and underscores'),
  topology: z.enum(topologyIds),
  sites: z.array(siteSchema).max(20).default([]).describe('Default: one primary site, dc1'),
  ssh: sshSchema.prefault({}),
  hosts: z.array(hostSchema).min(1).max(1000),
  clusters: z.array(clusterSchema).min(1).max(100),
  objectives: objectivesSchema.default({}),
  postgres: postgresSchema.prefault({}),
  patroni: patroniSchema.prefault({}),
  etcd: etcdSchema.prefault({}),
  haproxy: haproxySchema.prefault({}),
  pgbouncer: pgbouncerSchema.prefault({}),
  network: networkSchema.prefault({}),
  access: accessSchema.default({}),
  packages: packagesSchema.prefault({}),
  security: securitySchema.prefault({}),
  monitoring: monitoringSchema.prefault({}),
});

/** What a person may write. */
export type PlanInput = z.input<typeof planSchema>;
/** What the schema makes of it: sizes in bytes, durations in seconds, simple defaults filled in. */
export type PlanFile = z.output<typeof planSchema>;

/** What one cluster has otherwise than the plan's `postgres`. */
export type ClusterPostgres = z.output<typeof clusterPostgresSchema>;
export type TopologyId = (typeof topologyIds)[number];
export type SiteRole = (typeof siteRoles)[number];
export type HostRole = (typeof hostRoles)[number];
export type MemberRole = (typeof memberRoles)[number];
export type ObjectiveMode = (typeof objectiveModes)[number];
export type TuningTemplate = (typeof tuningTemplates)[number];
export type WatchdogMode = (typeof watchdogModes)[number];
export type Release = (typeof releases)[number];
