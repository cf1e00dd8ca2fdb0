import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { chromiumPath } from './fixtures/chromium.ts';
import { projectRoot } from './fixtures/projectRoot.ts';
import { type SilentHosts, silentHosts } from './fixtures/silentHosts.ts';
import { startWindowShell, type WindowShell } from './fixtures/windowShell.ts';

const page = 'quorate://wizard/';
const open = { kind: 'open', connection: 'forged', text: '' };
const honest = { url: page, subframe: false, gone: false, otherContents: false };

describe.skipIf(chromiumPath() === undefined)("the window, point by point of Electron's security checklist", () => {
  let shell: WindowShell;
  const onPage = <Result>(source: string) => shell.page.evaluate<Result>(source);

  beforeAll(async () => {
    shell = await startWindowShell();
    await shell.page.getByRole('heading', { name: 'Quorate' }).waitFor();
  });
  afterAll(() => shell?.end());

  it('1, 16, 18: loads its own files alone, under a scheme of its own that does not pass by the policy', async () => {
    const { schemes } = await shell.command('recorded');
    expect(schemes).toEqual([
      { scheme: 'quorate', privileges: { standard: true, secure: true, supportFetchAPI: true } },
    ]);
    for (const url of [
      'http://evil.example/',
      'https://evil.example/',
      'file:///etc/passwd',
      'ws://127.0.0.1:1/',
      'quorate://other/',
    ])
      expect(await shell.command('cancels', url), url).toBe(true);
    expect(await shell.command('cancels', `${page}assets/a.js`)).toBe(false);
    expect(await onPage("fetch('/package.json').then((answer) => answer.status)")).toBe(404);
    expect(await onPage("fetch('/..%2f..%2fpackage.json').then((answer) => answer.status)")).toBe(404);
  });

  it('2, 3, 4, 8 to 11: no Node in the page, isolated worlds, the sandbox, and no looser switch', async () => {
    const { webPreferences, sandboxEnabled } = await shell.command('recorded');
    expect(sandboxEnabled).toBe(true);
    expect(webPreferences).toMatchObject({
      contextIsolation: true,
      sandbox: true,
      nodeIntegration: false,
      nodeIntegrationInWorker: false,
      nodeIntegrationInSubFrames: false,
      webSecurity: true,
      allowRunningInsecureContent: false,
      experimentalFeatures: false,
      webviewTag: false,
    });
    expect(webPreferences).not.toHaveProperty('enableBlinkFeatures');
    expect(webPreferences).not.toHaveProperty('additionalArguments');
    expect(await onPage('[typeof require, typeof process, typeof module, typeof Buffer]')).toEqual(
      Array(4).fill('undefined'),
    );
  });

  it('5: denies every permission but writing text to the clipboard, and that to its own page alone', async () => {
    const all = [
      'geolocation',
      'media',
      'notifications',
      'midi',
      'pointerLock',
      'fullscreen',
      'openExternal',
      'clipboard-read',
      'usb',
      'hid',
      'serial',
      'display-capture',
      'fileSystem',
    ];
    for (const permission of all)
      expect(await shell.command('permission', permission, page), permission).toEqual({
        requested: false,
        checked: false,
        device: false,
      });
    const copying = 'clipboard-sanitized-write';
    expect(await shell.command('permission', copying, page)).toMatchObject({
      requested: true,
      checked: true,
      device: false,
    });
    expect(await shell.command('permission', copying, 'https://evil.example/')).toMatchObject({
      requested: false,
      checked: false,
    });
  });

  it('7: has a content security policy without anything inline or from elsewhere', async () => {
    const policy = await onPage<string>("fetch('/').then((answer) => answer.headers.get('content-security-policy'))");
    expect(policy).toMatch(/^default-src 'none'; script-src 'self'; style-src 'self' 'nonce-[^']+'; /);
    expect(policy).not.toMatch(/unsafe|\*|http|ws:/);
    expect(policy).toMatch(/base-uri 'none'.*form-action 'none'.*frame-ancestors 'none'/);
    const ran = await onPage<boolean>(`new Promise((resolve) => {
      const script = document.createElement('script');
      script.textContent = 'globalThis.inlineRan = true';
      document.head.append(script);
      setTimeout(() => resolve(globalThis.inlineRan === true), 50);
    })`);
    expect(ran).toBe(false);
  });

  it('13, 14, 15: stays on its page, opens no window, and gives known documentation alone to the browser', async () => {
    await onPage("location.assign('https://evil.example/'); 0");
    await onPage("location.assign('file:///etc/passwd'); 0");
    for (const url of [
      'https://evil.example/',
      'http://www.postgresql.org/',
      'https://www.postgresql.org.evil.example/',
      'https://user@www.postgresql.org/',
      'file:///etc/passwd',
      'javascript:alert(1)',
      'smb://host/share',
    ])
      await onPage(`void open(${JSON.stringify(url)})`);
    await onPage("void open('https://www.postgresql.org/docs/')");
    await expect
      .poll(async () => (await shell.command('recorded')).externalAddresses)
      .toEqual(['https://www.postgresql.org/docs/']);
    expect(new URL(shell.page.url()).host).toBe('wizard.quorate.localhost');
    await expect
      .poll(
        () =>
          shell.page
            .context()
            .pages()
            .filter((one) => one.url() !== 'about:blank').length,
      )
      .toBe(1);
  });

  it('12: has no embedded views', async () => {
    const source = readFileSync(join(projectRoot, '.build', 'desktop', 'main.mjs'), 'utf8');
    expect(source).toContain('"will-attach-webview", (event) => event.preventDefault()');
  });

  it('17: answers its own page alone', async () => {
    expect(await shell.command('forge', { ...honest, url: 'https://evil.example/' }, 'quorate', open)).toBe(0);
    expect(await shell.command('forge', { ...honest, url: 'quorate://wizard.evil.example/' }, 'quorate', open)).toBe(0);
    expect(await shell.command('forge', { ...honest, url: 'file:///tmp/index.html' }, 'quorate', open)).toBe(0);
    expect(await shell.command('forge', { ...honest, subframe: true }, 'quorate', open)).toBe(0);
    expect(await shell.command('forge', { ...honest, gone: true }, 'quorate', open)).toBe(0);
    expect(await shell.command('forge', { ...honest, otherContents: true }, 'quorate', open)).toBe(0);
    expect(await shell.command('forge', honest, 'other-channel', open)).toBe(0);
    for (const junk of [
      null,
      1,
      'open',
      {},
      { ...open, kind: 'run' },
      { ...open, connection: 1 },
      { ...open, text: {} },
    ])
      expect(await shell.command('forge', honest, 'quorate', junk)).toBe(0);
    // The same message from the page itself is answered: the refusals above are no accident.
    expect(await shell.command('forge', honest, 'quorate', open)).toBeGreaterThan(0);
    await shell.page.reload();
  });

  it('19, 20: sets the fuses, and shows the page three functions and nothing of Electron', async () => {
    const config = readFileSync(join(projectRoot, 'electron-builder.yml'), 'utf8');
    for (const fuse of [
      'runAsNode: false',
      'enableNodeOptionsEnvironmentVariable: false',
      'enableNodeCliInspectArguments: false',
      'enableEmbeddedAsarIntegrityValidation: true',
      'onlyLoadAppFromAsar: true',
      'grantFileProtocolExtraPrivileges: false',
    ])
      expect(config).toContain(fuse);
    expect(await onPage('Object.keys(quorate).sort()')).toEqual(['close', 'open', 'send']);
    expect(await onPage('Object.keys(globalThis).filter((name) => /electron|ipc|node/i.test(name))')).toEqual([]);
  });

  it('gives a page of another origin nothing, even when the window has been led to it', async () => {
    await shell.command('putForeignPage', 'https://evil.example/', '<!doctype html><title>evil</title>');
    await shell.page.goto('https://evil.example/');
    const answers = await onPage<unknown[]>(`new Promise((resolve) => {
      const heard = [];
      quorate.open((event, text) => heard.push(event, text));
      quorate.send(JSON.stringify({ id: 1, method: 'query', params: { path: 'projects.list' } }));
      setTimeout(() => resolve(heard), 500);
    })`);
    expect(answers).toEqual([]);
    await shell.command('load', page);
    await shell.page.getByRole('heading', { name: 'Quorate' }).waitFor();
  });

  it('works again after a reload, without complaints', async () => {
    await shell.page.reload();
    const before = shell.complaints.length;
    await shell.page.getByRole('textbox').first().fill('reloaded');
    await shell.page.getByRole('button', { name: 'Create project' }).click();
    await shell.page.getByRole('navigation').waitFor();
    expect(existsSync(join(shell.projects, 'reloaded'))).toBe(true);
    expect(shell.complaints.slice(before)).toEqual([]);
  });
});

