import {
  type Document,
  isCollection,
  isMap,
  isScalar,
  isSeq,
  LineCounter,
  type Node,
  type Pair,
  type Scalar,
  type YAMLMap,
  type YAMLSeq,
} from 'yaml';
import { Problem } from '../problem.ts';
import { say } from '../wording/phrase.ts';
import { addComments, commentsIn } from './comments.ts';
import { parseYaml } from './parse.ts';
import { formatPath, type PlanPath } from './planPath.ts';
import { structureProblems } from './structureProblems.ts';
import { printLikeSource, scalarText } from './yamlStyle.ts';

/** The value to set at a path, or its removal when the value is undefined. An index one past the end of a list appends. */
export interface PlanEdit {
  readonly path: PlanPath;
  readonly value?: unknown;
}

/** The new nodes that stay on one line, as JSON text. */
const flowCharacters = 90;

/**
 * Changes a plan's text and keeps all comments, blank lines and the style of every collection. A comment on something that
 * is removed or replaced moves to what follows it. Removing what is not there changes nothing.
 * @param parsed the document that `parsePlan` made of this very text, which saves reading it again; it is not changed
 * @returns the new text; it is not judged, so parse it again
 * @throws Problem `plan-edit` when the text is not YAML, or a path leads through a value that is no collection
 */
export function editPlan(text: string, edits: readonly PlanEdit[], parsed?: Document): string {
  const crlf = text.includes('\r\n');
  let source = (text.startsWith('\ufeff') ? text.slice(1) : text).replaceAll('\r\n', '\n');
  let known = source === text ? parsed : undefined;
  for (let at = 0; at < edits.length; known = undefined) {
    const rest = edits.slice(at);
    const document = known ?? readDocument(source);
    const splices = leadingSplices(source, document, rest);
    if (splices.length > 0) source = spliced(source, splices);
    else
      source = reprinted(source, known === undefined ? document : readDocument(source), rest.slice(0, appendRun(rest)));
    at += splices.length > 0 ? splices.length : appendRun(rest);
  }
  return crlf ? source.replaceAll('\n', '\r\n') : source;
}

function readDocument(source: string): Document {
  const lineCounter = new LineCounter();
  const document = parseYaml(source, lineCounter);
  const [problem] = structureProblems(document, lineCounter);
  if (problem)
    throw new Problem('plan-edit', 'usage', say`the plan cannot be changed: line ${problem.line}, ${problem.said}`);
  return document;
}

/** How many of the next edits go into one printing: all that append to lists one after the other, else one. */
function appendRun(edits: readonly PlanEdit[]): number {
  const isAppend = ({ path, value }: PlanEdit) => typeof path.at(-1) === 'number' && value !== undefined;
  const other = edits.findIndex((one) => !isAppend(one));
  return Math.max(1, other < 0 ? edits.length : other);
}

function reprinted(source: string, document: Document, edits: readonly PlanEdit[]): string {
  let changed = false;
  for (const { path, value } of edits)
    changed = (value === undefined ? remove(document, path) : set(document, path, value)) || changed;
  return changed ? printLikeSource(document, source) : source;
}

interface Splice {
  readonly start: number;
  readonly end: number;
  readonly text: string;
}

/** The first edits as far as they replace scalars, each another one: these need no new reading of the text in between. */
function leadingSplices(source: string, document: Document, edits: readonly PlanEdit[]): Splice[] {
  const splices: Splice[] = [];
  const starts = new Set<number>();
  for (const edit of edits) {
    const splice = spliceOf(source, document, edit);
    if (splice === undefined || starts.has(splice.start)) break;
    starts.add(splice.start);
    splices.push(splice);
  }
  return splices;
}

function spliced(source: string, splices: readonly Splice[]): string {
  let result = source;
  for (const { start, end, text } of splices.toSorted((one, other) => other.start - one.start))
    result = result.slice(0, start) + text + result.slice(end);
  return result;
}

