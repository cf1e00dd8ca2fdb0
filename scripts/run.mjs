// Runs a TypeScript entry of the project: node scripts/run.mjs path/to/entry.ts [arguments].
import { spawn } from 'node:child_process';
import { basename, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { bundle } from './build.mjs';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
process.chdir(root);
const [entry, ...args] = process.argv.slice(2);
if (entry === undefined) {
  console.error('usage: node scripts/run.mjs ENTRY.ts [arguments]');
  process.exit(2);
}
const out = join(root, '.build', `${basename(entry, '.ts')}.mjs`);
await bundle(entry, out);
const child = spawn(process.execPath, ['--enable-source-maps', out, ...args], { stdio: 'inherit' });
for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => child.kill(signal));
child.on('exit', (code, signal) => process.exit(signal ? 1 : (code ?? 1)));
