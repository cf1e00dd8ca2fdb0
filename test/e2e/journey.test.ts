import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, type ExpectStatic, it } from 'vitest';
import { startBrowserShell } from './fixtures/browserShell.ts';
import { chromiumPath } from './fixtures/chromium.ts';
import { canHaveLabs, labsFolder } from './fixtures/labs.ts';
import { reload, type Shell } from './fixtures/shell.ts';
import { startWindowShell } from './fixtures/windowShell.ts';
import { violations } from './pages/axe.ts';
import { type Hand, keyboard, mouse } from './pages/hand.ts';
import { RunPages } from './pages/runPages.ts';
import { screenshot } from './pages/screenshot.ts';
import { WizardPage } from './pages/wizardPage.ts';

/** An image and its packages may have to be made first. */
const labTimeout = 900_000;
const deployTimeout = 420_000;

/** The other three pairs of shell and hand run with QUORATE_JOURNEYS=all, two at a time: most of a journey is waiting for hosts. */
const ways: readonly (readonly [Shell['name'], Hand['name']])[] = [
  ['window', 'keyboard'],
  ...(process.env['QUORATE_JOURNEYS'] === 'all'
    ? ([
        ['browser', 'mouse'],
        ['browser', 'keyboard'],
        ['window', 'mouse'],
      ] as const)
    : []),
];

describe.skipIf(chromiumPath() === undefined || !canHaveLabs())('the whole journey on real hosts', () => {
  it.concurrent.for(ways)('in the %s, by %s alone', { timeout: 1_800_000 }, ([shellName, handName], { expect }) =>
    withShell(shellName === 'browser' ? startBrowserShell : startWindowShell, async (shell) => {
      await journey(shell, handName === 'mouse' ? mouse() : keyboard(shell.page), expect);
      expect(shell.complaints).toEqual([]);
    }),
  );
});

async function withShell(
  start: (environment: Readonly<Record<string, string>>) => Promise<Shell>,
  work: (shell: Shell) => Promise<void>,
): Promise<void> {
  const labs = labsFolder();
  let shell: Shell | undefined;
  try {
    shell = await start({ QUORATE_LABS: labs.path });
    await work(shell);
  } catch (error) {
    if (shell !== undefined) await screenshot(shell.page, 'journey-failed').catch(() => undefined);
    throw error;
  } finally {
    await shell?.end();
    await labs.remove();
  }
}

/**
 * New project, local lab, three nodes, review, host checks, deployment, overview, the leader's power goes and comes back.
 * @param expect of the test itself: several run at a time
 */
async function journey(shell: Shell, hand: Hand, expect: ExpectStatic): Promise<void> {
  const { page } = shell;
  const name = `${shell.name}-${hand.name}`;
  const wizard = new WizardPage(page);
  const run = new RunPages(page);
  const look = async (screen: string) => {
    await wizard.settled();
    await screenshot(page, `journey-${name}-${screen}`);
    expect(await page.evaluate('document.documentElement.scrollHeight <= innerHeight'), screen).toBe(true);
    expect(await violations(page), screen).toEqual([]);
  };

  await page.emulateMedia({ reducedMotion: 'reduce' });
  await hand.type(page.getByRole('textbox', { name: 'New project' }), name);
  await hand.press(run.button('Create project'));

  await hand.choose(page.getByRole('radio', { name: /^Five nodes/ }));
  await hand.choose(page.getByRole('radio', { name: /^Three nodes/ }));
  await look('topology');
  await hand.press(run.button('Continue to Hosts'));

  await hand.press(run.button('Use a local lab of 3 hosts'));
  await page.getByText('The lab is up.').waitFor({ timeout: labTimeout });
  await look('hosts');
  await hand.press(run.button('Continue to Objectives'));
  await hand.press(run.button('Continue to Options'));
  await hand.press(run.button('Continue to Review'));
  await look('review');
  await hand.press(run.button('Continue to Host checks'));

  await hand.press(run.button('Check the hosts'));
  await page.getByText('No check failed.').waitFor({ timeout: deployTimeout });
  await look('preflight');
  await hand.press(run.button('Continue to Deploy'));

  await hand.press(run.button('Rehearse'));
  await page.getByText('Read what will change, then deploy.').waitFor({ timeout: deployTimeout });
  await look('rehearsed');
  await hand.press(run.button('Deploy to 3 hosts'));
  await hand.press(run.button('Deploy now'));
  await page.getByRole('progressbar').waitFor();
  if (shell.name === 'browser') await reload(page);
  const percent = async () => Number(await page.getByRole('progressbar').getAttribute('aria-valuenow'));
  await expect.poll(percent, { timeout: deployTimeout }).toBeGreaterThanOrEqual(30);
  await screenshot(page, `journey-${name}-deploying`);
  await page.getByText('Next: watch the cluster.').waitFor({ timeout: deployTimeout });
  await look('deployed');
  await hand.press(run.button('Continue to Overview'));

  await run.verdict('Healthy').waitFor({ timeout: 120_000 });
  const [before] = await run.leaders();
  expect(before).toMatch(/^n[123]$/);
  await look('dashboard');

  await hand.press(run.button(`Power off the lab host ${before}`));
  const others = ['n1', 'n2', 'n3'].filter((host) => host !== before);
  await expect
    .poll(() => run.leaders(), { timeout: 180_000, interval: 500 })
    .toEqual([expect.stringMatching(others.join('|'))]);
  await page.getByRole('row').filter({ hasText: 'Host lost' }).waitFor();
  await look('failover');

  await hand.press(run.button(`Power on the lab host ${before}`));
  await run.verdict('Healthy').waitFor({ timeout: 240_000 });
  await look('back');
  await operate(shell, hand, look);
  await hand.press(page.getByRole('button', { name: /^Deployment/ }).first());
  await page.getByRole('article', { name: 'Deployment' }).getByText('Steps of n1').waitFor();
  await look('history-deployment');
  await hand.press(run.button('Projects'));
  // The list has it as it was seen last.
  const listed = page.getByRole('button', { name: new RegExp(`^${name}`) });
  await listed.waitFor();
  expect(await listed.textContent()).toMatch(/Three nodes.*3 hosts.*Deployed.*Healthy/);
  await readBack(shell, hand, run, look, name);
}

