/** Keys and indexes from the root of the plan file, such as `['hosts', 0, 'address']`. */
export type PlanPath = readonly (string | number)[];

/** Writes a path as people read it: `hosts[0].address`; the empty path is the whole plan. */
export function formatPath(path: PlanPath): string {
  if (path.length === 0) return 'plan';
  return path.reduce<string>((text, part) => {
    if (typeof part === 'number') return `${text}[${part}]`;
    const key = /^[A-Za-z_][\w-]*$/.test(part) ? part : JSON.stringify(part.slice(0, 60));
    return text === '' ? key : `${text}.${key}`;
  }, '');
}

/** The value at a path of plain data; undefined when it is not there. Only own keys count. */
export function valueAt(data: unknown, path: PlanPath): unknown {
  let value = data;
  for (const step of path) {
    if (typeof value !== 'object' || value === null || !Object.hasOwn(value, step)) return undefined;
    value = (value as Record<string | number, unknown>)[step];
  }
  return value;
}
