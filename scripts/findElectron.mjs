// Finds Electron's binary without importing Electron's package, which would download the binary.
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/**
 * @param {{ root: string, environment: Record<string, string | undefined>, platform: string }} machine
 * @returns {{ program: string } | { missing: string }} the program to start, or why there is no window
 */
export function findElectron({ root, environment, platform }) {
  const override = environment['ELECTRON_OVERRIDE_DIST_PATH'];
  const folder = override ? override : join(root, 'node_modules', 'electron', 'dist');
  const program = join(folder, programName(join(root, 'node_modules', 'electron', 'path.txt'), platform));
  if (!existsSync(program)) {
    return {
      missing: override
        ? `there is no Electron in ${folder}, which ELECTRON_OVERRIDE_DIST_PATH names`
        : "Electron's binary is not here yet (npx install-electron downloads it)",
    };
  }
  if (platform === 'linux' && !environment['DISPLAY'] && !environment['WAYLAND_DISPLAY'])
    return { missing: 'there is no display' };
  if (platform === 'linux' && process.getuid?.() === 0)
    return { missing: 'it does not run as root, since its sandbox cannot' };
  return { program };
}

function programName(pathFile, platform) {
  if (existsSync(pathFile)) return readFileSync(pathFile, 'utf8').trim();
  if (platform === 'darwin') return 'Electron.app/Contents/MacOS/Electron';
  return platform === 'win32' ? 'electron.exe' : 'electron';
}
