import type { ClusterAnswer, InstanceAnswer, MemberState } from '../patroni/answers.ts';
import type { PhraseValue } from '../wording/phrase.ts';
import type { HostCertificate } from './certificates.ts';
import type { Drift } from './drift.ts';
import type { HaproxyServer } from './haproxyStats.ts';
import type { LeftOutHost } from './leftOut.ts';
import type { ReturnedHost } from './returned.ts';
import type { ProbedService } from './serviceProbe.ts';
import type { Stranger } from './strangers.ts';
import type { Trouble, TroubleId } from './trouble.ts';

/** One thing that keeps a deployment from being healthy. */
export interface Reason {
  readonly id: string;
  readonly subject: string;
  readonly message: string;
  /** The message with its values apart, for another language. */
  readonly said: PhraseValue;
}

/** What is asked on a host. */
export const services = ['patroni', 'etcd', 'haproxy'] as const;
export type Service = (typeof services)[number];

/** What could be read from one host; parts that did not answer are undefined. */
export interface HostStatus {
  readonly host: string;
  /** Why the host as a whole could not be asked; undefined when it answered SSH. */
  readonly unreachable?: string | undefined;
  /** The same for a program, as far as it is known. */
  readonly trouble?: Trouble | undefined;
  /** Why a service of the host did not answer. */
  readonly troubles?: Readonly<Partial<Record<Service, TroubleId>>> | undefined;
  /** Services whose answers are from an earlier question, because the latest one is still to be answered. */
  readonly late?: readonly Service[] | undefined;
  readonly cluster?: ClusterAnswer | undefined;
  readonly instance?: InstanceAnswer | undefined;
  readonly etcd?:
    | {
        readonly leader: boolean;
        readonly version: string;
        readonly errors: readonly string[];
        /** 64 bits, in decimal. */
        readonly clusterId?: string | undefined;
      }
    | undefined;
  readonly haproxy?: readonly HaproxyServer[] | undefined;
  /** Those that its services read; none where nobody asked. */
  readonly certificates?: readonly HostCertificate[] | undefined;
  /** Packages of the plan that it has and nobody holds at their versions; undefined where nobody asked. */
  readonly loose?: readonly string[] | undefined;
  /** Services that were asked whether they do their work and do not; undefined where nobody asked. */
  readonly silent?: readonly string[] | undefined;
}

export interface StatusMember {
  readonly name: string;
  readonly host: string;
  readonly role: MemberState['role'];
  /** Its own Patroni says this now; otherwise it is what others say, or what it said before. */
  readonly own: boolean;
  readonly state: string;
  readonly timeline: number | null;
  readonly lagBytes: number | null;
  readonly synchronous: boolean;
  readonly postgres: string | null;
  readonly patroni: string | null;
}

/** The state of everything that a plan describes, as `quorate status --json` prints it. */
export interface StatusDocument {
  /** Nothing speaks against it: see `reasons`. */
  readonly healthy: boolean;
  /** Everything that keeps it from being healthy, the worst first. */
  readonly reasons: readonly Reason[];
  /** How many hosts were asked. */
  readonly hosts: number;
  readonly clusters: readonly {
    readonly name: string;
    readonly leader: string | null;
    readonly paused: boolean;
    readonly members: readonly StatusMember[];
  }[];
  readonly etcd: readonly {
    readonly name: string;
    readonly healthy: boolean;
    readonly leader: boolean;
    readonly version: string | null;
    /** Members of one etcd cluster agree on it. */
    readonly clusterId: string | null;
  }[];
  readonly haproxy: readonly {
    readonly host: string;
    readonly reachable: boolean;
    readonly services: readonly {
      readonly name: string;
      readonly up: readonly string[];
      readonly down: readonly string[];
    }[];
  }[];
  readonly unreachable: readonly { readonly host: string; readonly reason: string; readonly trouble?: Trouble }[];
  /** The services that clients use, tried as a client would; undefined where none was tried. */
  readonly services?: readonly ProbedService[] | undefined;
  /** Certificates of the hosts, the one that ends first at first. */
  readonly certificates: readonly (HostCertificate & { readonly host: string })[];
  /** Packages of the plan that are not on hold any more: an upgrade of the system would restart their services. Absent where nobody asked. */
  readonly notHeld?: readonly { readonly host: string; readonly packages: readonly string[] }[];
  /** Services that tell nothing by themselves and, when asked, do not do their work. Absent where nobody asked. */
  readonly silent?: readonly { readonly host: string; readonly services: readonly string[] }[];
  /** Members of the clusters that the plan does not have. Absent where there are none. */
  readonly strangers?: readonly Stranger[];
  /** Hosts that left the plan without being cleaned, and answer again. Absent where nobody asked. */
  readonly returned?: readonly ReturnedHost[];
  /** How the hosts differ from the plan. Absent where nobody asked, or nothing was deployed. */
  readonly drift?: readonly Drift[];
  /** Why that could not be read. Absent where it was, or nobody asked. */
  readonly driftUnread?: string;
  /** Services that do not answer on hosts that do. */
  readonly troubles: readonly { readonly host: string; readonly service: Service; readonly trouble: TroubleId }[];
  /** Hosts that were left out of a deployment or a removal and are still to be made good, by the project's journal. */
  readonly leftOut: readonly LeftOutHost[];
}

/** A standby cluster that does has parted from the one it should follow. */
export function takesWrites(cluster: StatusDocument['clusters'][number]): boolean {
  return cluster.members.some((member) => member.role === 'primary');
}
