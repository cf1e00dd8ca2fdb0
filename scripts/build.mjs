// Builds the program to .build/: the command line and the Electron window with npm packages left outside, and the wizard's page.
import { build } from 'esbuild';
import { buildRenderer } from './buildRenderer.mjs';

/**
 * Bundles one TypeScript entry into an ES module that Node runs.
 * @param {string} entry path of the entry, relative to the project
 * @param {string} outfile path of the bundle
 */
export async function bundle(entry, outfile) {
  await build({
    entryPoints: [entry],
    outfile,
    bundle: true,
    platform: 'node',
    format: 'esm',
    target: 'node20',
    packages: 'external',
    sourcemap: true,
    loader: { '.tmpl': 'text' },
    logLevel: 'warning',
  });
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
  await bundle('electron/headless/quorate.ts', '.build/quorate.mjs');
  await buildDesktop();
  await buildRenderer();
}
