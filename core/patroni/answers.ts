import { z } from 'zod';

/** The role of a member: whoever leads a standby cluster is no primary. */
export type PatroniRole = 'primary' | 'replica' | 'standby_leader';

/** The state of a member. Role `offline`: nobody answers for it. */
export interface MemberState {
  readonly role: PatroniRole | 'offline';
  /** Patroni's word, such as `running`, `streaming`, `starting`, `stopped`; `unreachable` when nobody answers. */
  readonly state: string;
  readonly timeline: number | null;
  readonly lagBytes: number | null;
  readonly synchronous: boolean;
  /** Where its PostgreSQL is reached; empty when Patroni does not tell. */
  readonly address: string;
}

const text = z.string().max(200);
const lag = z.union([z.number(), text]).optional();

/** One member in Patroni's `GET /cluster` (3.0 to 4.x). */
export const memberSchema = z.object({
  name: text,
  role: text.default(''),
  state: text.optional(),
  host: text.optional(),
  port: z.union([z.number(), text.regex(/^-?\d+$/).transform(Number)]).optional(),
  timeline: z.union([z.number(), text]).optional().catch(undefined),
  lag,
  receive_lag: lag,
  tags: z.record(z.string(), z.unknown()).nullish(),
});

const clusterSchema = z.object({ members: z.array(memberSchema).max(1000), pause: z.boolean().optional() });

/** Patroni's `GET /patroni`. */
export const instanceSchema = z.object({
  state: text.optional(),
  role: text.optional(),
  server_version: z.number().optional(),
  timeline: z.number().optional(),
  database_system_identifier: text.optional(),
  pending_restart: z.boolean().default(false),
  pause: z.boolean().default(false),
  patroni: z.object({ version: text.optional(), scope: text.default(''), name: text.default('') }).optional(),
});

/** What one member knows of its cluster. */
export interface ClusterAnswer {
  readonly members: ReadonlyMap<string, MemberState>;
  readonly paused: boolean;
}

/**
 * Reads the answer of Patroni's `GET /cluster`.
 * @param answer parsed JSON from the host: untrusted
 * @returns member states by member name, or undefined when it is not such an answer
 */
export function readCluster(answer: unknown): ClusterAnswer | undefined {
  const parsed = clusterSchema.safeParse(answer);
  if (!parsed.success) return undefined;
  const members = new Map<string, MemberState>();
  for (const member of parsed.data.members) {
    members.set(member.name, {
      role: patroniRole(member.role) ?? 'replica',
      state: member.state ?? 'unknown',
      timeline: typeof member.timeline === 'number' ? member.timeline : null,
      // Patroni 4.1 splits lag into receive_lag and replay_lag; what was received is what a failover would keep.
      lagBytes: numberOrNull(member.receive_lag) ?? numberOrNull(member.lag),
      synchronous: /^(sync|quorum)_standby$/.test(member.role),
      address: member.host ?? '',
    });
  }
  return { members, paused: parsed.data.pause ?? false };
}

/** What one Patroni says of itself. */
export interface InstanceAnswer {
  readonly role: PatroniRole;
  readonly state: string;
  readonly timeline: number | null;
  /** `server_version`, such as 150020; null when PostgreSQL does not run. */
  readonly postgresVersion: number | null;
  readonly patroniVersion: string | null;
}

/** Reads the answer of Patroni's `GET /patroni`; undefined when it is not such an answer. */
export function readInstance(answer: unknown): InstanceAnswer | undefined {
  const parsed = instanceSchema.safeParse(answer);
  if (!parsed.success || parsed.data.role === undefined) return undefined;
  const { data } = parsed;
  return {
    role: patroniRole(parsed.data.role) ?? 'replica',
    state: data.state ?? 'unknown',
    timeline: data.timeline ?? null,
    postgresVersion: data.server_version ?? null,
    patroniVersion: data.patroni?.version ?? null,
  };
}

/**
 * The role that a word of Patroni means: 3.x says `master` where 4 says `primary`, and `/cluster` says `leader` and tells the kinds of replicas
 * apart. Undefined for what is none, such as `uninitialized`.
 */
export function patroniRole(word: string): PatroniRole | undefined {
  switch (word) {
    case 'leader':
    case 'master':
    case 'primary':
      return 'primary';
    case 'standby_leader':
      return 'standby_leader';
    case 'replica':
    case 'sync_standby':
    case 'quorum_standby':
      return 'replica';
    default:
      return undefined;
  }
}

function numberOrNull(value: number | string | undefined): number | null {
  return typeof value === 'number' ? value : null;
}

/** Whether the PostgreSQL of a member runs, and streams where it is a replica, by Patroni's word for its state. */
export function serves(member: { readonly state: string } | undefined): boolean {
  return member?.state === 'running' || member?.state === 'streaming';
}

/** Whether a member leads its cluster, as a primary or as the leader of a standby cluster. */
export function isLeading(member: { readonly role: string } | undefined): boolean {
  return member?.role === 'primary' || member?.role === 'standby_leader';
}
