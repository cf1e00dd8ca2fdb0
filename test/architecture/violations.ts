import { dirname, join, normalize } from 'node:path';

/** The rooms, by folder, and the rooms that each may import. A room may always import itself. */
export const rooms: Readonly<
  Record<string, { readonly imports: readonly string[]; readonly typesOnly?: readonly string[] }>
> = {
  core: { imports: [] },
  'electron/services': { imports: ['core'] },
  'electron/api': { imports: ['core', 'electron/services'] },
  'electron/headless': { imports: ['core', 'electron/services', 'electron/api'] },
  'electron/desktop': { imports: ['core', 'electron/services', 'electron/api'] },
  renderer: { imports: ['core'], typesOnly: ['electron/api'] },
};

/** Where each npm package and Node's own modules may be used. A package that is not listed may be used nowhere. */
export const packages: Readonly<Record<string, readonly string[]>> = {
  node: ['electron/services', 'electron/api', 'electron/headless', 'electron/desktop'],
  electron: ['electron/desktop'],
  zod: ['core', 'electron/services', 'electron/api', 'electron/headless', 'renderer'],
  yaml: ['core', 'electron/services'],
  ssh2: ['electron/services'],
  pg: ['electron/services'],
  etcd3: ['electron/services'],
  '@peculiar/x509': ['electron/services'],
  'age-encryption': ['electron/services'],
  'reflect-metadata': ['electron/services'],
  '@trpc/server': ['electron/api', 'electron/headless', 'electron/desktop'],
  commander: ['electron/headless'],
  ws: ['electron/headless', 'electron/desktop'],
  '@trpc/client': ['renderer'],
  react: ['renderer'],
  'react-dom': ['renderer'],
  zustand: ['renderer'],
  '@mantine/core': ['renderer'],
  '@mantine/hooks': ['renderer'],
  i18next: ['renderer'],
  'react-i18next': ['renderer'],
  uplot: ['renderer'],
};

/** A source file past this many lines does a second thing. */
export const maxLines = 400;

const importPattern =
  /(?:^|[;\n])\s*(?:import|export)\s+(type\s+)?(?:[\w*{}\s,$]+\s+from\s+)?['"]([^'"]+)['"]|import\(\s*['"]([^'"]+)['"]\s*\)/g;

/**
 * Finds what breaks the architecture: imports that a room may not make, packages outside their rooms, files that are too long.
 * @param files source text by path from the project's root, with forward slashes
 * @returns one sentence per breach, naming file and import
 */
export function findViolations(files: ReadonlyMap<string, string>): string[] {
  const found: string[] = [];
  for (const [path, source] of files) {
    const room = roomOf(path);
    if (room === undefined) {
      found.push(`${path} lies in no room`);
      continue;
    }
    const lines = source.split('\n').length;
    if (lines > maxLines) found.push(`${path} has ${lines} lines, more than ${maxLines}`);
    for (const match of source.matchAll(importPattern)) {
      const specifier = match[2] ?? match[3] ?? '';
      const breach = judge(room, path, specifier, match[1] !== undefined);
      if (breach !== undefined) found.push(breach);
    }
  }
  return found;
}

function judge(room: string, path: string, specifier: string, typeOnly: boolean): string | undefined {
  if (specifier.startsWith('.')) {
    const target = normalize(join(dirname(path), specifier)).replaceAll('\\', '/');
    if (target.startsWith('resources/') && target.endsWith('.json')) return undefined;
    const targetRoom = roomOf(target);
    if (targetRoom === room) return undefined;
    const allowed = rooms[room];
    if (targetRoom !== undefined && allowed?.imports.includes(targetRoom)) return undefined;
    if (targetRoom !== undefined && typeOnly && allowed?.typesOnly?.includes(targetRoom)) return undefined;
    return `${path} (${room}) may not import ${specifier} (${targetRoom ?? 'no room'})`;
  }
  const name = specifier.startsWith('node:') ? 'node' : packageName(specifier);
  if (packages[name]?.includes(room)) return undefined;
  return `${path} (${room}) may not use the package ${name}`;
}

function packageName(specifier: string): string {
  const parts = specifier.split('/');
  return specifier.startsWith('@') ? parts.slice(0, 2).join('/') : (parts[0] ?? specifier);
}

/** The room that a path lies in: the longest folder that matches. */
export function roomOf(path: string): string | undefined {
  return Object.keys(rooms)
    .filter((room) => path.startsWith(`${room}/`))
    .sort((a, b) => b.length - a.length)[0];
}
