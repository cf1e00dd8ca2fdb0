import { type Document, isCollection, isMap, isNode, isScalar, isSeq, type LineCounter, type YAMLMap } from 'yaml';
import type { PlanPath } from './planPath.ts';

/** A place in a text, counted from 1. */
export interface Place {
  readonly line: number;
  readonly column: number;
}

/** `part: 'key'` asks for the key itself, otherwise the value is meant where it stands beside its key. */
export type Locate = (path: PlanPath, part?: 'key') => Place;

/** Makes the function that finds paths in the text of a parsed document. */
export function locateIn(document: Document, lineCounter: LineCounter): Locate {
  return (path, part) => {
    let node: unknown = document.contents;
    let offset = startOf(node) ?? 0;
    for (const [index, step] of path.entries()) {
      const last = index === path.length - 1;
      const found = stepInto(node, step);
      if (found === undefined) break;
      node = found.value;
      const keyOffset = startOf(found.key);
      const beside = !isCollection(node) || node.flow === true;
      const valueOffset = (part !== 'key' || !last) && beside ? startOf(node) : undefined;
      offset = valueOffset ?? keyOffset ?? startOf(node) ?? offset;
    }
    return placeAt(lineCounter, offset);
  };
}

/** Line and column of an offset in the text. */
export function placeAt(lineCounter: LineCounter, offset: number): Place {
  const { line, col } = lineCounter.linePos(offset);
  return { line: Math.max(1, line), column: Math.max(1, col) };
}

function stepInto(node: unknown, step: string | number): { key?: unknown; value: unknown } | undefined {
  if (isMap(node)) return (node as YAMLMap).items.find((pair) => isScalar(pair.key) && pair.key.value === String(step));
  if (isSeq(node) && typeof step === 'number' && step < node.items.length) return { value: node.items[step] };
  return undefined;
}

function startOf(node: unknown): number | undefined {
  return isNode(node) ? node.range?.[0] : undefined;
}
