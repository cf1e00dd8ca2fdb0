import { execFile } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { describe, type ExpectStatic, it } from 'vitest';
import { editPlan } from '../../core/plan/edit.ts';
import { readPlan } from '../core/planFixture.ts';
import { newerBundle } from '../lab/newerBundle.ts';
import { startBrowserShell } from './fixtures/browserShell.ts';
import { chromiumPath } from './fixtures/chromium.ts';
import { canHaveLabs, labsFolder } from './fixtures/labs.ts';
import { projectRoot } from './fixtures/projectRoot.ts';
import { reload, type Shell } from './fixtures/shell.ts';
import { startWindowShell } from './fixtures/windowShell.ts';
import { violations } from './pages/axe.ts';
import { type Hand, keyboard, mouse } from './pages/hand.ts';
import { RunPages } from './pages/runPages.ts';
import { screenshot } from './pages/screenshot.ts';
import { WizardPage } from './pages/wizardPage.ts';

const exec = promisify(execFile);
const runTimeout = 420_000;

const ways: readonly (readonly [Shell['name'], Hand['name']])[] = [
  ['browser', 'mouse'],
  ['window', 'keyboard'],
];

const able = chromiumPath() !== undefined && canHaveLabs() && process.env['QUORATE_JOURNEYS'] === 'all';

describe.skipIf(!able)('a running cluster is changed from the window (with QUORATE_JOURNEYS=all)', () => {
  it.for(ways)('in the %s, by %s alone', { timeout: 2_700_000 }, async ([shellName, handName], { expect }) => {
    const labs = labsFolder();
    let shell: Shell | undefined;
    try {
      shell = await (shellName === 'browser' ? startBrowserShell : startWindowShell)({ QUORATE_LABS: labs.path });
      const hand = handName === 'mouse' ? mouse() : keyboard(shell.page);
      await changes(shell, hand, `change-${handName}`, labs.path, expect);
      expect(shell.complaints).toEqual([]);
    } catch (error) {
      if (shell !== undefined) await screenshot(shell.page, 'change-failed').catch(() => undefined);
      throw error;
    } finally {
      await shell?.end();
      await labs.remove();
    }
  });
});

/** Adds a replica, replaces a host that has lost its power, and upgrades the packages, each while a probe writes. */
async function changes(shell: Shell, hand: Hand, name: string, labs: string, expect: ExpectStatic): Promise<void> {
  const { page } = shell;
  const wizard = new WizardPage(page);
  const run = new RunPages(page);
  const rail = page.getByRole('navigation');
  const planFile = join(shell.projects, name, 'plan.yaml');
  const quorate = (...args: readonly string[]) =>
    exec(process.execPath, [join(projectRoot, '.build', 'quorate.mjs'), ...args], {
      env: { ...process.env, QUORATE_LABS: labs },
    });
  const look = async (screen: string) => {
    await wizard.settled();
    await screenshot(page, `${name}-${screen}`);
    expect(await violations(page), screen).toEqual([]);
  };

  // Three of five lab hosts are a cluster already.
  await mkdir(join(shell.projects, name));
  await quorate('lab', 'up', '--topology', 'five-node', '--name', name, '--plan', planFile, '--json');
  const five = readFileSync(planFile, 'utf8');
  const spare = (host: string) => readPlan(five).hosts.find((one) => one.name === host)?.address ?? '';
  const places = [4, 3];
  const three = editPlan(five, [
    { path: ['topology'], value: 'three-node' },
    ...places.map((index) => ({ path: ['clusters', 0, 'members', index] })),
    ...places.map((index) => ({ path: ['hosts', index] })),
  ]);
  writeFileSync(planFile, three);
  await quorate('deploy', planFile, '--yes', '--accept-new-host-keys', '--json');

  await page.emulateMedia({ reducedMotion: 'reduce' });
  await reload(page);
  await hand.press(run.button(new RegExp(`^${name}`)));
  await run.verdict('Healthy').waitFor({ timeout: 120_000 });

  const add = async (host: string, place: number) => {
    await hand.press(run.button('Add a host'));
    await hand.type(page.getByRole('textbox', { name: `Name of host ${place}` }), host);
    await hand.type(page.getByRole('textbox', { name: `Address of ${host}` }), spare(host));
    await page.keyboard.press('Tab');
  };
  const deploy = async (screen: string) => {
    await hand.press(rail.getByRole('button', { name: /^Changes/ }));
    await hand.press(run.button('Rehearse'));
    const trust = run.button(/^(Trust this key|I have compared them)/);
    const rehearsed = page.getByText('Read what will change, then deploy.');
    await trust.first().or(rehearsed).waitFor({ timeout: runTimeout });
    if (await trust.first().isVisible()) {
      await hand.press(trust.first());
      await rehearsed.waitFor({ timeout: runTimeout });
    }
    await look(`${screen}-rehearsed`);
    await hand.press(run.button(/^Deploy to/));
    await hand.tick(page.getByRole('checkbox', { name: /^Write and read as a client/ }));
    await look(`${screen}-question`);
    await hand.press(run.button('Deploy now'));
    await page.getByText('Next: watch the cluster.').waitFor({ timeout: runTimeout });
    await page.getByText(/rows were acknowledged, and all of them are there/).waitFor();
    await look(`${screen}-done`);
    await hand.press(run.button('Continue to Overview'));
    await run.verdict('Healthy').waitFor({ timeout: 120_000 });
  };

  await hand.press(rail.getByRole('button', { name: 'Hosts', exact: true }));
  await add('n4', 4);
  await look('added');
  await deploy('add');

  const [leader] = await run.leaders();
  const dead = leader === 'n3' ? 'n2' : 'n3';
  await hand.press(run.button(`Power off the lab host ${dead}`));
  await page.getByRole('row').filter({ hasText: 'Host lost' }).waitFor({ timeout: 120_000 });
  await hand.press(rail.getByRole('button', { name: 'Hosts', exact: true }));
  await hand.press(run.button(`Remove ${dead}`));
  await add('n5', 4);
  await hand.tick(page.getByRole('checkbox', { name: 'etcd runs on n5' }));
  await look('replaced');
  await deploy('replace');

  await hand.press(run.button('Projects'));
  const text = readFileSync(planFile, 'utf8');
  const { packages } = readPlan(text);
  const bundle = (packages.source === 'bundle' ? packages.file : undefined) ?? '';
  const file = await newerBundle(bundle, 'bookworm', ['patroni', 'haproxy', 'pgbouncer', 'etcd-server']);
  writeFileSync(planFile, editPlan(text, [{ path: ['packages', 'file'], value: file }]));
  await hand.press(run.button(new RegExp(`^${name}`)));
  await hand.press(rail.getByRole('button', { name: 'Operations' }));
  const upgrade = page.getByRole('region', { name: 'Upgrade the packages' });
  await hand.press(upgrade.getByRole('button', { name: 'Go on …' }));
  const dialog = page.getByRole('dialog');
  const begin = dialog.getByRole('button', { name: 'Upgrade the packages' });
  await expect.poll(() => begin.isEnabled(), { timeout: runTimeout }).toBe(true);
  await look('upgrade-question');
  await hand.press(begin);
  await upgrade.getByText(/packages on 4 hosts were upgraded/).waitFor({ timeout: 900_000 });
  await look('upgraded');
  await hand.press(rail.getByRole('button', { name: 'Overview' }));
  await run.verdict('Healthy').waitFor({ timeout: 120_000 });
}
