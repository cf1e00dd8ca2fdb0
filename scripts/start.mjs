// npm start: builds what is stale and opens the Electron window. Where its binary or a display is missing: says so, and serves the same
// wizard to the browser of this machine.
import { spawn } from 'node:child_process';
import { dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { buildDesktop } from './build.mjs';
import { buildRendererWhenStale } from './buildRenderer.mjs';
import { findElectron } from './findElectron.mjs';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
process.chdir(root);
const found = findElectron({ root, environment: process.env, platform: process.platform });

if ('missing' in found) {
  console.error(`The window cannot open: ${found.missing}.`);
  console.error('The same wizard opens in the browser of this machine instead.');
  process.argv.splice(2, 0, 'serve', '--open');
  await import(pathToFileURL(join(root, 'bin', 'quorate.mjs')).href);
} else {
  await buildDesktop();
  await buildRendererWhenStale();
  // Electron refuses to start as root with its sandbox, and the window does not start without it.
  const child = spawn(found.program, [root, ...process.argv.slice(2)], { stdio: 'inherit' });
  for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => child.kill(signal));
  child.on('exit', (code, signal) => process.exit(signal ? 1 : (code ?? 1)));
}
