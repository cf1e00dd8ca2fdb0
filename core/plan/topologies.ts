import type { HostRole, MemberRole, SiteRole, TopologyId } from './schema.ts';

/** What may be lost. A key of the texts that name it, never shown as it is. */
export type LossKey =
  | 'any-host'
  | 'any-two-hosts'
  | 'any-three-hosts'
  | 'any-data-host'
  | 'arbiter'
  | 'host-with-etcd'
  | 'host-without-etcd'
  | 'any-site'
  | 'any-two-sites'
  | 'standby-region'
  | 'primary-region';

/**
 * What becomes of writes: they go on after an automatic failover at most, or wait for a person.
 * These are the promises of a layout as it is written here; the simulator says what a given plan really does.
 */
export type LossOutcome = 'automatic' | 'manual';

/** What one host of a layout is for. */
export interface Position {
  readonly site: string;
  readonly roles: readonly HostRole[];
  /** Index of the cluster and the host's part in it; left out for a host without PostgreSQL. */
  readonly member?: { readonly cluster: 0 | 1; readonly role: MemberRole } | undefined;
}

/** One way to lay a topology out; hosts take the positions in the order in which they are given. */
export interface Layout {
  readonly id: string;
  readonly positions: readonly Position[];
  /** Part of every further host; left out where the number of hosts is fixed. */
  readonly further?: Position | undefined;
  readonly outcomes: readonly { readonly loss: LossKey; readonly outcome: LossOutcome }[];
}

export interface Topology {
  readonly id: TopologyId;
  readonly sites: readonly { readonly name: string; readonly role: SiteRole }[];
  /** The first layout is the recommended one. */
  readonly layouts: readonly [Layout, ...Layout[]];
  /** What a new plan asks for: its timing is then the calmest that meets it typically. */
  readonly objectives: { readonly rto: number; readonly rpo: string };
  /** Round trips to start from until they are measured. */
  readonly links: readonly { readonly between: readonly [string, string]; readonly rtt: string }[];
}

const dataRoles: readonly HostRole[] = ['postgres', 'etcd', 'haproxy'];
const withoutEtcd: readonly HostRole[] = ['postgres', 'haproxy'];

function data(site: string, role: MemberRole, cluster: 0 | 1 = 0, roles = dataRoles): Position {
  return { site, roles, member: { cluster, role } };
}

function arbiter(site: string): Position {
  return { site, roles: ['etcd'] };
}

const oneSite = [{ name: 'dc1', role: 'primary' }] as const;
const furtherReplica = data('dc1', 'replica', 0, withoutEtcd);
const primaryRegion = [data('primary', 'primary'), data('primary', 'replica'), data('primary', 'replica')];
const geoOutcomes = [
  { loss: 'any-host', outcome: 'automatic' },
  { loss: 'standby-region', outcome: 'automatic' },
  { loss: 'primary-region', outcome: 'manual' },
] as const;

/** The five topologies as data: sites, the hosts by position, and what each layout survives. */
export const topologies: Readonly<Record<TopologyId, Topology>> = {
  'two-node': {
    id: 'two-node',
    sites: oneSite,
    layouts: [
      {
        id: 'arbiter',
        positions: [data('dc1', 'primary'), data('dc1', 'replica'), arbiter('dc1')],
        outcomes: [
          { loss: 'any-data-host', outcome: 'automatic' },
          { loss: 'arbiter', outcome: 'automatic' },
          { loss: 'any-two-hosts', outcome: 'manual' },
        ],
      },
      {
        // Two etcd members would be worse than one: losing either of them loses the quorum.
        id: 'no-arbiter',
        positions: [data('dc1', 'primary'), data('dc1', 'replica', 0, withoutEtcd)],
        outcomes: [
          { loss: 'host-without-etcd', outcome: 'automatic' },
          { loss: 'host-with-etcd', outcome: 'manual' },
        ],
      },
    ],
    // Two nodes have no third opinion: a calm lease costs less than a needless failover.
    objectives: { rto: 60, rpo: '1MiB' },
    links: [],
  },
  'three-node': {
    id: 'three-node',
    sites: oneSite,
    layouts: [
      {
        id: 'three-members',
        positions: [data('dc1', 'primary'), data('dc1', 'replica'), data('dc1', 'replica')],
        further: furtherReplica,
        outcomes: [
          { loss: 'any-host', outcome: 'automatic' },
          { loss: 'any-two-hosts', outcome: 'manual' },
        ],
      },
    ],
    objectives: { rto: 30, rpo: '1MiB' },
    links: [],
  },
  'five-node': {
    id: 'five-node',
    sites: oneSite,
    layouts: [
      {
        id: 'five-members',
        positions: [
          data('dc1', 'primary'),
          data('dc1', 'replica'),
          data('dc1', 'replica'),
          data('dc1', 'replica'),
          data('dc1', 'offline'),
        ],
        further: furtherReplica,
        outcomes: [
          { loss: 'any-two-hosts', outcome: 'automatic' },
          { loss: 'any-three-hosts', outcome: 'manual' },
        ],
      },
    ],
    objectives: { rto: 30, rpo: '1MiB' },
    links: [],
  },
  'dual-dc': {
    id: 'dual-dc',
    sites: [
      { name: 'dcA', role: 'primary' },
      { name: 'dcB', role: 'secondary' },
      { name: 'dcC', role: 'arbiter' },
    ],
    layouts: [
      {
        id: 'two-two-one',
        positions: [
          data('dcA', 'primary'),
          data('dcA', 'replica'),
          data('dcB', 'replica'),
          data('dcB', 'replica'),
          arbiter('dcC'),
        ],
        outcomes: [
          { loss: 'any-two-hosts', outcome: 'automatic' },
          { loss: 'any-site', outcome: 'automatic' },
          { loss: 'any-two-sites', outcome: 'manual' },
        ],
      },
    ],
    objectives: { rto: 30, rpo: '1MiB' },
    links: [
      { between: ['dcA', 'dcB'], rtt: '3ms' },
      { between: ['dcA', 'dcC'], rtt: '5ms' },
      { between: ['dcB', 'dcC'], rtt: '5ms' },
    ],
  },
  'geo-dr': {
    id: 'geo-dr',
    sites: [
      { name: 'primary', role: 'primary' },
      { name: 'standby', role: 'standby' },
    ],
    layouts: [
      {
        id: 'three-and-three',
        positions: [
          ...primaryRegion,
          data('standby', 'primary', 1),
          data('standby', 'replica', 1),
          data('standby', 'replica', 1),
        ],
        outcomes: geoOutcomes,
      },
      {
        id: 'three-and-two',
        positions: [...primaryRegion, data('standby', 'primary', 1), data('standby', 'replica', 1), arbiter('standby')],
        outcomes: geoOutcomes,
      },
    ],
    objectives: { rto: 30, rpo: '1MiB' },
    links: [{ between: ['primary', 'standby'], rtt: '30ms' }],
  },
};
