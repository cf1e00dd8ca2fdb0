import type { HostRole, MemberRole } from '../../plan/schema.ts';
import type { ImportNote } from './importNote.ts';

export interface DraftHost {
  readonly address: string;
  name?: string | undefined;
  readonly roles: Set<HostRole>;
  ssh: DraftSsh;
}

export interface DraftSsh {
  readonly user?: string | undefined;
  readonly port?: number | undefined;
  readonly key?: string | undefined;
  readonly sudo?: boolean | undefined;
}

export interface DraftMember {
  readonly address: string;
  readonly seq: number;
  readonly role: MemberRole;
  readonly nosync: boolean;
}

export interface DraftCluster {
  readonly name: string;
  readonly members: readonly DraftMember[];
  /** What it has of the plan file's `postgres`. What all clusters have alike goes into the plan's own. */
  readonly postgres?: Readonly<Record<string, unknown>> | undefined;
  /** What the hints of our own export say that it has, where nobody changed the inventory since. */
  readonly hinted?: Readonly<Record<string, unknown>> | undefined;
  /** Of a standby cluster: the address of one of its upstream's hosts, and the delay in seconds. */
  readonly upstream?: { readonly address: string; readonly delaySeconds: number } | undefined;
}

/** Timing as the inventory says it, by the names of the plan's overrides; seconds, milliseconds for etcd. */
export interface DraftTiming {
  readonly patroni: Readonly<Record<string, number | undefined>>;
  readonly haproxy: Readonly<Record<string, number | undefined>>;
  readonly etcd: Readonly<Record<string, number | undefined>>;
}

/** What an inventory says, in the words of a plan. */
export interface ImportDraft {
  readonly hosts: Map<string, DraftHost>;
  readonly clusters: DraftCluster[];
  /** Addresses of etcd members that serve a standby region. */
  readonly standbyEtcd: Set<string>;
  ssh: DraftSsh;
  /** Sections of the plan file. */
  readonly settings: Record<string, Record<string, unknown>>;
  rtoSeconds?: number | undefined;
  rpoBytes?: number | undefined;
  timing: DraftTiming;
  hints: Readonly<Record<string, unknown>>;
  readonly notes: ImportNote[];
}

export function emptyDraft(hints: Readonly<Record<string, unknown>>, ssh: DraftSsh, notes: ImportNote[]): ImportDraft {
  return {
    hosts: new Map(),
    clusters: [],
    standbyEtcd: new Set(),
    ssh,
    settings: {},
    timing: { patroni: {}, haproxy: {}, etcd: {} },
    hints,
    notes,
  };
}

/** The host of that address, made when it is new. */
export function draftHost(draft: ImportDraft, address: string): DraftHost {
  const known = draft.hosts.get(address) ?? { address, roles: new Set<HostRole>(), ssh: {} };
  draft.hosts.set(address, known);
  return known;
}

/** Puts a value into a section, unless the inventory does not say. */
export function set(draft: ImportDraft, section: string, key: string, value: unknown): void {
  if (value !== undefined) draft.settings[section] = { ...draft.settings[section], [key]: value };
}
