// Builds the program to .build/: the command line and the Electron window with npm packages left outside, and the wizard's page.
import { readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { buildRenderer } from './buildRenderer.mjs';

const root = dirname(dirname(fileURLToPath(import.meta.url)));

const forNode = /** @type {const} */ ({
  bundle: true,
  platform: 'node',
  format: 'esm',
  target: 'node20',
  packages: 'external',
  sourcemap: true,
  loader: { '.tmpl': 'text' },
  logLevel: 'warning',
});

/**
 * Bundles one TypeScript entry into an ES module that Node runs.
 * @param {string} entry path of the entry, relative to the project
 * @param {string} outfile path of the bundle
 */
export async function bundle(entry, outfile) {
  await build({ entryPoints: [entry], outfile, ...forNode });
}

/** Packages of many small files that every verb needs: finding and reading those files took longer than what they do. */
const builtIn = ['@trpc/server', 'commander', 'yaml', 'zod'];

/** All other packages stay outside. @returns {string[]} */
function outside() {
  const { dependencies, devDependencies } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
  const names = Object.keys({ ...dependencies, ...devDependencies }).filter((name) => !builtIn.includes(name));
  return names.flatMap((name) => [name, `${name}/*`]);
}

/**
 * Builds the command line: `.build/quorate.mjs` and beside it a part for each thing that is loaded late. Parts are named by their
 * content, so that a program that runs while another one builds finds its own.
 */
export async function bundleCommandLine() {
  const { metafile } = await build({
    absWorkingDir: root,
    entryPoints: { quorate: 'electron/headless/quorate.ts' },
    outdir: '.build',
    outExtension: { '.js': '.mjs' },
    chunkNames: 'quorate-[hash]',
    splitting: true,
    metafile: true,
    ...forNode,
    packages: 'bundle',
    external: outside(),
    // What packages in CommonJS ask Node for.
    banner: {
      js: "import { createRequire as requireFor } from 'node:module'; const require = requireFor(import.meta.url);",
    },
  });
  const made = new Set(Object.keys(metafile.outputs).map((path) => basename(path)));
  const oldest = Date.now() - 24 * 3600 * 1000;
  for (const name of readdirSync(join(root, '.build'))) {
    if (!/^quorate-[A-Z0-9]{8}\.mjs(\.map)?$/.test(name) || made.has(name)) continue;
    const path = join(root, '.build', name);
    if (statSync(path, { throwIfNoEntry: false })?.mtimeMs < oldest) rmSync(path, { force: true });
  }
}

/** Bundles the Electron window: the main program, and the preload script, which a sandbox takes as one CommonJS file. */
export async function buildDesktop() {
  await bundle('electron/desktop/main.ts', '.build/desktop/main.mjs');
  await build({
    entryPoints: ['electron/desktop/preload.ts'],
    outfile: '.build/desktop/preload.cjs',
    bundle: true,
    platform: 'node',
    format: 'cjs',
    target: 'es2023',
    external: ['electron'],
    logLevel: 'warning',
  });
}

if (import.meta.url === `file://${process.argv[1]}`) {
  await bundleCommandLine();
  await buildDesktop();
  await buildRenderer();
}
