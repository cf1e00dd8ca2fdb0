import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Locator } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { editPlan } from '../../core/plan/edit.ts';
import { newPlan } from '../../core/plan/newPlan.ts';
import { topologyIds } from '../../core/plan/schema.ts';
import { buildBundle } from '../../electron/services/bundle/buildBundle.ts';
import { fixtureBuilder } from '../services/bundle/fixtureBuilder.ts';
import { canRunSshd, Sshd } from '../services/ssh/sshd.ts';
import { startBrowserShell } from './fixtures/browserShell.ts';
import { chromiumPath } from './fixtures/chromium.ts';
import type { Shell } from './fixtures/shell.ts';
import { violations } from './pages/axe.ts';
import { screenshot } from './pages/screenshot.ts';

const places = ['Topology', 'Hosts', 'Objectives', 'Options', 'Review'] as const;
const cards = {
  'two-node': 'Two nodes',
  'three-node': 'Three nodes',
  'five-node': 'Five nodes',
  'dual-dc': 'Two data centres',
  'geo-dr': 'Remote standby region',
} as const;

describe.skipIf(chromiumPath() === undefined)('planning in the window', () => {
  let shell: Shell;
  beforeAll(async () => {
    shell = await startBrowserShell();
    await shell.page.getByRole('heading', { name: 'Quorate' }).waitFor();
  });
  afterAll(() => shell?.end());

  const button = (name: string | RegExp): Locator =>
    shell.page.getByRole('button', { name, exact: typeof name === 'string' });
  const goTo = async (place: (typeof places)[number]) => {
    await shell.page.getByRole('navigation').getByRole('button').nth(places.indexOf(place)).click();
    await shell.page.getByRole('heading', { level: 1, name: place }).waitFor();
  };
  const create = async (name: string) => {
    if ((await shell.page.getByRole('navigation').count()) > 0) await button('Projects').click();
    await shell.page.getByRole('textbox', { name: 'New project' }).fill(name);
    await button('Create project').click();
    await shell.page.getByRole('navigation').waitFor();
  };
  const written = (name: string) => readFile(join(shell.projects, name, 'plan.yaml'), 'utf8');

  it.each(topologyIds)(
    'writes for %s, chosen by its card, the file that a hand writes, and simulates it',
    async (id) => {
      await create(`by-${id}`);
      await shell.page.getByRole('radio', { name: new RegExp(`^${cards[id]}`) }).check();
      // The window keeps the three names that were there, and goes on counting.
      const count = { 'two-node': 3, 'three-node': 3, 'five-node': 5, 'dual-dc': 5, 'geo-dr': 6 }[id];
      const hosts = Array.from({ length: count }, (_, index) => ({
        name: `n${index + 1}`,
        address: '',
      }));
      const byHand = newPlan({ topology: id, name: `by-${id}`, hosts });
      await expect.poll(() => written(`by-${id}`)).toBe(byHand.ok ? byHand.text : '');

      await goTo('Review');
      const outcome = shell.page.getByRole('complementary');
      await expect.poll(() => outcome.textContent()).toContain('unaffected');
      await button(/^Host n1, leader/).click();
      await expect.poll(() => outcome.textContent()).toContain('automatic');
      await button(/^Host n1, down/).focus();
      await shell.page.keyboard.press('Enter');
      await expect.poll(() => outcome.textContent()).toContain('Nothing has failed');
    },
  );

  it('takes hosts from a spreadsheet, keeps comments, undoes and redoes, and opens again where it was left', async () => {
    await create('orders');
    const before = await written('orders');
    await goTo('Hosts');
    const rows = 'name\taddress\tzone\npg1\t10.1.0.1\track1\npg2\t10.1.0.2\track2\npg3\t10.1.0.3\track3\n';
    await button('Import …').click();
    await shell.page.getByRole('textbox', { name: 'Rows from a spreadsheet or CSV' }).fill(rows);
    await button('Take 3 hosts').click();
    const byHand = editPlan(before, [
      ...[1, 2, 3].flatMap((number) => [
        { path: ['hosts', number - 1, 'name'], value: `pg${number}` },
        { path: ['clusters', 0, 'members', number - 1, 'host'], value: `pg${number}` },
        { path: ['hosts', number - 1, 'address'], value: `10.1.0.${number}` },
      ]),
      ...[1, 2, 3].map((number) => ({ path: ['hosts', number - 1, 'zone'], value: `rack${number}` })),
    ]);
    await expect.poll(() => written('orders')).toBe(byHand);

    const address = shell.page.getByRole('textbox', { name: 'Address of pg2' });
    await address.fill('10.1.0.1');
    await address.press('Tab');
    await expect.poll(() => shell.page.getByRole('table').textContent()).toContain('10.1.0.1 is the address of both');
    expect(await address.getAttribute('aria-invalid')).toBe('true');
    await address.focus();
    await shell.page.keyboard.press('Control+z');
    await expect.poll(() => written('orders')).toBe(byHand);
    await button('Undo').click();
    await expect.poll(() => written('orders')).toBe(before);
    await button('Redo').click();
    await expect.poll(() => written('orders')).toBe(byHand);

    await button('Projects').click();
    await button(/^orders/).click();
    await shell.page.getByRole('heading', { level: 1, name: 'Hosts' }).waitFor();

    await button('Projects').click();
    await shell.page.goto(new URL('/?project=orders', shell.page.url()).href);
    await shell.page.getByRole('heading', { level: 1, name: 'Hosts' }).waitFor();
  });

  it('moves a host to another site and the role of the primary by drag', async () => {
    await create('drag');
    await shell.page.getByRole('radio', { name: /^Two data centres/ }).check();
    await goTo('Hosts');
    const site = (name: string) => shell.page.getByRole('region', { name, exact: true });
    const host = (name: string) => shell.page.getByRole('listitem').filter({ hasText: new RegExp(`^${name} `) });
    await host('n2').dragTo(site('dcB').getByRole('heading'));
    await expect.poll(() => written('drag')).toContain('name: n2, address: "", site: dcB');
    await host('n1').dragTo(host('n3'));
    await expect
      .poll(() => written('drag'))
      .toMatch(/host: n1, seq: 1, role: replica[\s\S]*host: n3, seq: 3, role: primary/);
  });

  it('moves objectives by keyboard alone, says what cannot be kept, and sets the nearest that can', async () => {
    await create('objectives');
    await goTo('Objectives');
    const slider = shell.page.getByRole('slider', { name: 'Recovery time objective (RTO)' });
    await slider.focus();
    await shell.page.keyboard.press('Home');
    await expect.poll(() => shell.page.getByRole('main').textContent()).toContain('10 s cannot be kept at worst');
    await expect.poll(() => written('objectives')).toContain('rto: 10');
    const nearest = button(/^Set \d+ s$/);
    const seconds = Number(/\d+/.exec((await nearest.textContent()) ?? '')?.[0]);
    await nearest.focus();
    await shell.page.keyboard.press('Enter');
    await expect.poll(() => written('objectives')).toContain(`rto: ${seconds}`);
    await expect.poll(() => shell.page.getByRole('main').textContent()).not.toContain('cannot be kept');
  });

  it('applies the fix of a finding where it stands', async () => {
    await create('fixes');
    await goTo('Options');
    await shell.page.getByRole('checkbox', { name: /^TLS everywhere/ }).uncheck();
    const finding = shell.page.getByRole('listitem').filter({ hasText: 'security.tls' });
    await finding.getByRole('button').click();
    await expect.poll(() => finding.count()).toBe(0);
    await expect.poll(() => written('fixes')).toContain('security: { tls: true }');
  });

  it('shows what a bundle holds, in both languages, and what is wrong with one that is damaged or missing', async () => {
    await create('offline');
    const folder = join(shell.projects, 'offline');
    const names = ['postgresql-15', 'patroni', 'etcd-server'];
    await buildBundle({
      release: 'bookworm',
      out: join(folder, 'whole.bundle'),
      builder: fixtureBuilder(names),
      createdAt: new Date(),
    });
    const bytes = await readFile(join(folder, 'whole.bundle'));
    await writeFile(join(folder, 'short.bundle'), bytes.subarray(0, bytes.length / 2));
    await goTo('Options');
    await shell.page.getByRole('radio', { name: /^A bundle file/ }).check();
    const name = async (file: string) => {
      const field = shell.page.getByRole('textbox', { name: 'Bundle file' });
      await field.fill(file);
      await field.press('Enter');
    };
    await name('whole.bundle');
    await shell.page.getByText('3 packages. Built 0 days ago.').waitFor();
    await shell.page.getByText('etcd-server 1.0 · patroni 1.0 · postgresql-15 1.0').waitFor();
    const language = shell.page.getByRole('combobox', { name: /^(Language|语言)$/ });
    await language.selectOption({ label: '简体中文' });
    await shell.page.getByText('3 个软件包。 构建于 0 天前。').waitFor();
    await language.selectOption({ label: 'English' });
    await name('short.bundle');
    await shell.page.getByRole('alert').filter({ hasText: 'short.bundle' }).waitFor();
    await name('nowhere.bundle');
    await shell.page.getByRole('alert').filter({ hasText: 'give the path of a bundle file' }).waitFor();
    await expect.poll(() => written('offline')).toContain('file: nowhere.bundle');
  });

  it.skipIf(!canRunSshd)('builds a bundle over SSH once its key is trusted, and stops', async () => {
    const sshd = new Sshd();
    try {
      await sshd.start();
      await create('stick');
      await goTo('Options');
      await shell.page.getByRole('radio', { name: /^A bundle file/ }).check();
      await button('Build a bundle …').click();
      const dialog = shell.page.getByRole('dialog');
      const field = (name: string) => dialog.getByRole('textbox', { name });
      const build = dialog.getByRole('button', { name: 'Build', exact: true });
      await dialog.getByRole('radio', { name: /^On another machine/ }).check();
      expect(await build.isDisabled()).toBe(true);
      await field('Address').fill('127.0.0.1');
      await field('Port').fill(String(sshd.port));
      await field('Private key (path on this machine)').fill(sshd.keyPath);
      await dialog.getByRole('checkbox', { name: 'Debian 13' }).uncheck();
      expect(await field('File to write').inputValue()).toBe('bookworm.bundle');
      await field('File to write').fill('nowhere/bookworm.bundle');
      await build.click();
      await dialog.getByRole('alert').filter({ hasText: 'cannot be written into' }).waitFor();
      await field('File to write').fill('bookworm.bundle');
      await build.click();
      await dialog.getByText('1 host key is seen for the first time').waitFor();
      await dialog.getByText(sshd.fingerprint()).waitFor();
      await screenshot(shell.page, 'options-bundle-key');
      await dialog.getByRole('button', { name: 'Trust it' }).click();
      await dialog.getByText(/^Debian 12.*: reading and checking the lists/).waitFor();
      await screenshot(shell.page, 'options-bundle-building');
      await dialog.getByRole('button', { name: 'Stop' }).click();
      await build.waitFor();
      expect(await violations(shell.page)).toEqual([]);
      await dialog.getByRole('button', { name: 'Close' }).last().click();
      await dialog.waitFor({ state: 'detached' });
      expect(await written('stick')).not.toContain('bookworm.bundle');
      expect(await readdir(join(shell.projects, 'stick'))).not.toContain('bookworm.bundle');
    } finally {
      await sshd.dispose();
    }
  });

  it('removes a project after its name was typed, and no other', async () => {
    await create('old');
    await create('old-2');
    await button('Projects').click();
    await button('Remove project old').click();
    const dialog = shell.page.getByRole('dialog');
    const go = dialog.getByRole('button', { name: 'Remove the project' });
    expect(await go.isDisabled()).toBe(true);
    await dialog.getByRole('textbox', { name: 'Type old to confirm' }).fill('old');
    await screenshot(shell.page, 'start-remove');
    expect(await violations(shell.page)).toEqual([]);
    await go.click();
    await dialog.waitFor({ state: 'detached' });
    await expect.poll(() => button('Remove project old').count()).toBe(0);
    expect(await button(/^old-2/).count()).toBe(1);
    expect(await readdir(shell.projects)).not.toContain('old');
    expect(await readdir(shell.projects)).toContain('old-2');
  });

  it('lists every double failure, shows the files of a host, and exports the plan with the drawing', async () => {
    await create('papers');
    await goTo('Hosts');
    const addresses = shell.page.getByRole('textbox', { name: /^Address of / });
    expect(await addresses.first().getAttribute('placeholder')).toBe('such as 192.0.2.11');
    await expect.poll(() => shell.page.getByRole('table').textContent()).toContain('n3 has no address yet');
    await goTo('Review');
    const tab = (name: string) => shell.page.getByRole('tab', { name });
    await tab('Files').click();
    await expect.poll(() => shell.page.getByRole('main').textContent()).toContain('n1 has no address yet.');
    await goTo('Hosts');
    for (let index = 0; index < 3; index++) await addresses.nth(index).fill(`10.3.0.${index + 1}`);
    await addresses.nth(2).press('Tab');
    await expect.poll(() => written('papers')).toContain('address: 10.3.0.3,');
    await expect.poll(() => shell.page.getByRole('table').textContent()).not.toContain('no address yet');
    await goTo('Review');
    await tab('All failures').click();
    await expect.poll(() => shell.page.getByRole('row').count()).toBe(1 + 3 + 3);
    await button('Show Host n1, Host n2 in the drawing').click();
    await expect.poll(() => shell.page.getByRole('complementary').textContent()).toContain('needs a person');

    for (const [name, sign] of [
      ['Save SVG', '<svg'],
      ['Save PNG', '\u0089PNG'],
    ] as const) {
      const [download] = await Promise.all([shell.page.waitForEvent('download'), button(name).click()]);
      const saved = await readFile(await download.path(), 'latin1');
      expect(saved.slice(0, 200)).toContain(sign);
      if (name === 'Save SVG') expect(saved).toMatch(/pg-papers|n1/);
    }
    await tab('Files').click();
    await button('/etc/patroni/config.yml').click();
    const file = shell.page.getByRole('region', { name: '/etc/patroni/config.yml' });
    await expect.poll(() => file.textContent()).toContain('scope: pg-papers');

    await tab('Export').click();
    await expect.poll(() => shell.page.getByRole('main').textContent()).toContain('quorate: 1');
    const [download] = await Promise.all([shell.page.waitForEvent('download'), button('Save this file').click()]);
    expect(await readFile(await download.path(), 'utf8')).toBe(await written('papers'));

    await shell.page.getByRole('combobox', { name: 'Format' }).selectOption('files');
    await button(/^Save all \d+ files with the project$/).click();
    await expect.poll(() => shell.page.getByRole('main').textContent()).toContain('Written to');
    const saved = join(shell.projects, 'papers', 'export', 'files');
    const names = (await readdir(saved, { recursive: true })).map(String);
    expect(names.filter((name) => name.endsWith('etc/patroni/config.yml')).length).toBe(3);
  });

  it('left the console without an error or a breach of the content security policy', () => {
    expect(shell.complaints).toEqual([]);
  });

  it('shows what has failed in place of an empty page, and loads again', async () => {
    if ((await shell.page.getByRole('navigation').count()) > 0) await button('Projects').click();
    await shell.page.evaluate("HTMLDialogElement.prototype.showModal = () => { throw new Error('made to fail') }");
    await button('Read a running cluster …').click();
    await shell.page.getByRole('heading', { name: 'This window has failed' }).waitFor();
    await shell.page.getByText('Error: made to fail').waitFor();
    await screenshot(shell.page, 'failed');
    await button('Load again').click();
    await shell.page.getByRole('textbox', { name: 'New project' }).waitFor();
  });
});
