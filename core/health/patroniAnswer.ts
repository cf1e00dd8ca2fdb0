import { z } from 'zod';

/** The state of a member. Role `offline`: nobody answers for it. */
export interface MemberState {
  readonly role: 'primary' | 'replica' | 'standby_leader' | 'offline';
  /** Patroni's word, such as `running`, `streaming`, `starting`, `stopped`; `unreachable` when nobody answers. */
  readonly state: string;
  readonly timeline: number | null;
  readonly lagBytes: number | null;
  readonly synchronous: boolean;
}

const text = z.string().max(200);
const lag = z.union([z.number(), text]).optional();

const memberSchema = z.object({
  name: text,
  role: text,
  state: text.optional(),
  timeline: z.union([z.number(), text]).optional(),
  lag,
  receive_lag: lag,
});

const clusterSchema = z.object({ members: z.array(memberSchema).max(1000), pause: z.boolean().optional() });

const instanceSchema = z.object({
  state: text.optional(),
  role: text.optional(),
  server_version: z.number().optional(),
  timeline: z.number().optional(),
  patroni: z.object({ version: text.optional() }).optional(),
});

/** What one member knows of its cluster. */
export interface ClusterAnswer {
  readonly members: ReadonlyMap<string, MemberState>;
  readonly paused: boolean;
}

/**
 * Reads the answer of Patroni's `GET /cluster` (3.0 to 4.x).
 * @param answer parsed JSON from the host: untrusted
 * @returns member states by member name, or undefined when it is not such an answer
 */
export function readCluster(answer: unknown): ClusterAnswer | undefined {
  const parsed = clusterSchema.safeParse(answer);
  if (!parsed.success) return undefined;
  const members = new Map<string, MemberState>();
  for (const member of parsed.data.members) {
    members.set(member.name, {
      role: roleOf(member.role),
      state: member.state ?? 'unknown',
      timeline: typeof member.timeline === 'number' ? member.timeline : null,
      // Patroni 4.1 splits lag into receive_lag and replay_lag; what was received is what a failover would keep.
      lagBytes: numberOrNull(member.receive_lag) ?? numberOrNull(member.lag),
      synchronous: /^(sync|quorum)_standby$/.test(member.role),
    });
  }
  return { members, paused: parsed.data.pause ?? false };
}

/** What one Patroni says of itself. */
export interface InstanceAnswer {
  readonly role: MemberState['role'];
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
    role: roleOf(parsed.data.role),
    state: data.state ?? 'unknown',
    timeline: data.timeline ?? null,
    postgresVersion: data.server_version ?? null,
    patroniVersion: data.patroni?.version ?? null,
  };
}

/** Patroni 3 says `master` where 4 says `primary`; `/cluster` says `leader`. */
function roleOf(word: string): MemberState['role'] {
  if (word === 'leader' || word === 'master' || word === 'primary') return 'primary';
  if (word === 'standby_leader') return 'standby_leader';
  return 'replica';
}

function numberOrNull(value: number | string | undefined): number | null {
  return typeof value === 'number' ? value : null;
}
