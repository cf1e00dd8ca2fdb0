import { mkdtempSync, rmSync } from 'node:fs';
import { copyFile, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  installByHandScript,
  installFromRepositoryScript,
  packagesInstalledScript,
} from '../../core/operations/packages/installScripts.ts';
import { removePackagesScript } from '../../core/operations/packages/removeScript.ts';
import { extraRepositoryPaths } from '../../core/systems/debian/extraRepository.ts';
import { openPackageSource } from '../../electron/services/deploy/packageSource.ts';
import { runInImage } from '../../electron/services/lab/runInImage.ts';
import { planFixture } from '../core/planFixture.ts';
import { type FileServer, repositoryScript, serveFiles } from './aptRepository.ts';
import { whole } from './wholeMatrix.ts';

const { list: extraRepositoryPath, pin: extraPinPath } = extraRepositoryPaths('');

it('installs from the apt sources of a host that has a network, and takes it all away again', async () => {
  const packages = ['etcd-server', 'haproxy'];
  const { code, output } = await runInImage({
    release: 'bookworm',
    script: `set -e
dpkg-query -W >/before
( ${installFromRepositoryScript(packages)} )
( ${packagesInstalledScript(packages)} )
systemctl is-enabled etcd.service haproxy.service | sort -u || true
test ! -e /usr/sbin/policy-rc.d -a ! -e ${extraRepositoryPath}
( ${removePackagesScript(packages)} )
dpkg-query -W >/after
cmp /before /after && echo the same packages as before`,
  });
  expect(code, output).toBe(0);
  expect(output).toMatch(/^disabled$/m);
  expect(output).not.toMatch(/^enabled$/m);
  expect(output).toContain('the same packages as before');
});

describe.runIf(whole)('an extra repository with a signing key (with QUORATE_FULL_MATRIX=1)', () => {
  const folder = mkdtempSync(join(tmpdir(), 'quorate-repository-'));
  const inImage = (script: string) =>
    runInImage({ release: 'bookworm', script, binds: [{ from: folder, to: '/repository' }] });
  let server: FileServer;
  let url: string;

  beforeAll(async () => {
    const { code, output } = await inImage(repositoryScript([{ name: 'quorate-extra' }]));
    expect(code, output).toBe(0);
    // The copy of the image has the network of this machine.
    server = await serveFiles(folder);
    url = `${server.url} stable main`;
  });
  afterAll(async () => {
    await server?.close();
    rmSync(folder, { recursive: true, force: true });
  });

  /** The script that a deployment sends to a host. */
  const installing = async (key: string) => {
    const plan = planFixture({ sections: { packages: { source: 'repository', url, key } } });
    const { packages } = await openPackageSource(plan, join(folder, 'plan.yaml'));
    return packages.install(['quorate-extra'], undefined);
  };

  it.each(['own.asc', 'own.gpg'])(
    'is used with the key that the plan names (%s), and taken away again',
    async (key) => {
      const { code, output } = await inImage(`set -e
( ${await installing(key)} )
( ${packagesInstalledScript(['quorate-extra'])} )
cat ${extraRepositoryPath}
( ${removePackagesScript(['quorate-extra'])} )
! dpkg-query -W quorate-extra 2>/dev/null | grep -q .
ls /etc/apt/keyrings ${extraRepositoryPath} ${extraPinPath} 2>/dev/null || echo nothing left`);
      expect(code, output).toBe(0);
      expect(output).toContain(`deb [signed-by=/etc/apt/keyrings/quorate${key.slice(3)}] ${url}`);
      expect(output).toContain('nothing left');
    },
  );

  it('is used by a script for a person, with the key that lies beside it', async () => {
    await copyFile(join(folder, 'own.asc'), join(folder, 'repository-key.asc'));
    const script = installByHandScript(['quorate-extra'], { line: url, key: 'beside', replace: [] });
    const { code, output } = await inImage(`BUNDLE=
HERE=/tmp
( ${script} )
[ $? -ne 0 ] || exit 3
HERE=/repository
( ${script} )
[ $? -eq 0 ] || exit 4
( ${packagesInstalledScript(['quorate-extra'])} )`);
    expect(code, output).toBe(0);
    expect(output).toContain('put it beside install.sh');
  });

  it('gives nothing when it is signed with another key', async () => {
    const { code, output } = await inImage(`( ${await installing('other.asc')} )
[ $? -ne 0 ] || exit 0
dpkg-query -W -f '\${db:Status-Status}\\n' quorate-extra 2>/dev/null || echo not there
exit 7`);
    expect(code, output).toBe(7);
    expect(output).toMatch(/NO_PUBKEY|not signed|public key/);
    expect(output).toContain('not there');
  });

  it('is refused before any host is touched when its key is none, or is not there', async () => {
    await writeFile(join(folder, 'page.asc'), '<html>Not found</html>');
    await expect(installing('page.asc')).rejects.toMatchObject({
      code: 'repository-key',
      message: expect.stringContaining('page.asc is no OpenPGP public key'),
    });
    await expect(installing('nowhere.asc')).rejects.toMatchObject({ code: 'repository-key', kind: 'usage' });
  });
});
