// Runs every test and ends with the true totals: `N passed, N failed, N skipped`, with an honest exit status.
// Lab tests need Linux, root and systemd-nspawn; where those are missing they are skipped, visibly, and counted.
import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, existsSync, mkdirSync, openSync, readFileSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
process.chdir(root);
mkdirSync('.build', { recursive: true });

/** Runs a program with the terminal's own output and returns its exit status. */
function run(program, args, env = {}) {
  return spawnSync(program, args, { stdio: 'inherit', env: { ...process.env, ...env } }).status ?? 1;
}

const totals = { passed: 0, failed: 0, skipped: 0 };
let broken = false;

function project(name, env) {
  const report = join('.build', `test-${name}.json`);
  rmSync(report, { force: true });
  const status = run(
    process.execPath,
    [
      'node_modules/vitest/vitest.mjs',
      'run',
      '--project',
      name,
      '--reporter=default',
      '--reporter=json',
      `--outputFile.json=${report}`,
    ],
    env,
  );
  if (!existsSync(report)) {
    console.error(`the ${name} tests ended without a report (exit status ${status})`);
    broken = true;
    return;
  }
  const result = JSON.parse(readFileSync(report, 'utf8'));
  totals.passed += result.numPassedTests;
  totals.failed += result.numFailedTests;
  totals.skipped += result.numPendingTests + result.numTodoTests;
  // A file that fails before its first test counts no failed test of its own.
  const brokenFiles = result.testResults.filter(
    (file) => file.status === 'failed' && file.assertionResults.every((one) => one.status !== 'failed'),
  );
  totals.failed += brokenFiles.length;
  if (status !== 0 && totals.failed === 0) broken = true;
}

/**
 * Installs what the other projects need while the unit tests run, which wait for nothing of it. Whether it went well is asked when each project is
 * begun, and said then.
 */
async function fetchPackages() {
  if (process.getuid?.() !== 0) return;
  const log = openSync('.build/system-packages.log', 'w');
  const child = spawn('bash', ['scripts/systemPackages.sh', 'lab', 'e2e'], { stdio: ['ignore', log, log] });
  closeSync(log);
  await once(child, 'exit').catch(() => undefined);
}

// Without root or on another system the tests that need a real sshd or Ansible are skipped and counted as such.
if (process.getuid?.() === 0) run('bash', ['scripts/systemPackages.sh', 'sshd', 'export']);
const fetched = fetchPackages();
project('unit');
await fetched;

const packages = run('bash', ['scripts/systemPackages.sh', 'lab']);
if (packages === 0) {
  project('lab');
} else {
  const count = spawnSync('grep', ['-rhoE', '^ *it(\\.each)?\\(', 'test/lab'], { encoding: 'utf8' })
    .stdout.split('\n')
    .filter(Boolean).length;
  totals.skipped += count;
  console.error(
    `\nThe ${count} lab tests were skipped: they need real hosts (Linux, root, and the programs named above).`,
  );
}

const browser = run('bash', ['scripts/systemPackages.sh', 'e2e']);
if (browser !== 0)
  console.error('\nThe window tests skip: they need Chromium, which is named above. Each is counted as skipped.');
project('e2e');

if (broken) totals.failed += 1;
console.log(`\n${totals.passed} passed, ${totals.failed} failed, ${totals.skipped} skipped`);
process.exit(totals.failed === 0 ? 0 : 1);
