import { dirname, join, normalize } from 'node:path';

/** The folders of a room, the ground first: each may import those before it, so no two need each other. */
const orders: Readonly<Record<string, readonly string[]>> = {
  core: [
    'wording',
    'shell',
    'plan',
    'hostLists',
    'timing',
    'systems',
    'patroni',
    'facts',
    'render',
    'components',
    'quorum',
    'rules',
    'health',
    'changes',
    'operations',
    'preflight',
    'deployment',
    'drift',
    'impact',
    'drill',
    'dr',
    'procedures',
    'access',
    'export',
  ],
  'electron/services': [
    'templates',
    'page',
    'programs',
    'projects',
    'secrets',
    'ssh',
    'hosts',
    'tls',
    'probe',
    'status',
    'bundle',
    'lab',
    'procedures',
    'deploy',
    'drift',
    'preflight',
    'dr',
    'operations',
    'import',
    'handover',
    'export',
    'monitor',
    'runs',
  ],
};

/**
 * Finds imports that climb: from a folder of a room to one that lies above it, which is how circles of folders begin.
 * @param files source text by path from the project's root, with forward slashes
 * @returns one sentence per import, and per folder that has no place in the order
 */
export function findClimbs(files: ReadonlyMap<string, string>): string[] {
  const found = new Set<string>();
  for (const [path, source] of files) {
    const from = placeOf(path);
    if (from === undefined) continue;
    if (from.level === -1) found.add(`${from.room}/${from.folder} has no place in the order of folders`);
    for (const [, target = ''] of source.matchAll(/(?:from|import\()\s*'(\.[^']+)'/g)) {
      const to = placeOf(normalize(join(dirname(path), target)).replaceAll('\\', '/'));
      if (to?.room === from.room && to.level > from.level)
        found.add(`${path} climbs from ${from.folder} to ${to.folder}: ${target}`);
    }
  }
  return [...found];
}

function placeOf(path: string): { room: string; folder: string; level: number } | undefined {
  const room = Object.keys(orders).find((one) => path.startsWith(`${one}/`));
  if (room === undefined) return undefined;
  const [folder, ...rest] = path.slice(room.length + 1).split('/');
  // What lies in the room itself, beside its folders, is ground for all of them.
  if (folder === undefined || rest.length === 0) return undefined;
  return { room, folder, level: orders[room]?.indexOf(folder) ?? -1 };
}

/**
 * Finds files that need each other in a circle, by their imports of values and types alike.
 * @param files source text by path from the project's root, with forward slashes
 * @returns one sentence per circle, with a way round it
 */
export function findCircles(files: ReadonlyMap<string, string>): string[] {
  const needs = new Map(
    [...files].map(([path, source]) => [
      path,
      [...source.matchAll(/(?:^|\n)(?:import|export)\b[^;]*?from\s*'(\.[^']+)'/g)]
        .map(([, target = '']) => normalize(join(dirname(path), target)).replaceAll('\\', '/'))
        .filter((target) => files.has(target)),
    ]),
  );
  const found: string[] = [];
  const settled = new Set<string>();
  const visit = (path: string, way: readonly string[]): void => {
    const at = way.indexOf(path);
    if (at >= 0) found.push(`these files need each other: ${[...way.slice(at), path].join(' -> ')}`);
    if (at >= 0 || settled.has(path)) return;
    for (const next of needs.get(path) ?? []) visit(next, [...way, path]);
    settled.add(path);
  };
  for (const path of files.keys()) visit(path, []);
  return found;
}
