import type { PlanSections } from '../../core/plan/planSections.ts';
import type { Release, TopologyId } from '../../core/plan/schema.ts';

/** One topology as it is deployed in the lab. */
export interface TopologyCase {
  readonly id: string;
  readonly topology: TopologyId;
  readonly layout: string;
  readonly release: Release;
  /** Sites of the hosts, in the order of the layout; one site for all when left out. */
  readonly sites?: readonly string[];
  readonly hosts: number;
  readonly objectives: PlanSections['objectives'];
  /** The loss that is tried when the whole matrix is not asked for. */
  readonly representative: string;
  /**
   * Whether it is tried in every run: a whole site with an rpo of 0. Two regions lose one of them in dr.test.ts, and three hosts of Debian 13 one in
   * membership.test.ts.
   */
  readonly always?: boolean;
}

const fast = { rto: 20 };
const twoTwoOne = ['dcA', 'dcA', 'dcB', 'dcB', 'dcC'];
const threeAndThree = ['primary', 'primary', 'primary', 'standby', 'standby', 'standby'];

/** Short leases where the fact tried does not depend on them. */
export const topologyCases: readonly TopologyCase[] = [
  {
    id: 'two-node-arbiter',
    topology: 'two-node',
    layout: 'arbiter',
    release: 'bookworm',
    hosts: 3,
    objectives: fast,
    representative: 'host=n1',
  },
  {
    id: 'two-node-no-arbiter',
    topology: 'two-node',
    layout: 'no-arbiter',
    release: 'bookworm',
    hosts: 2,
    objectives: fast,
    representative: 'host=n1',
  },
  {
    id: 'three-node-trixie',
    topology: 'three-node',
    layout: 'three-members',
    release: 'trixie',
    hosts: 3,
    objectives: { rto: 15 },
    representative: 'host=n1',
  },
  {
    id: 'three-node-bookworm',
    topology: 'three-node',
    layout: 'three-members',
    release: 'bookworm',
    hosts: 3,
    objectives: { rto: 15 },
    representative: 'host=n1',
  },
  {
    id: 'five-node',
    topology: 'five-node',
    layout: 'five-members',
    release: 'bookworm',
    hosts: 5,
    objectives: fast,
    representative: 'host=n1',
  },
  {
    id: 'dual-dc',
    topology: 'dual-dc',
    layout: 'two-two-one',
    release: 'bookworm',
    sites: twoTwoOne,
    hosts: 5,
    objectives: fast,
    representative: 'site=dcA',
  },
  {
    id: 'dual-dc-zero-loss',
    topology: 'dual-dc',
    layout: 'two-two-one',
    release: 'bookworm',
    sites: twoTwoOne,
    hosts: 5,
    objectives: { mode: 'zero-loss' },
    representative: 'site=dcA',
    always: true,
  },
  {
    id: 'geo-dr',
    topology: 'geo-dr',
    layout: 'three-and-three',
    release: 'bookworm',
    sites: threeAndThree,
    hosts: 6,
    objectives: fast,
    representative: 'site=primary',
  },
  {
    id: 'geo-dr-arbiter',
    topology: 'geo-dr',
    layout: 'three-and-two',
    release: 'bookworm',
    sites: threeAndThree,
    hosts: 6,
    objectives: fast,
    representative: 'host=n4',
  },
];
