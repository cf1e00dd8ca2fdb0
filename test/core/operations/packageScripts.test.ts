import { execFileSync } from 'node:child_process';
import { describe, expect, it } from 'vitest';
import { bundleBuildScript } from '../../../core/operations/packages/bundleBuildScript.ts';
import { bundlePresentScript, bundleReceiveScript } from '../../../core/operations/packages/bundleReceiveScript.ts';
import {
  installByHandScript,
  installFromBundleScript,
  installFromRepositoryScript,
  packagesInstalledScript,
} from '../../../core/operations/packages/installScripts.ts';
import { removePackagesScript } from '../../../core/operations/packages/removeScript.ts';
import { offersScript } from '../../../core/systems/debian/offersScript.ts';

const id = 'a'.repeat(64);
const names = ['patroni', 'etcd-server'];
const run = (script: string, ...args: string[]) => execFileSync('bash', [...args], { input: script, encoding: 'utf8' });

describe('scripts of the packages', () => {
  it.each([
    ['build', bundleBuildScript({ release: 'trixie', packages: names })],
    [
      'build with an extra repository',
      bundleBuildScript({
        release: 'trixie',
        packages: names,
        extra: {
          line: 'https://a.example/apt x main',
          key: { base64: 'bUtleQ==', armored: true },
          replace: ['patroni'],
        },
      }),
    ],
    ['offers', offersScript(names, { line: 'https://a.example/apt x main', key: undefined, replace: [] })],
    ['present', bundlePresentScript(id)],
    ['receive', bundleReceiveScript(id, 1000)],
    ['install from a bundle', installFromBundleScript(names, id)],
    [
      'install from a repository',
      installFromRepositoryScript(names, {
        line: 'https://a.example/apt x main',
        key: { base64: 'bUtleQ==', armored: false },
        replace: ['patroni'],
      }),
    ],
    [
      'install by hand',
      installByHandScript(names, { line: 'https://a.example/apt x main', key: 'beside', replace: [] }),
    ],
    ['installed', packagesInstalledScript(names)],
    ['remove', removePackagesScript(names)],
  ])('%s: is a script that bash reads, with every value filled in', (_, script) => {
    run(script, '-n');
    expect(script).not.toMatch(/undefined|\[object|\$\{[a-z]+[A-Z.]/);
  });

  it('says which packages are missing', () => {
    expect(() => run(packagesInstalledScript(['no-such-package']))).toThrow();
    run(packagesInstalledScript(['bash']));
  });

  it.each(['a; reboot', '-o=x', 'x\ny', '$(id)', '../x', ''])('refuses %j as a package', (name) => {
    expect(() => installFromBundleScript([name], id)).toThrow(RangeError);
    expect(() => removePackagesScript([name])).toThrow(RangeError);
  });

  it.each([
    'https://a.example/apt x main\ndeb https://b.example y main',
    '[trusted=yes] https://a.example/apt x main',
    'file:/etc x main',
    "https://a.example/apt x main'; id; '",
    'https://a.example/apt',
  ])('refuses %j as a repository', (line) => {
    expect(() => installFromRepositoryScript(names, { line, key: undefined, replace: [] })).toThrow(RangeError);
    expect(() => installByHandScript(names, { line, key: 'beside', replace: [] })).toThrow(RangeError);
  });

  it.each(['../etc', `${id}/..`, '', 'A'.repeat(64)])('refuses %j as the identity of a bundle', (wrong) => {
    expect(() => bundleReceiveScript(wrong, 1)).toThrow(RangeError);
    expect(() => installFromBundleScript(names, wrong)).toThrow(RangeError);
  });
});
