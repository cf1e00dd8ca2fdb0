import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { build } from 'esbuild';
import { projectRoot } from './fixtures/projectRoot.ts';

/** Builds what the tests run: the program as it is shipped, and the harness that stands in for Electron. */
export async function setup(): Promise<void> {
  execFileSync(process.execPath, ['scripts/build.mjs'], { cwd: projectRoot, stdio: ['ignore', 'ignore', 'inherit'] });
  await build({
    entryPoints: [join(projectRoot, 'test/desktop/harness/electron.ts')],
    outfile: join(projectRoot, '.build/harness/electron.mjs'),
    bundle: true,
    platform: 'node',
    format: 'esm',
    target: 'node20',
    packages: 'external',
    logLevel: 'warning',
  });
}
