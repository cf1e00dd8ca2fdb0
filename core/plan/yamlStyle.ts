import { type Document, isCollection, isMap, stringify, visit } from 'yaml';

/** Writes a value as a scalar that reads back the same inside a flow collection, and so everywhere. */
export function scalarText(value: unknown): string {
  // The library would break such text over lines, at an indentation that is not known here. JSON is YAML.
  if (typeof value === 'string' && value.includes('\n')) return JSON.stringify(value);
  const list = stringify([value], { collectionStyle: 'flow', flowCollectionPadding: false, lineWidth: 0 });
  return list.trimEnd().slice(1, -1);
}

/**
 * Prints a changed document in the style of the text it was parsed from: lines are not folded, lists stay at their
 * indentation, and brackets keep or lack the spaces inside them, which the library would make the same everywhere.
 */
export function printLikeSource(document: Document, source: string): string {
  visit(document, (_, node) => {
    if (!isCollection(node)) return;
    const opening = node.range ? source.slice(node.range[0], node.range[0] + 2) : '';
    // What is new is written the way most people do: { name: n1, roles: [etcd] }.
    const padded = /^.[^\]}]/.test(opening) ? opening.endsWith(' ') : isMap(node);
    const print = node.toString;
    // The library passes the print context, with the padding in it, and two callbacks.
    node.toString = (context?: object, ...rest: unknown[]) =>
      Reflect.apply(print, node, [context && { ...context, flowCollectionPadding: padded ? ' ' : '' }, ...rest]);
  });
  const listsAtKey = /^ *[\w-]+: *(?:#.*)?\n(?: *#.*\n)*- /m.test(source);
  return document.toString({ lineWidth: 0, indentSeq: !listsAtKey });
}
