import { isCollection, isNode, isPair, type Node } from 'yaml';

/** All comments in a node or pair, in the order of the text. */
export function commentsIn(value: unknown): string[] {
  if (isPair(value)) return [...commentsIn(value.key), ...commentsIn(value.value)];
  if (!isNode(value)) return [];
  const inner = isCollection(value) ? value.items.flatMap(commentsIn) : [];
  return [value.commentBefore, ...inner, value.comment].filter((comment) => typeof comment === 'string');
}

/** Puts comments above a node; without one, at the end of the collection that is left. */
export function addComments(above: Node | undefined, comments: readonly string[], parent?: Node): void {
  if (comments.length === 0) return;
  if (above) above.commentBefore = join([...comments, above.commentBefore]);
  else if (parent) parent.comment = join([parent.comment, ...comments]);
}

function join(comments: readonly (string | null | undefined)[]): string {
  return comments.filter((comment) => typeof comment === 'string').join('\n');
}
