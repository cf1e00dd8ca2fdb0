import { spawn } from 'node:child_process';
import { accessSync, constants } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { childEnvironment } from '../../services/programs/childEnvironment.ts';

/** The program that opens a file with the user's browser, or why there is none. */
export function browserOpener(): { readonly command: string } | { readonly missing: string } {
  if (process.platform === 'darwin') return { command: 'open' };
  if (process.platform === 'win32') return { command: 'explorer.exe' };
  if ((process.env['DISPLAY'] ?? '') === '' && (process.env['WAYLAND_DISPLAY'] ?? '') === '')
    return { missing: 'there is no display' };
  return onPath('xdg-open') ? { command: 'xdg-open' } : { missing: 'xdg-open is not installed' };
}

/**
 * Opens an address in the user's browser. Other users can read the arguments of a program, and the address lets its holder in:
 * so the browser is given a file that only this user can read, which leads there.
 * @returns a function that removes the file again
 */
export async function openBrowser(command: string, address: string): Promise<() => Promise<void>> {
  const folder = await mkdtemp(join(tmpdir(), 'quorate-'));
  const file = join(folder, 'quorate.html');
  await writeFile(
    file,
    `<!doctype html><meta charset="utf-8"><title>Quorate</title><meta http-equiv="refresh" content="0;url=${address}"><a href="${address}">Quorate</a>\n`,
    { mode: 0o600 },
  );
  const child = spawn(command, [file], { stdio: 'ignore', detached: true, env: childEnvironment() });
  child.on('error', () => undefined);
  child.unref();
  return () => rm(folder, { recursive: true, force: true });
}

function onPath(program: string): boolean {
  return (process.env['PATH'] ?? '').split(delimiter).some((folder) => {
    try {
      accessSync(join(folder, program), constants.X_OK);
      return true;
    } catch {
      return false;
    }
  });
}
