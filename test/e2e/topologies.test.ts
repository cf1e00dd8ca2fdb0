import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { parsePlan } from '../../core/plan/parse.ts';
import { type TopologyId, topologyIds } from '../../core/plan/schema.ts';
import { topologies } from '../../core/plan/topologies.ts';
import { topology as topologyTexts } from '../../renderer/text/en/topology.ts';
import { startBrowserShell } from './fixtures/browserShell.ts';
import { chromiumPath } from './fixtures/chromium.ts';
import { projectRoot } from './fixtures/projectRoot.ts';
import { reload, type Shell } from './fixtures/shell.ts';
import { WizardPage } from './pages/wizardPage.ts';

/** The plan that a person writes who begins with `quorate new` and has the same hosts. */
async function byHand(topology: TopologyId, hosts: readonly { name: string; address: string }[]) {
  const { stdout } = await promisify(execFile)(process.execPath, [
    join(projectRoot, '.build', 'quorate.mjs'),
    'new',
    '--topology',
    topology,
    '--name',
    topology,
    ...hosts.flatMap(({ name, address }) => ['--host', `${name}=${address}`]),
  ]);
  return planOf(stdout);
}

function planOf(text: string) {
  const result = parsePlan(text);
  if (!result.ok) throw new Error(JSON.stringify(result.problems));
  return result.parsed.plan;
}

describe.skipIf(chromiumPath() === undefined)('every topology without touching YAML', () => {
  let shell: Shell;
  let wizard: WizardPage;

  beforeAll(async () => {
    shell = await startBrowserShell();
    wizard = new WizardPage(shell.page);
    await shell.page.emulateMedia({ reducedMotion: 'reduce' });
  });
  afterAll(() => shell?.end());

  it.each(topologyIds)('%s: planned, simulated and exported; the plan is the same as by hand', async (topology) => {
    const { page } = shell;
    const main = wizard.main;
    await reload(page);
    await wizard.home();
    await wizard.createProject(topology);
    await page.getByRole('radio', { name: new RegExp(`^${topologyTexts[`topology.${topology}`]}`) }).check();
    await page.getByRole('button', { name: 'Continue to Hosts' }).click();

    const count = topologies[topology].layouts[0].positions.length;
    const addresses = page.getByRole('textbox', { name: /^Address of / });
    await expect.poll(() => addresses.count()).toBe(count);
    for (let index = 0; index < count; index++) await addresses.nth(index).fill(`10.9.0.${index + 1}`);
    await page.getByRole('button', { name: 'Continue to Objectives' }).click();
    await page
      .getByRole('status')
      .filter({ hasText: /^Saved$/ })
      .waitFor();
    const plan = planOf(await readFile(join(shell.projects, topology, 'plan.yaml'), 'utf8'));
    expect(plan.hosts.map((host) => host.address)).toEqual(
      Array.from({ length: count }, (_, index) => `10.9.0.${index + 1}`),
    );
    expect(plan).toEqual(await byHand(topology, plan.hosts));

    await wizard.goTo(4);
    const primary = plan.clusters[0]?.members.find((member) => member.role === 'primary')?.host;
    await page.getByRole('button', { name: new RegExp(`^Host ${primary},`) }).click();
    await page
      .getByRole('complementary', { name: 'What happens' })
      .getByText(/automatic|manual/)
      .first()
      .waitFor();
    await page.getByRole('tab', { name: 'Export' }).click();
    const options = page.getByRole('combobox', { name: 'Format' }).locator('option');
    await expect.poll(() => options.count()).toBeGreaterThanOrEqual(5);
    const formats = await options.allTextContents();
    for (const label of formats) {
      await page.getByRole('combobox', { name: 'Format' }).selectOption({ label });
      await main.locator('.file-button').first().waitFor();
      await expect.poll(() => main.locator('.code-line').count()).toBeGreaterThan(3);
    }
    expect(shell.complaints).toEqual([]);
  });
});
