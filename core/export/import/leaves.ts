import { formatPath, type PlanPath } from '../../plan/planPath.ts';
import { type Phrase, phraseText, say } from '../../wording/phrase.ts';
import { type Definition, type Inventory, isMapping } from './ansible/inventory.ts';
import { definitionsOfHosts, type Setting } from './ansible/precedence.ts';
import { type ImportNote, noteOf } from './importNote.ts';
import type { Target } from './target.ts';

type Level = ImportNote['level'];

interface Mark {
  readonly level: Level;
  readonly said: Phrase;
  readonly target?: Target | undefined;
}

/** A leaf of the inventory, or a part of it, by the block that it stands in. */
export interface LeafPlace {
  readonly from: Definition;
  readonly path: PlanPath;
}

/** Says of a variable that nobody read what it is to the other tool, and what is lost without it. */
export type Effect = (name: string, path: PlanPath, value: unknown) => Phrase;

/** Keeps of every leaf of an inventory what became of it, so that none is left out of the report. */
export class Leaves {
  readonly #marks = new Map<Definition, Map<string, Mark[]>>();
  readonly #definitions = new Set<Definition>();
  /** Of each block: the hosts that it reaches. */
  readonly #reach = new Map<Definition, Set<string>>();
  readonly #winners = new Map<string, ReadonlyMap<string, Setting>>();

  add(inventory: Inventory, settings: ReadonlyMap<string, ReadonlyMap<string, Setting>>): void {
    for (const { definitions } of inventory.groups.values()) for (const one of definitions) this.#definitions.add(one);
    for (const one of [...inventory.hosts.values()].flat()) this.#definitions.add(one);
    for (const one of inventory.files) this.#definitions.add(one);
    for (const [host, definitions] of definitionsOfHosts(inventory))
      for (const one of definitions) this.#reach.set(one, (this.#reach.get(one) ?? new Set()).add(host));
    for (const [host, own] of settings) this.#winners.set(host, own);
  }

  /** Marks a leaf, or every leaf below a place that has no mark yet. */
  mark({ from, path }: LeafPlace, level: Level, said: Phrase, target?: Target): void {
    for (const leaf of leavesOf(from.values, path)) {
      const known = this.#marksOf(from);
      const key = JSON.stringify(leaf);
      const marks = known.get(key) ?? [];
      if (marks.length > 0 && leaf.length > path.length) continue;
      known.set(key, [...marks, { level, said, target }]);
    }
  }

  /** The report: one note for each leaf, or for each part of which the same is true as a whole. */
  notes(effect: Effect, targetPath: (target: Target) => PlanPath | undefined): ImportNote[] {
    return [...this.#definitions].flatMap((from) =>
      Object.entries(from.values).flatMap(([name, value]) => {
        for (const leaf of leavesOf(from.values, [name]))
          if (!this.#marksOf(from).has(JSON.stringify(leaf)))
            this.mark({ from, path: leaf }, 'ignored', this.#overridden(from, name) ?? effect(name, leaf, value));
        return this.#notesBelow(from, [name], value, targetPath);
      }),
    );
  }

  #notesBelow(
    from: Definition,
    path: PlanPath,
    value: unknown,
    targetPath: (target: Target) => PlanPath | undefined,
  ): ImportNote[] {
    const below = childrenOf(value);
    const where = { file: from.file, line: from.lineOf(path) };
    const place = `${from.place}.${pathText(path)}`;
    if (below.length === 0) {
      const marks = this.#marksOf(from).get(JSON.stringify(path)) ?? [];
      return unique(marks).map(({ level, said, target }) => {
        const plan = target === undefined ? undefined : targetPath(target);
        if (target !== undefined && plan === undefined) return noteOf('ignored', place, ofStandby, where);
        return noteOf(level, place, said, { ...where, plan: plan === undefined ? undefined : formatPath(plan) });
      });
    }
    const notes = below.flatMap(([key, field]) => this.#notesBelow(from, [...path, key], field, targetPath));
    const [first] = notes;
    const keyOf = ({ level, message, plan }: ImportNote) => JSON.stringify([level, message, plan]);
    const alike = notes.every((one) => first !== undefined && keyOf(one) === keyOf(first));
    return alike && first !== undefined && notes.length > 1
      ? [noteOf(first.level, place, first.said, { ...where, plan: first.plan })]
      : notes;
  }

  /** Why a variable has no effect where other blocks are stronger, or no host is reached. */
  #overridden(from: Definition, name: string): Phrase | undefined {
    const hosts = [...(this.#reach.get(from) ?? [])];
    if (hosts.length === 0) return say`reaches no host, so that it has no effect`;
    const winners = hosts.map((host) => this.#winners.get(host)?.get(name)?.from);
    if (winners.includes(from)) return undefined;
    const stronger = winners.find((one) => one !== undefined);
    return stronger === undefined ? undefined : say`has no effect: ${stronger.place} is stronger on every host`;
  }

  #marksOf(from: Definition): Map<string, Mark[]> {
    const known = this.#marks.get(from) ?? new Map<string, Mark[]>();
    this.#marks.set(from, known);
    return known;
  }
}

/** Of what has a place in a plan, and this cluster has not. */
const ofStandby = say`a standby cluster has what its upstream has: this is not in the plan`;

function unique(marks: readonly Mark[]): readonly Mark[] {
  const keys = marks.map((mark) => JSON.stringify([mark.level, phraseText(mark.said), mark.target]));
  return marks.filter((_, index) => keys.indexOf(keys[index] ?? '') === index);
}

/** Paths of the values below a path that hold no others. */
export function leavesOf(values: unknown, path: PlanPath): readonly PlanPath[] {
  let value = values;
  for (const step of path) value = childrenOf(value).find(([key]) => key === step)?.[1];
  const walk = (at: PlanPath, one: unknown): PlanPath[] => {
    const below = childrenOf(one);
    return below.length === 0 ? [at] : below.flatMap(([key, field]) => walk([...at, key], field));
  };
  return walk(path, value);
}

function childrenOf(value: unknown): readonly (readonly [string | number, unknown])[] {
  if (Array.isArray(value)) return value.map((one, index) => [index, one] as const);
  return isMapping(value) ? Object.entries(value) : [];
}

/** `pg_users[0].name`, without quotes around anything. */
function pathText(path: PlanPath): string {
  return path.reduce<string>(
    (text, part) => (typeof part === 'number' ? `${text}[${part}]` : text === '' ? part : `${text}.${part}`),
    '',
  );
}
