// npm start: builds what is stale, then serves the wizard to the browser of this machine.
import { dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
console.error('This version has no window of its own yet: the wizard opens in the browser of this machine.');
process.argv.splice(2, 0, 'serve', '--open');
await import(pathToFileURL(join(root, 'bin', 'quorate.mjs')).href);
