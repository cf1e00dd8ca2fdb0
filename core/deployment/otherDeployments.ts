import { diffPlans, type FieldChange } from '../changes/planDiff.ts';
import { type Refusal, refusal } from '../changes/refusal.ts';
import type { HostFacts } from '../facts/deploymentFacts.ts';
import { type DeploymentNote, noteText } from '../facts/deploymentNote.ts';
import { type ParsedPlan, parsePlan } from '../plan/parse.ts';
import type { Plan } from '../plan/plan.ts';
import { printable } from '../shell/printable.ts';
import { listOf, type Phrase, say } from '../wording/phrase.ts';

/** What this folder wants to deploy. */
export interface OwnDeployment {
  readonly plan: ParsedPlan;
  readonly planText: string;
  /** See `DeploymentNote`. */
  readonly secrets: string;
  /** Ids of the deployments that this folder made or took in. */
  readonly known: ReadonlySet<string>;
}

type Notes = ReadonlyMap<string, Pick<HostFacts, 'note'>>;

/** The notes that no other one came after, each with one of its hosts. Several only where a deployment was cut off, or hosts were left out. */
export function latestNotes(facts: Notes): readonly { readonly host: string; readonly note: DeploymentNote }[] {
  const all = [...facts].flatMap(([host, { note }]) => (note === undefined ? [] : [{ host, note }]));
  const passed = new Set(all.flatMap(({ note }) => note.after));
  const latest = all.filter(({ note }) => !passed.has(note.id));
  return [...new Map(latest.map((one) => [one.note.id, one])).values()].toSorted((one, other) =>
    one.note.at < other.note.at ? 1 : -1,
  );
}

/** Whether a note is of what this folder would deploy: then nothing of it is taken back. */
function isSame({ note }: { readonly note: DeploymentNote }, own: OwnDeployment): boolean {
  if (note.secrets !== own.secrets) return false;
  const theirs = parsePlan(note.plan);
  return theirs.ok && deploySame(theirs.parsed.plan, own.plan.plan);
}

/** Whether two plans deploy the same: how hosts are reached and where packages lie is each operator's own. */
export function deploySame(one: Plan, other: Plan): boolean {
  return meaning(one) === meaning(other);
}

function meaning({ ssh: _, hosts, packages, ...rest }: Plan): string {
  const { source: _source, file: _file, key: _key, ...wanted } = packages;
  return JSON.stringify(sorted({ ...rest, packages: wanted, hosts: hosts.map(({ ssh: _own, ...host }) => host) }));
}

function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).map(([key, one]): [string, unknown] => [key, sorted(one)]);
  return Object.fromEntries(entries.toSorted(([one], [other]) => (one < other ? -1 : 1)));
}

/**
 * What somebody else has deployed since this folder did, or took something in: it would be taken back. One refusal for each of it.
 */
export function otherDeployments(facts: Notes, own: OwnDeployment): readonly Refusal[] {
  return latestNotes(facts)
    .filter((one) => !own.known.has(one.note.id) && !isSame(one, own))
    .map(({ host, note }) =>
      refusal(
        host,
        'deployed-elsewhere',
        say`${printable(note.operator, 200)} deployed at ${note.at} what this folder does not know: ${difference(note, own)}. A deployment from here would take that back. Take it in with quorate project pull, or go on knowingly with --over-newer`,
      ),
    );
}

const maxFields = 12;

function difference(note: DeploymentNote, own: OwnDeployment): Phrase {
  const theirs = parsePlan(note.plan);
  if (!theirs.ok) return say`a plan that this version cannot read`;
  const fields = diffPlans(theirs.parsed, own.plan);
  if (fields.length === 0) return say`other passwords or certificates`;
  const shown = fields.slice(0, maxFields).map(fieldSaid);
  const more = fields.length - shown.length;
  const all = more > 0 ? [...shown, say`${more} more`] : shown;
  return say`a plan with ${listOf(all, 'comma')}`;
}

function fieldSaid({ field, before, after }: FieldChange): Phrase {
  if (before === null) return say`no ${short(field)} (here ${short(after ?? '')})`;
  return after === null
    ? say`${short(field)}: ${short(before)} (here none)`
    : say`${short(field)}: ${short(before)} (here ${short(after)})`;
}

/** What a host says may be anything, on one line all the same. */
function short(value: string): string {
  const clean = printable(value).replaceAll(/\s+/g, ' ');
  return clean.length > 80 ? `${clean.slice(0, 79)}…` : clean;
}

/**
 * Hosts that were left out when their cluster was taken over, and are back: they carry the mark of the project that was lost, and are ours all the same. The claim of a
 * deployment goes by `owner`, which stays as it is.
 */
export function withHeirs(facts: ReadonlyMap<string, HostFacts>, project: string): ReadonlyMap<string, HostFacts> {
  const from = new Set(
    [...facts.values()].flatMap(({ state, note }) => (state.project === project ? (note?.from ?? []) : [])),
  );
  if (from.size === 0) return facts;
  return new Map(
    [...facts].map(([host, known]) => {
      const was = known.state.project;
      return [host, was !== undefined && from.has(was) ? { ...known, state: { ...known.state, project } } : known];
    }),
  );
}

/**
 * The note that all hosts are to have: the one that they have, where it is of the same plan and secrets, else a new one.
 * @param fresh what a new one says of itself
 */
export function wantedNote(
  facts: Notes,
  own: OwnDeployment,
  fresh: Pick<DeploymentNote, 'id' | 'at' | 'operator'>,
): string {
  const same = latestNotes(facts).find((one) => isSame(one, own));
  if (same !== undefined) return noteText(same.note);
  return noteText({
    quorate: 1,
    ...fresh,
    after: earlier(facts),
    from: [...new Set([...facts.values()].flatMap(({ note }) => note?.from ?? []))].slice(-50),
    secrets: own.secrets,
    plan: own.planText,
  });
}

/** Every deployment that hosts know of: the latest ones last, and not without end. */
export function earlier(facts: Notes): string[] {
  const notes = [...facts.values()].flatMap(({ note }) => note ?? []);
  const before = notes.flatMap(({ after }) => after);
  const own = notes.map(({ id }) => id);
  return [...new Set([...before.filter((id) => !own.includes(id)), ...own])].slice(-200);
}
