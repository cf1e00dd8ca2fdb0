import { statSync } from 'node:fs';
import { join } from 'node:path';

/**
 * Whether the npm packages of a checkout must be installed. npm writes node_modules/.package-lock.json as the last thing of an
 * installation, so one that was cut off counts as missing.
 * @param {string} root folder with package-lock.json
 * @returns {string | undefined} why, as the beginning of a sentence; undefined when they are there
 */
export function whyInstall(root) {
  const installed = changedAt(join(root, 'node_modules', '.package-lock.json'));
  if (installed === undefined) return 'The npm packages are not installed yet';
  const wanted = changedAt(join(root, 'package-lock.json'));
  return wanted !== undefined && wanted > installed ? 'The npm packages are older than package-lock.json' : undefined;
}

function changedAt(path) {
  return statSync(path, { throwIfNoEntry: false })?.mtimeMs;
}