describe.skipIf(chromiumPath() === undefined)('a second start of the program', () => {
  it('ends at once and opens no window of its own', async () => {
    await expect(startWindowShell({ QUORATE_HARNESS_SECOND: '1' })).rejects.toThrow(
      'ended with 0 before it had a page',
    );
  });
});

describe.skipIf(chromiumPath() === undefined)('closing the window', () => {
  let shell: WindowShell;
  let hosts: SilentHosts;

  beforeAll(async () => {
    hosts = await silentHosts();
    shell = await startWindowShell({ QUORATE_SSH_PASSWORD: 'never used' });
    await shell.page.getByRole('heading', { name: 'Quorate' }).waitFor();
  });
  afterAll(async () => {
    await shell?.end();
    await hosts?.end();
  });

  it('asks while hosts are being changed, waits for a safe point, tells of the end, and then closes', async () => {
    const planFile = await hosts.writePlan(shell.projects);
    await startRun(shell, planFile);
    await shell.command('setFocused', false);
    const dialogs = async () => (await shell.command('recorded')).dialogs.length;

    await shell.command('closeWindow');
    await expect.poll(dialogs).toBe(1);
    // Asked once, however often the user closes.
    await shell.command('closeWindow');
    expect(await dialogs()).toBe(1);
    await shell.command('answer', 0);

    // The program stays, and asks anew; quitting asks as well.
    await shell.command('quit');
    await expect.poll(dialogs).toBe(2);
    await shell.command('answer', 1);
    expect((await shell.command('recorded')).notifications).toEqual([]);
    hosts.hangUp();
    expect(await shell.exited).toBe(0);
  });
});

