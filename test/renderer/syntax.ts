/** A node of a syntax tree, as parsers give it. */
export type Node = Readonly<Record<string, unknown>>;

/** Visits every node of a syntax tree. */
export function walk(value: unknown, visit: (node: Node) => void): void {
  if (Array.isArray(value)) for (const one of value) walk(one, visit);
  else if (typeof value === 'object' && value !== null) {
    visit(value as Node);
    for (const inner of Object.values(value)) walk(inner, visit);
  }
}
