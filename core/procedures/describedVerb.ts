import type { StatusDocument } from '../health/statusDocument.ts';
import type { Impact } from '../impact/impact.ts';
import type { Cluster, Plan } from '../plan/plan.ts';
import { type Phrase, phraseText } from '../wording/phrase.ts';
import type { Next, Past, Stage } from './procedure.ts';
import type { PackagesWorld, VersionChange } from './upgrade/packagesWorld.ts';

/** One thing that a person chooses for a procedure. */
export interface VerbField {
  readonly name: string;
  /**
   * What it names in the plan: shells offer these, and what is none of them is refused. `name`: of something that the plan does not have, any text;
   * the procedure judges it.
   */
  readonly kind: 'member' | 'cluster' | 'name';
  readonly title: Phrase;
}

/** A running deployment, as its programs describe it. */
export interface ClusterWorld {
  readonly plan: Plan;
  readonly status: StatusDocument;
  /** Hosts that are locked by this run and answer. */
  readonly reached: ReadonlySet<string>;
  /** For a verb that looks at packages. */
  readonly packages?: PackagesWorld | undefined;
}

/** What a person chose, by the name of the field. */
export type VerbChoices = Readonly<Record<string, string>>;

/** What a procedure says at its end. */
export interface VerbResult {
  readonly changed: boolean;
  readonly said: Phrase;
  /** Packages that have another version now. */
  readonly versions?: readonly VersionChange[] | undefined;
}

/** What a procedure would do, stage by stage, were it begun now and nothing else happened. */
export interface Foresight {
  readonly versions: readonly VersionChange[];
  readonly stages: readonly { readonly stage: Stage<ClusterWorld>; readonly impact: Impact }[];
  readonly notes: readonly Phrase[];
  /** What keeps it from being begun. */
  readonly objections: readonly Phrase[];
}

/**
 * A procedure on a running deployment that describes itself: from this the command line makes its command, and the window its form, its question and
 * the view of its run.
 */
export interface DescribedVerb {
  /** On a button. */
  readonly title: Phrase;
  /** What it does and what for, as one sentence. */
  readonly about: Phrase;
  /** Whether a window offers it now; by default always. Asked for all the same, it says what is in its way. */
  readonly offered?: (status: StatusDocument) => boolean;
  /** It needs every host, and what is known of its packages and of what is on offer for them. */
  readonly looksAtPackages?: true;
  /** In the order in which the command line takes them. */
  readonly fields: readonly VerbField[];
  /** What is typed to go on, for what cannot be taken back. */
  readonly typed?: ((choices: VerbChoices) => string) | undefined;
  /** What is asked before: what happens, and what clients notice. */
  question(plan: Plan, choices: VerbChoices): Phrase;
  /** Names of the hosts that it may change. */
  hosts(plan: Plan, choices: VerbChoices): readonly string[];
  /** What it would do; for verbs that can be looked at before (`--check`, `--dry-run`). */
  readonly foresee?: (world: ClusterWorld, choices: VerbChoices) => Foresight;
  /** See `NextOf`. */
  next(world: ClusterWorld, past: Past<ClusterWorld>, choices: VerbChoices): Next<ClusterWorld, VerbResult>;
}

/** The sentence as lists of commands have it: without its capital and its full stop. */
export function commandAbout({ about }: DescribedVerb): string {
  const sentence = phraseText(about);
  return `${sentence.charAt(0).toLowerCase()}${sentence.slice(1).replace(/\.$/, '')}`;
}

/** The names that a field can have in a plan; undefined where it is any text. */
export function namesFor({ kind }: VerbField, plan: Plan): readonly string[] | undefined {
  if (kind === 'name') return undefined;
  return kind === 'cluster'
    ? plan.clusters.map(({ name }) => name)
    : plan.clusters.flatMap(({ members }) => members.map(({ name }) => name));
}

/** The cluster that a person chose. @throws Error for a cluster that is not in the plan: shells have checked that */
export function clusterNamed(plan: Plan, name: string | undefined): Cluster {
  const cluster = plan.clusters.find((one) => one.name === name);
  if (cluster === undefined) throw new Error(`the plan has no cluster ${name}`);
  return cluster;
}
