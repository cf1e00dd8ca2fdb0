// Before a command of the README: installs the npm packages where they are missing, or older than what the lock file asks for.
import { spawnSync } from 'node:child_process';
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { whyInstall } from './whyInstall.mjs';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const why = whyInstall(root);
if (why !== undefined) {
  console.error(`${why}: running npm ci, which takes about half a minute.`);
  const npm = process.env.npm_execpath;
  const [program, first] = npm === undefined ? ['npm', []] : [process.execPath, [npm]];
  const { status, error } = spawnSync(program, [...first, 'ci', '--no-audit', '--no-fund'], {
    cwd: root,
    stdio: ['ignore', 2, 2],
    shell: npm === undefined && process.platform === 'win32',
  });
  if (status !== 0) {
    console.error(
      `npm ci failed${error === undefined ? '' : ` (${error.message})`}. Run it by itself in ${root}, mend what it names, and try again.`,
    );
    process.exit(1);
  }
}
