#!/usr/bin/env node
// The command line. In a checkout the bundle is made when a source is newer than it; a packaged program brings it ready.
import { existsSync, readdirSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const bundlePath = join(root, '.build', 'quorate.mjs');

function newestSource() {
  let newest = 0;
  for (const room of ['core', 'electron', 'templates', 'resources']) {
    const folder = join(root, room);
    if (!existsSync(folder)) continue;
    for (const name of readdirSync(folder, { recursive: true })) {
      newest = Math.max(newest, statSync(join(folder, String(name))).mtimeMs);
    }
  }
  return newest;
}

if (
  existsSync(join(root, 'electron', 'headless', 'quorate.ts')) &&
  (!existsSync(bundlePath) || statSync(bundlePath).mtimeMs < newestSource())
) {
  const { bundleCommandLine } = await import('../scripts/build.mjs');
  await bundleCommandLine();
}
if (process.argv[2] === 'serve' && existsSync(join(root, 'renderer', 'main.tsx'))) {
  const { buildRendererWhenStale } = await import('../scripts/buildRenderer.mjs');
  await buildRendererWhenStale();
}
// With source maps on, Node reads each of them at the start, and not only for a stack trace.
if (process.env.QUORATE_DEBUG !== undefined) process.setSourceMapsEnabled(true);
await import(pathToFileURL(bundlePath).href);
