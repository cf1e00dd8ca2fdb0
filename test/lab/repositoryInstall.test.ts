import { expect, it } from 'vitest';
import {
  extraRepositoryPath,
  installFromRepositoryScript,
  packagesInstalledScript,
} from '../../core/operations/packages/installScripts.ts';
import { removePackagesScript } from '../../core/operations/packages/removeScript.ts';
import { runInImage } from '../../electron/services/lab/runInImage.ts';

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