/** Replaces one scalar by another in the text itself: nothing else moves. */
function spliceOf(source: string, document: Document, { path, value }: PlanEdit): Splice | undefined {
  const node = document.getIn(path, true);
  const plain =
    isScalar(node) && (node.type === 'PLAIN' || node.type === 'QUOTE_DOUBLE' || node.type === 'QUOTE_SINGLE');
  if (!plain || !node.range || !isScalarValue(value)) return undefined;
  const [start, end] = node.range;
  if (start === end || source.slice(start, end).includes('\n') || node.tag !== undefined) return undefined;
  return { start, end, text: scalarText(value) };
}

function isScalarValue(value: unknown): boolean {
  return value === null || ['string', 'number', 'boolean'].includes(typeof value);
}

function set(document: Document, path: PlanPath, value: unknown): boolean {
  const target = deepest(document, path);
  const rest = path.slice(target.depth);
  const [last, ...below] = rest;
  if (last === undefined) throw new Problem('plan-edit', 'usage', say`the whole plan cannot be replaced by an edit`);
  const whole = below.reduceRight<unknown>(
    (inner, part) => (typeof part === 'number' ? [inner] : { [part]: inner }),
    value,
  );
  const flow = JSON.stringify(whole).length <= flowCharacters;
  const node = document.createNode(whole, { flow, aliasDuplicateObjects: false }) as Node;
  if (isMap(target.node)) setPair(document, target.node, String(last), node, target.depth === 0);
  else setItem(target.node, last, node, path);
  return true;
}

function setPair(document: Document, map: YAMLMap, key: string, node: Node, top: boolean): void {
  const pair = pairOf(map, key);
  if (pair === undefined) {
    const keyNode = document.createNode(key) as Scalar;
    keyNode.spaceBefore = top;
    map.items.push(document.createPair(keyNode, node));
    return;
  }
  const old = pair.value as Node | null;
  if (isScalar(old) && isScalar(node)) node.comment = old.comment ?? null;
  else addComments(pair.key as Node, commentsIn(old));
  pair.value = node;
}

function setItem(list: YAMLSeq, index: string | number, node: Node, path: PlanPath): void {
  if (typeof index !== 'number' || index > list.items.length || index < 0)
    throw new Problem('plan-edit', 'usage', say`the plan has no ${formatPath(path)}`);
  const old = list.items[index] as Node | undefined;
  if (isScalar(old) && isScalar(node)) node.comment = old.comment ?? null;
  else addComments(node, commentsIn(old));
  if (isScalar(old)) node.commentBefore = old.commentBefore ?? node.commentBefore ?? null;
  list.items[index] = node;
}

function remove(document: Document, path: PlanPath): boolean {
  const parent = document.getIn(path.slice(0, -1), true);
  const last = path.at(-1);
  if (!isCollection(parent) || last === undefined) return false;
  const items = parent.items as (Pair | Node)[];
  const index = isMap(parent) ? items.indexOf(pairOf(parent, String(last)) as Pair) : Number(last);
  const [gone] = index >= 0 && index < items.length ? items.splice(index, 1) : [];
  if (gone === undefined) return false;
  const next = items[index];
  addComments(next === undefined ? undefined : firstNode(next), commentsIn(gone), parent as Node);
  return true;
}

/** The node that stands first in a pair or item, which a comment above belongs to. */
function firstNode(item: Pair | Node): Node {
  return ('key' in item ? item.key : item) as Node;
}

/** The last collection on the way to a path, and how many steps lead to it. An empty value on the way becomes a collection. */
function deepest(document: Document, path: PlanPath): { node: YAMLMap | YAMLSeq; depth: number } {
  let node: unknown = document.contents;
  for (const [depth, step] of path.entries()) {
    if (!isMap(node) && !isSeq(node))
      throw new Problem(
        'plan-edit',
        'usage',
        say`${formatPath(path.slice(0, depth))} holds no ${formatPath(path.slice(depth))}`,
      );
    const next: unknown = isMap(node) ? pairOf(node, String(step))?.value : node.items[Number(step)];
    const empty = next === undefined || next === null || (isScalar(next) && next.value === null);
    if (empty || depth === path.length - 1) return { node, depth };
    node = next;
  }
  throw new Problem('plan-edit', 'usage', say`the whole plan cannot be replaced by an edit`);
}

function pairOf(map: YAMLMap, key: string): Pair | undefined {
  return map.items.find((pair) => isScalar(pair.key) && pair.key.value === key);
}
