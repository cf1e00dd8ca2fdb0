import { execFile } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { parsePlan } from '../../core/plan/parse.ts';
import { startBrowserShell } from './fixtures/browserShell.ts';
import { chromiumPath } from './fixtures/chromium.ts';
import { canHaveLabs, labsFolder } from './fixtures/labs.ts';
import { projectRoot } from './fixtures/projectRoot.ts';
import { reload, type Shell } from './fixtures/shell.ts';
import { RunPages } from './pages/runPages.ts';
import { screenshot } from './pages/screenshot.ts';
import { WizardPage } from './pages/wizardPage.ts';

const exec = promisify(execFile);
/** An image and its packages may have to be made first. */
const labTimeout = 900_000;
const runTimeout = 120_000;

describe.skipIf(chromiumPath() === undefined || !canHaveLabs())('what a person decides in the window', () => {
  const labs = labsFolder();
  let shell: Shell;
  let planFile: string;

  const quorate = (...args: readonly string[]) =>
    exec(process.execPath, [join(projectRoot, '.build', 'quorate.mjs'), ...args], {
      env: { ...process.env, QUORATE_LABS: labs.path },
    });
  const on = async (host: string, command: string) => {
    const parsed = parsePlan(readFileSync(planFile, 'utf8'));
    if (!parsed.ok) throw new Error(parsed.problems.map(({ message }) => message).join('\n'));
    const { address, ssh } = parsed.parsed.plan.hosts.find(({ name }) => name === host) ?? {};
    const options = ['StrictHostKeyChecking=no', 'UserKnownHostsFile=/dev/null', 'BatchMode=yes'];
    const words = ['-F', '/dev/null', '-q', '-i', ssh?.key ?? '', ...options.flatMap((option) => ['-o', option])];
    await exec('ssh', [...words, `${ssh?.user}@${address}`, command]);
  };
  const journal = () => {
    const file = join(shell.projects, 'choices', '.quorate', 'plan', 'journal.jsonl');
    const lines = existsSync(file) ? readFileSync(file, 'utf8').split('\n').filter(Boolean) : [];
    return lines.map((line) => JSON.parse(line) as Record<string, unknown>);
  };

  beforeAll(async () => {
    shell = await startBrowserShell({ QUORATE_LABS: labs.path });
    planFile = join(shell.projects, 'choices', 'plan.yaml');
    await mkdir(join(shell.projects, 'choices'));
    await quorate('lab', 'up', '--topology', 'three-node', '--name', 'choices', '--plan', planFile, '--json');
    // One host fails a check, and one has no power.
    await on('n2', 'mkdir -p /etc/security/limits.d && echo "postgres hard nproc 20" >/etc/security/limits.d/few.conf');
    await quorate('lab', 'fault', 'power-off', 'n3', '--name', 'choices', '--json');
  }, labTimeout);
  afterAll(async () => {
    await shell?.end();
    await labs.remove();
  });

  it('leaves a dark host out and accepts a failed check, in the rehearsal and in the deployment after it', async () => {
    const { page } = shell;
    const run = new RunPages(page);
    const look = async (name: string) => {
      await new WizardPage(page).settled();
      await screenshot(page, `choices-${name}`);
    };
    await reload(page);
    await run.button(/^choices/).click();
    await page
      .getByRole('navigation')
      .getByRole('button', { name: /Deploy|Changes/ })
      .click();
    await run.button('Rehearse').click();

    const goWithout = run.button('Go on without n3');
    await goWithout.waitFor({ timeout: runTimeout });
    await look('dark');
    await goWithout.click();

    const accept = run.button('Go on in spite of: Limits of processes and files');
    await accept.waitFor({ timeout: runTimeout });
    expect(await page.getByText('Without n3: not visited and not changed.').count()).toBe(1);
    expect(await run.button(/^Deploy to/).count()).toBe(0);
    await look('failed-check');
    await accept.click();

    await page.getByText('Read what will change, then deploy.').waitFor({ timeout: runTimeout });
    const chosen = [/^Without n3: not visited/, /^In spite of: Limits of processes and files\./];
    for (const text of chosen) expect(await page.getByText(text).count(), String(text)).toBe(1);
    await look('rehearsed');
    await run.button('Deploy to 2 hosts').click();
    await run.button('Deploy now').click();

    // The choices of the rehearsal are those of the deployment: the journal has them before any step begins.
    const begun = () => journal().some(({ event }) => event === 'begin');
    await expect.poll(begun, { timeout: runTimeout }).toBe(true);
    for (const text of chosen) expect(await page.getByText(text).count(), String(text)).toBe(1);
    await run.button('Pause').click();
    await run.button('Do not wait').click();
    await run.button(/^(Go on|Try again)$/).waitFor({ timeout: runTimeout });
    const told = journal();
    const { run: id } = told.find(({ event }) => event === 'begin') ?? {};
    const mine = told.filter((line) => line['run'] === id);
    expect(mine).toContainEqual(expect.objectContaining({ what: 'deploy', without: ['n3'] }));
    expect(mine).toContainEqual(
      expect.objectContaining({
        event: 'accepted',
        checks: [expect.objectContaining({ check: 'limits', host: 'n2' })],
      }),
    );
    expect(mine.flatMap((line) => (line['event'] === 'begin' ? [String(line['step'])] : []))).not.toContainEqual(
      expect.stringMatching(/^n3\//),
    );
    expect(shell.complaints).toEqual([]);
  }, 600_000);
});
