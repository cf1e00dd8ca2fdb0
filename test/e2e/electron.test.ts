import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { _electron } from 'playwright';
import { describe, expect, it } from 'vitest';
import { ended } from './fixtures/chromium.ts';
import { projectRoot } from './fixtures/projectRoot.ts';
import { endAll, listen, projectsFolder } from './fixtures/shell.ts';
import { WizardPage } from './pages/wizardPage.ts';

type Found = { readonly program: string } | { readonly missing: string };
interface Machine {
  readonly root: string;
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly platform: string;
}

const { findElectron } = (await import(join(projectRoot, 'scripts', 'findElectron.mjs'))) as {
  findElectron(machine: Machine): Found;
};
const here = findElectron({ root: projectRoot, environment: process.env, platform: process.platform });
const program = 'program' in here ? here.program : undefined;

describe.skipIf(program === undefined)('the window in Electron itself', () => {
  it('shows the wizard, isolated and without Node, talks to the program, and works on after a reload', async () => {
    const projects = await projectsFolder();
    const app = await _electron.launch({
      executablePath: program ?? '',
      args: [projectRoot],
      env: { ...process.env, QUORATE_PROJECTS: projects.path },
    });
    try {
      const page = await app.firstWindow();
      const complaints = listen(page);
      expect(page.url()).toBe('quorate://wizard/');
      expect(await page.evaluate('[typeof require, typeof process, Object.keys(quorate).sort().join()]')).toEqual([
        'undefined',
        'undefined',
        'close,open,send',
      ]);
      const wizard = new WizardPage(page);
      await wizard.speak('English');
      await wizard.createProject('electron');
      expect(existsSync(join(projects.path, 'electron', 'plan.yaml'))).toBe(true);
      await page.reload();
      await wizard.steps.first().waitFor();
      await page.evaluate("location.assign('https://evil.example/'); 0");
      expect(page.url()).toMatch(/^quorate:/);
      expect(complaints.filter((one) => one.startsWith('error'))).toEqual([]);
    } finally {
      await endAll([projects.remove, () => app.close()]);
    }
  });
});

describe('npm start', () => {
  it('says why there is no window, downloads nothing, and serves the wizard to the browser', async () => {
    const nowhere = join(projectRoot, '.build', 'no-electron-here');
    const child = spawn(process.execPath, ['scripts/start.mjs'], {
      cwd: projectRoot,
      env: { ...process.env, ELECTRON_OVERRIDE_DIST_PATH: nowhere, DISPLAY: '', WAYLAND_DISPLAY: '' },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    try {
      let text = '';
      const address = await new Promise<string>((resolve, reject) => {
        const onData = (part: Buffer) => {
          text += part.toString('utf8');
          const url = /http:\/\/127\.0\.0\.1:\d+\/#ticket=[\w-]+/.exec(text)?.[0];
          if (url !== undefined) resolve(url);
        };
        child.stdout.on('data', onData);
        child.stderr.on('data', onData);
        child.once('exit', () => reject(new Error(text)));
      });
      expect(text).toContain(`there is no Electron in ${nowhere}`);
      const { origin, hash } = new URL(address);
      const ticket = new URLSearchParams(hash.slice(1)).get('ticket');
      const letIn = await fetch(`${origin}/session`, { method: 'POST', headers: { origin }, body: ticket });
      expect(letIn.status).toBe(200);
    } finally {
      await ended(child);
    }
  });

  it.each<[string, Partial<Machine>, RegExp]>([
    ['its binary is missing', { environment: { DISPLAY: ':0' } }, /binary is not here yet/],
    [
      'another folder holds none',
      { environment: { ELECTRON_OVERRIDE_DIST_PATH: '/nowhere' } },
      /no Electron in \/nowhere/,
    ],
  ])('knows that %s', (_, machine, why) => {
    const found = findElectron({ root: '/nowhere', environment: {}, platform: 'linux', ...machine });
    expect(found).toEqual({ missing: expect.stringMatching(why) });
  });
});
