// Builds the wizard's page with Vite to .build/renderer.
import { existsSync, readdirSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = dirname(dirname(fileURLToPath(import.meta.url)));

/** Builds the page. */
export async function buildRenderer() {
  const { build } = await import('vite');
  const before = process.env.NODE_ENV;
  // A test runner says "test" here, and React would come with all that it checks while one develops.
  process.env.NODE_ENV = 'production';
  try {
    await build({ configFile: join(root, 'vite.config.ts'), root: join(root, 'renderer'), logLevel: 'warn' });
  } finally {
    if (before === undefined) delete process.env.NODE_ENV;
    else process.env.NODE_ENV = before;
  }
}

/** Builds the page when a source is newer than it, or it is not there. */
export async function buildRendererWhenStale() {
  const page = join(root, '.build', 'renderer', 'index.html');
  if (existsSync(page) && statSync(page).mtimeMs >= newestSource()) return;
  console.error('Building the wizard ...');
  await buildRenderer();
}

function newestSource() {
  let newest = 0;
  for (const room of ['core', 'renderer', 'resources'])
    for (const name of readdirSync(join(root, room), { recursive: true }))
      newest = Math.max(newest, statSync(join(root, room, String(name))).mtimeMs);
  return newest;
}
