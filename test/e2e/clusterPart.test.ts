import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startBrowserShell } from './fixtures/browserShell.ts';
import { chromiumPath } from './fixtures/chromium.ts';
import { pastRunIds, writePastProject } from './fixtures/pastProject.ts';
import { projectsFolder, reload, type Shell } from './fixtures/shell.ts';
import { violations } from './pages/axe.ts';
import { keyboard } from './pages/hand.ts';
import { screenshot } from './pages/screenshot.ts';
import { WizardPage } from './pages/wizardPage.ts';

describe.skipIf(chromiumPath() === undefined)('the cluster part of a project', () => {
  let folder: Awaited<ReturnType<typeof projectsFolder>>;
  let shell: Shell;
  let wizard: WizardPage;
  const open = async () => {
    shell = await startBrowserShell({}, folder.path);
    wizard = new WizardPage(shell.page);
    await shell.page.emulateMedia({ reducedMotion: 'reduce' });
    await shell.page.getByRole('heading', { name: 'Quorate' }).waitFor();
  };
  beforeAll(async () => {
    folder = await projectsFolder();
    writePastProject(folder.path, 'orders');
    await open();
  });
  afterAll(async () => {
    await shell?.end();
    await folder?.remove();
  });

  const heading = (name: string) => shell.page.getByRole('heading', { level: 1, name });
  const project = (name: string) => shell.page.getByRole('button', { name: new RegExp(`^${name}`) });
  const rows = () => wizard.main.getByRole('list', { name: 'Runs, the newest first' }).getByRole('listitem');

  it('opens with the overview once something was deployed, and after a reload where it was', async () => {
    // Where the wizard was left long ago, by the name that older versions gave it.
    const step = join(folder.path, 'orders', '.quorate', 'plan', 'wizard-step');
    await writeFile(step, 'options\n');
    await project('orders').click();
    await heading('Overview').waitFor();
    expect(await wizard.steps.allTextContents()).toEqual(
      expect.arrayContaining(['Overview', 'Changes', 'Host checks', 'Operations', 'History']),
    );
    await shell.page.getByRole('button', { name: 'Operations', exact: true }).click();
    await heading('Operations').waitFor();
    await expect.poll(() => readFile(step, 'utf8')).toBe('operations\n');
    await reload(shell.page);
    await heading('Operations').waitFor();
  });

  it('is handed over as one encrypted file, which makes the project again under another name', async () => {
    const { page } = shell;
    const dialog = page.getByRole('dialog');
    const field = (name: string) => dialog.getByLabel(name, { exact: true });
    await wizard.home();
    await page.getByRole('button', { name: 'Hand project orders over' }).click();
    await field('Passphrase').fill('correct horse battery');
    await field('Passphrase again').fill('correct horse batter');
    await dialog.getByText('The two differ.').waitFor();
    expect(await dialog.getByRole('button', { name: 'Write the file' }).isEnabled()).toBe(false);
    await field('Passphrase again').fill('correct horse battery');
    expect(await violations(page)).toEqual([]);
    await screenshot(page, 'pack');
    await dialog.getByRole('button', { name: 'Write the file' }).click();
    await dialog.getByText(/^Packed into .*orders\.pack: the plan, \d+ secrets?/).waitFor();
    await dialog.locator('.dialog-buttons').getByRole('button', { name: 'Close' }).click();

    await page.getByRole('button', { name: 'Open a packed project …' }).click();
    await field('Packed file').fill(join(folder.path, 'orders.pack'));
    await field('Passphrase').fill('another one');
    await dialog.getByRole('button', { name: 'Make the project' }).click();
    await dialog.getByText(/There is a project "orders" already/).waitFor();
    await field('Name of the project here').fill('again');
    await dialog.getByRole('button', { name: 'Make the project' }).click();
    await dialog
      .getByText(/passphrase/)
      .last()
      .waitFor();
    await field('Passphrase').fill('correct horse battery');
    expect(await violations(page)).toEqual([]);
    await screenshot(page, 'unpack');
    await dialog.getByRole('button', { name: 'Make the project' }).click();
    await heading('Overview').waitFor();
    const [here, there] = await Promise.all(
      ['orders', 'again'].map((one) => readFile(join(folder.path, one, 'plan.yaml'), 'utf8')),
    );
    expect(there).toBe(here);
  });

  it('leads by numbers to the first deployment where nothing was deployed yet', async () => {
    await wizard.home();
    await wizard.createProject('fresh');
    expect(await wizard.steps.allTextContents()).toEqual([
      ...['Topology', 'Hosts', 'Objectives', 'Options', 'Review', 'Host checks', 'Deploy'].map((name, index) =>
        expect.stringMatching(new RegExp(`^${index + 1}${name}`)),
      ),
      'Overview',
      'Operations',
      'History',
    ]);
    await wizard.goTo(9);
    await shell.page.getByText('Nothing was done yet').waitFor();
    expect(await violations(shell.page)).toEqual([]);
  });

  it('is reached and used by the keyboard alone, and the focus goes on in the screen', async () => {
    const hand = keyboard(shell.page);
    await wizard.home();
    await hand.press(project('orders'));
    await heading('Overview').waitFor();
    for (const [name, title] of [
      ['Operations', 'Operations'],
      ['Changes', 'Changes'],
      ['Host checks', 'Are the hosts fit for it?'],
      ['History', 'History'],
    ] as const) {
      await hand.press(shell.page.getByRole('navigation').getByRole('button', { name, exact: true }));
      await heading(title).waitFor();
      expect(await shell.page.evaluate('document.activeElement?.tagName'), name).toBe('MAIN');
    }
    await rows().first().waitFor();
    await hand.press(rows().nth(3).getByRole('button'));
    await wizard.main.getByRole('article').getByText(pastRunIds.deploy).waitFor();
    await wizard.main.getByText('what the host printed').first().waitFor();
  });

  it('tells how each run ended, and of one that was killed what nobody knows', async () => {
    await rows().first().waitFor();
    const texts = await rows().allTextContents();
    expect(texts.map((text) => /Done|Refused|Cut off/.exec(text)?.[0])).toEqual([
      'Cut off',
      'Done',
      'Refused',
      'Done',
      'Done',
    ]);
    await rows().nth(2).getByRole('button').click();
    await wizard.main.getByText('n2: port 5432 is taken by another program').waitFor();
    await wizard.main.getByText('Its log is not kept').waitFor();
    await rows().first().getByRole('button').click();
    const detail = wizard.main.getByRole('article');
    await detail.getByText('n1/patroni/restart').waitFor();
    await detail.getByRole('listitem').filter({ hasText: 'Unknown' }).first().waitFor();
    expect(await violations(shell.page)).toEqual([]);
    const others = wizard.main.getByRole('region', { name: 'Done by others' });
    await others.getByRole('button', { name: 'Ask the hosts' }).click();
    // No host answers.
    await others
      .getByText(/did not answer|cannot be reached|does not answer|refused/)
      .first()
      .waitFor();
    await screenshot(shell.page, 'others');
    expect(await violations(shell.page)).toEqual([]);
    await shell.page.getByRole('checkbox', { name: 'Show rehearsals' }).uncheck();
    await expect.poll(() => rows().count()).toBe(4);
  });

  it('shows at Changes what was edited since the deployment, and what of it a deployment refuses', async () => {
    const { page } = shell;
    const rail = (name: string) => page.getByRole('navigation').getByRole('button', { name: new RegExp(`^${name}`) });
    await rail('Options').click();
    await page.getByRole('checkbox', { name: /^TLS everywhere/ }).uncheck();
    await rail('Objectives').click();
    await page.getByRole('slider', { name: 'Recovery time objective (RTO)' }).focus();
    await page.keyboard.press('Home');
    await page.getByText('10 s cannot be kept at worst').first().waitFor();
    await expect.poll(() => rail('Changes').textContent()).toMatch(/[23]/);
    await rail('Changes').click();
    const row = (field: string) => page.getByRole('row').filter({ hasText: field });
    await expect.poll(() => row('security.tls').textContent()).toContain('true by defaultfalserefuses it');
    await expect.poll(() => row('objectives').first().textContent()).toContain('carries it out');
    await page.getByText('security.tls was deployed as true, and the plan has false').waitFor();
    expect(await violations(page)).toEqual([]);
    await screenshot(page, 'changes');
    for (let edits = 0; edits < 10 && (await page.getByRole('button', { name: 'Undo' }).isEnabled()); edits++)
      await page.getByRole('button', { name: 'Undo' }).click();
    await page.getByText('The plan is as it was deployed').waitFor();
  });

  it('has what a run told after the program that made it was ended', async () => {
    await shell.page
      .getByRole('navigation')
      .getByRole('button', { name: /^Changes/ })
      .click();
    await shell.page.getByRole('button', { name: 'Rehearse', exact: true }).click();
    // No host answers.
    await shell.page.getByRole('status').filter({ hasText: 'Could not be rehearsed' }).waitFor();
    await shell.end();
    await open();
    await project('orders').click();
    await shell.page.getByRole('button', { name: 'History', exact: true }).click();
    await expect.poll(() => rows().first().textContent()).toContain('Rehearsal');
    await expect.poll(() => rows().first().textContent()).toContain('Failed');
    await wizard.main.getByRole('article').getByRole('alert').filter({ hasText: 'n1' }).waitFor();
    await wizard.main.getByRole('log').waitFor();
    expect(shell.complaints).toEqual([]);
  });
});