/** Copies a replica anew and hands the leadership over; both are in the history afterwards. */
async function operate({ page }: Shell, hand: Hand, look: (screen: string) => Promise<void>): Promise<void> {
  const rail = page.getByRole('navigation');
  await hand.press(rail.getByRole('button', { name: 'Operations' }));
  const copy = page.getByRole('region', { name: 'Copy a member anew' });
  const handOver = page.getByRole('region', { name: /^Switchover of / });
  const leads = (await handOver.getByText(/ leads now\.$/).textContent())?.split(' ')[0] ?? '';
  const members = await copy.getByRole('combobox', { name: 'Member' }).getByRole('option').allTextContents();
  const replica = members.slice(1).find((member) => member !== leads) ?? '';
  await hand.select(copy.getByRole('combobox', { name: 'Member' }), replica);
  await hand.press(copy.getByRole('button', { name: 'Go on …' }));
  await look('operation-question');
  await hand.press(page.getByRole('dialog').getByRole('button', { name: 'Copy a member anew' }));
  await copy.getByText(`${replica} was copied anew and follows.`).waitFor({ timeout: 240_000 });
  await look('operations');
  await hand.press(handOver.getByRole('button', { name: 'Hand over …' }));
  await hand.press(page.getByRole('dialog').getByRole('button', { name: /^Make .* the leader$/ }));
  await handOver.getByText(/ leads; Patroni took /).waitFor({ timeout: 120_000 });
  await page.getByRole('status').filter({ hasText: 'Healthy' }).waitFor({ timeout: 120_000 });
  await hand.press(rail.getByRole('button', { name: 'History' }));
  await page
    .getByRole('button', { name: /^Switchover/ })
    .first()
    .waitFor();
  await page
    .getByRole('button', { name: /^Copy a member anew/ })
    .first()
    .waitFor();
  await look('history');
}

/** Reads the cluster that runs there into a project of its own, as if another program had deployed it. */
async function readBack(
  { page, projects }: Shell,
  hand: Hand,
  run: RunPages,
  look: (screen: string) => Promise<void>,
  name: string,
): Promise<void> {
  const plan = await readFile(join(projects, name, 'plan.yaml'), 'utf8');
  const address = /address: ([\d.]+)/.exec(plan)?.[1] ?? '';
  const key = /key: ([^\s,}]+)/.exec(plan)?.[1] ?? '';
  await hand.press(run.button('Read a running cluster …'));
  await hand.type(page.getByRole('textbox', { name: 'A host of the cluster' }), address);
  await hand.type(page.getByRole('textbox', { name: /^Private key/ }), key);
  await hand.press(run.button('Read it'));
  await hand.press(run.button('Trust it'));
  await hand.press(run.button('Trust all 2'));
  await page.getByRole('heading', { name: 'From a running cluster to a plan' }).waitFor();
  await look('read');
  await hand.press(page.getByRole('dialog').getByRole('button', { name: 'Create project' }));
  await hand.press(page.getByRole('navigation').getByRole('button', { name: 'Overview' }));
  await run.verdict('Not of this project').waitFor();
  await look('not-ours');
}
