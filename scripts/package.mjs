// npm run package: builds the program, then its installers with electron-builder (see electron-builder.yml). Without arguments: those of
// this system. `-- --linux dir` and the like choose others. ELECTRON_OVERRIDE_DIST_PATH names an unpacked Electron to use as it is.
import { spawnSync } from 'node:child_process';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
process.chdir(root);

function run(...args) {
  const { status } = spawnSync(process.execPath, args, { stdio: 'inherit' });
  if (status !== 0) process.exit(status ?? 1);
}

const distribution = process.env['ELECTRON_OVERRIDE_DIST_PATH'];
run('scripts/build.mjs');
run(
  join('node_modules', 'electron-builder', 'cli.js'),
  '--publish',
  'never',
  ...(distribution ? [`-c.electronDist=${distribution}`] : []),
  ...process.argv.slice(2),
);