describe.skipIf(chromiumPath() === undefined)('the end of long work', () => {
  let shell: WindowShell;
  let hosts: SilentHosts;

  beforeAll(async () => {
    hosts = await silentHosts();
    shell = await startWindowShell({ QUORATE_SSH_PASSWORD: 'never used' });
    await shell.page.getByRole('heading', { name: 'Quorate' }).waitFor();
  });
  afterAll(async () => {
    await shell?.end();
    await hosts?.end();
  });

  it('is told by the system to a user who looks elsewhere, in the language of the page', async () => {
    const planFile = await hosts.writePlan(shell.projects);
    await shell.page.evaluate("document.documentElement.lang = 'zh-Hans'");
    await startRun(shell, planFile);
    await shell.command('setFocused', false);
    hosts.hangUp();
    await expect
      .poll(async () => (await shell.command('recorded')).notifications, { timeout: 60_000 })
      .toEqual([{ title: 'Quorate · silent', body: '移除部署在结束前停止。' }]);
    await shell.command('startAgain');
    await shell.command('closeWindow').catch(() => undefined);
    expect(await shell.exited).toBe(0);
  });
});

/** Begins to remove a deployment, as the page would. */
async function startRun(shell: WindowShell, planFile: string): Promise<void> {
  const call = { id: 1, method: 'mutation', params: { path: 'runs.start', input: { kind: 'destroy', planFile } } };
  const answer = await shell.page.evaluate<string>(`new Promise((resolve) => {
    quorate.open((event, text) => {
      if (event === 'opened') quorate.send(${JSON.stringify(JSON.stringify(call))});
      if (event === 'text') resolve(text);
    });
  })`);
  expect(JSON.parse(answer)).toMatchObject({ result: { data: { kind: 'destroy', running: true } } });
}
