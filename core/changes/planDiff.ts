import type { ParsedPlan } from '../plan/parse.ts';
import { type PlanPath, valueAt } from '../plan/planPath.ts';

/** One value of a plan file that another plan file has otherwise. */
export interface FieldChange {
  /** Where, in the words of the file, with things of a list by their names: `hosts.n3.address`. */
  readonly field: string;
  /** Where it stands in the plan as it is now; of what is gone, where it stood before. */
  readonly path: PlanPath;
  /** The values as a plan file writes them on one line; null where there is none. */
  readonly before: string | null;
  readonly after: string | null;
  /** Which of them the file does not say, so that it is the default. */
  readonly implied?: 'before' | 'after';
}

/**
 * What one plan file says otherwise than another, value by value. What only says aloud what was the default, or the other way round, is no
 * difference.
 * @param before the plan as it was, `after` as it is now
 */
export function diffPlans(before: ParsedPlan, after: ParsedPlan): readonly FieldChange[] {
  if (same(before.plan, after.plan)) return [];
  const written = { before: before.document.toJS() as unknown, after: after.document.toJS() as unknown };
  const root: Place = { field: '', pathBefore: [], pathAfter: [] };
  return walk(written.before, written.after, root).flatMap(({ pathBefore, pathAfter, change }) => {
    if (change.before !== null && change.after !== null) return [change];
    const [then, now] = [valueAt(before.plan, pathBefore), valueAt(after.plan, pathAfter)];
    if (then !== undefined && same(then, now)) return [];
    const implied = change.before === null ? 'before' : 'after';
    const value = implied === 'before' ? then : now;
    return [value === undefined || isObject(value) ? change : { ...change, [implied]: flowText(value), implied }];
  });
}

interface Place {
  readonly field: string;
  readonly pathBefore: PlanPath;
  readonly pathAfter: PlanPath;
}

interface Found extends Place {
  readonly change: FieldChange;
}

function walk(before: unknown, after: unknown, place: Place): readonly Found[] {
  if (same(before, after)) return [];
  const [listBefore, listAfter] = [namedList(before), namedList(after)];
  if (listBefore !== undefined && listAfter !== undefined && listBefore.size + listAfter.size > 0)
    return walkLists(listBefore, listAfter, place);
  if (isSection(before) && isSection(after)) {
    const keys = new Set([...Object.keys(after ?? {}), ...Object.keys(before ?? {})]);
    return [...keys].flatMap((key) => walk(before?.[key], after?.[key], inside(place, key, key, key)));
  }
  return [leaf(before, after, place)];
}

/** Things that came or went are told whole: their values one by one would say the same many times. */
function walkLists(before: NamedList, after: NamedList, place: Place): readonly Found[] {
  return [...new Set([...after.keys(), ...before.keys()])].flatMap((name) => {
    const [then, now] = [before.get(name), after.get(name)];
    const own = inside(place, name, then?.index ?? 0, now?.index ?? 0);
    if (then === undefined || now === undefined) return [leaf(then?.value, now?.value, own)];
    return walk(then.value, now.value, own);
  });
}

function leaf(before: unknown, after: unknown, place: Place): Found {
  const [then, now] = [before, after].map((value) => (value === undefined ? null : flowText(value)));
  const path = after === undefined ? place.pathBefore : place.pathAfter;
  return { ...place, change: { field: place.field, path, before: then ?? null, after: now ?? null } };
}

function inside(place: Place, name: string, before: string | number, after: string | number): Place {
  return {
    field: place.field === '' ? name : `${place.field}.${name}`,
    pathBefore: [...place.pathBefore, before],
    pathAfter: [...place.pathAfter, after],
  };
}

type Section = Readonly<Record<string, unknown>>;
type NamedList = ReadonlyMap<string, { readonly value: unknown; readonly index: number }>;

/** What is not written holds nothing. */
function isSection(value: unknown): value is Section | undefined {
  return value === undefined || isObject(value);
}

function isObject(value: unknown): value is Section {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** A list whose things have names of their own, such as hosts; members are called by their host. Undefined for anything else. */
function namedList(value: unknown): NamedList | undefined {
  if (value === undefined) return new Map();
  if (!Array.isArray(value)) return undefined;
  const named = new Map<string, { value: unknown; index: number }>();
  for (const [index, one] of value.entries()) {
    const name = isObject(one) ? (one['name'] ?? one['host']) : undefined;
    if (typeof name !== 'string' || named.has(name)) return undefined;
    named.set(name, { value: one, index });
  }
  return named;
}

/** A value as a plan file has it on one line. */
function flowText(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(flowText).join(', ')}]`;
  if (isObject(value))
    return `{ ${Object.entries(value)
      .map(([key, one]) => `${key}: ${flowText(one)}`)
      .join(', ')} }`;
  if (typeof value !== 'string') return String(value);
  const plain = /^[\w./~][\w ./:~@%+-]*$/.test(value) && !/: |\s$/.test(value);
  // A text of digits, or of a word that means something else, would be read as another value.
  return plain && Number.isNaN(Number(value)) && !/^(true|false|null|~)$/i.test(value) ? value : JSON.stringify(value);
}

function same(one: unknown, other: unknown): boolean {
  if (Object.is(one, other)) return true;
  if (typeof one !== 'object' || typeof other !== 'object' || one === null || other === null) return false;
  if (Array.isArray(one) !== Array.isArray(other)) return false;
  const [keys, otherKeys] = [Object.keys(one), Object.keys(other)];
  return (
    keys.length === otherKeys.length &&
    keys.every((key) => Object.hasOwn(other, key) && same((one as Section)[key], (other as Section)[key]))
  );
}
