import type { StatusDocument } from '../health/statusDocument.ts';
import type { Plan } from '../plan/plan.ts';
import type { PreflightReport } from '../preflight/checks.ts';
import type { HostEnvironment, Templates } from '../render/renderedFile.ts';
import type { Timing } from '../timing/timing.ts';
import type { Phrase } from '../wording/phrase.ts';

/** Versions of Pigsty that an inventory can be written for. */
export const pigstyTargets = ['v4', 'v3'] as const;
export type PigstyTarget = (typeof pigstyTargets)[number];

/** Everything that a format may be made from. A format uses what it needs. */
export interface ExportInput {
  readonly plan: Plan;
  /** The plan file as it was read. */
  readonly planText: string;
  readonly timing: Timing;
  readonly templates: Templates;
  /** What generated files assume of the hosts. */
  readonly environment: HostEnvironment;
  readonly target: PigstyTarget;
  /** When the document is made: ISO 8601 in UTC. Left out, the document names no time. */
  readonly madeAt?: string | undefined;
  /** What was seen of the hosts themselves; a part that is left out was not looked at. */
  readonly evidence?: Evidence | undefined;
  /** The value of a secret by name, when secrets were asked for; undefined also for one that was never made. */
  readonly secret?: ((name: string) => string | undefined) | undefined;
}

/** What machines checked, and when. */
export interface Evidence {
  /** ISO 8601 in UTC. */
  readonly checkedAt: string;
  readonly preflight?: PreflightReport | undefined;
  readonly status?: StatusDocument | undefined;
}

export interface ExportedFile {
  /** Relative, with forward slashes; never above the folder that it is written to. */
  readonly path: string;
  readonly text: string;
  /** A program to be run. */
  readonly executable?: boolean | undefined;
}

/** Something of the plan that the format cannot carry, or that its tool treats in another way. */
export interface Loss {
  readonly code: string;
  /** Field of the plan as people read it, such as `clusters[0].members[1].nosync`. */
  readonly field: string;
  /** What is lost. */
  readonly message: string;
  /** What the tool does in its place. */
  readonly instead: string;
  /** Both with their values apart, for another language. */
  readonly said: { readonly message: Phrase; readonly instead: Phrase };
}

export interface ExportResult {
  readonly files: readonly ExportedFile[];
  readonly losses: readonly Loss[];
}

/** A way to take a plan out of the program. */
export interface ExportFormat {
  readonly id: string;
  /** What it is, for a list of formats. */
  readonly title: Phrase;
  /** Pure: the same input gives the same bytes. @throws Problem when the plan cannot be written in this format at all */
  readonly run: (input: ExportInput) => ExportResult;
}
