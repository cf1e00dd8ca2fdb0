import type { Host, Plan } from '../plan/plan.ts';
import type { PlanPath } from '../plan/planPath.ts';
import type { Release } from '../plan/schema.ts';
import type { HostContext } from '../render/hostContext.ts';
import type { ComponentFile } from '../render/renderedFile.ts';
import type { CertificateUse } from '../render/secretNames.ts';
import type { PhraseValue } from '../wording/phrase.ts';
import type { NeededConnection } from './connection.ts';

/**
 * One part of a deployment, with everything that can be said of it without a look at a host: where it runs, what brings it, what it listens
 * on, what it reads and leaves. `components` lists all of them; whoever wants to know one of these things asks that list and names none.
 */
export interface Component {
  /** What the names of its steps begin with, and under which a host notes the files that its service has read. */
  readonly id: string;
  /**
   * The field of the plan that asks for it, when nothing else of a deployment needs it: a bundle has it only for a plan that asks.
   */
  readonly choice?: PlanPath;
  /**
   * For what a part of the plan asks for, beside hosts and members: the plan with that part as the last plan had it, by which what leaves is known.
   */
  askedAs?(plan: Plan, last: Plan): Plan;
  runsOn(plan: Plan, host: Host): boolean;
  /** Debian's packages, called alike in both releases. @param major of PostgreSQL */
  packages(major: number): readonly string[];
  /** Undefined for what runs no service of its own. */
  readonly service?: Service;
  readonly ports?: readonly ComponentPort[];
  /** What it has to reach on other hosts. Connections of a host to itself do not count. */
  connects?(plan: Plan): readonly NeededConnection[];
  /** The certificates that it reads, with TLS. */
  readonly certificates?: CertificateFiles;
  /** Its other files on a host where it runs. */
  files(context: HostContext): readonly ComponentFile[];
  /** System accounts that its packages make. */
  readonly accounts?: readonly string[];
  /** A directory of its packages that holds its data by default: the deployment gives it owner and mode, and never removes it. */
  readonly home?: string;
  /** Where its account has to get to. */
  places?(plan: Plan, host: Host, release: Release): readonly NeededPlace[];
  readonly leftovers?: Leftovers;
  /** Bash that is true while its service does its work; for services that no fact of their own tells of. */
  answers?(plan: Plan, host: Host): string;
}

/** A systemd unit. */
export interface Service {
  /** Of the unit, without `.service`. */
  readonly name: string;
  /** The package that brings the unit, and starts it unless it is kept from that. */
  readonly package: string;
  /** Another name of the unit, by which enabling it links it too. */
  readonly alias?: string;
  /** What the names of further services begin with that its packages start. */
  readonly alsoStarts?: string;
  /** `own`: steps made for it start it, in the order that keeps data safe. `afterLeader`: like any other, once there is a leader. */
  readonly start: 'own' | 'afterLeader';
  /** A reload starts the program anew, and keeps the connections that it has: a new version needs no restart. */
  readonly reloadStartsAnew?: true;
  /** A reload leaves it on its old port. */
  readonly keepsPort?: true;
  /** Services of other hosts need it until they have stopped. */
  readonly stopsLast?: boolean;
}

/** A TCP port that a component listens on. */
export interface ComponentPort {
  /** What preflight calls it; several ports may be one service. */
  readonly service: string;
  /** What a rule calls it in a sentence. */
  readonly title: PhraseValue;
  /** The field of the plan. */
  readonly path: PlanPath;
  readonly usual: number;
  of(plan: Plan): number;
  /** By what names `ss` shows who listens. */
  readonly programs: readonly string[];
  /** Opened by root, so that it may lie below 1024. */
  readonly privileged?: boolean;
  /**
   * On a running cluster. `refused`: the parts of the cluster find each other by it. `moves`: so do they, and members move there one by one. `told`:
   * clients know it, and somebody has to tell them. `free`: nobody else needs to know.
   */
  readonly change: 'free' | 'told' | 'moves' | 'refused';
  /** The program goes on listening when the unit is killed, and the next start takes it over. */
  readonly outlivesUnit?: boolean;
}

export interface CertificateFiles {
  readonly directory: string;
  /** That its service runs in, which reads the keys. */
  readonly group: string;
  readonly files: readonly CertificateFile[];
}

/** `authorities`: those that it trusts, in one file. `pair`: NAME.crt and NAME.key. `bundle`: certificate and key in one file. */
export type CertificateFile =
  | {
      readonly kind: 'authorities';
      readonly name: string;
      readonly secrets: readonly string[];
      readonly onChange: ComponentFile['onChange'];
    }
  | {
      readonly kind: 'pair' | 'bundle';
      readonly name: string;
      readonly use: CertificateUse;
      readonly onChange: ComponentFile['onChange'];
    };

/** A directory or file that a service account has to reach. */
export interface NeededPlace {
  readonly path: string;
  readonly user: string;
  /** `data`: of PostgreSQL; `directory`: another that holds data; `file`: a configuration file of ours. */
  readonly kind: 'data' | 'directory' | 'file';
  /** The plan's field that names it, for what it says otherwise. */
  readonly field: string;
}

/** How an earlier installation shows, whoever made it. Paths are shell patterns. */
export interface Leftovers {
  readonly data?: { readonly paths: readonly string[] /** A folder in each that is data. */; readonly with?: string };
  readonly configurations?: readonly string[];
  /** A name of a file that packages bring, and which configures nothing. */
  readonly exceptConfiguration?: string;
  /** Names of units, without `.service`. */
  readonly units?: readonly string[];
}
