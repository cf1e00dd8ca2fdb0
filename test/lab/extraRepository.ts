import { createHash } from 'node:crypto';
import { access, mkdir, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { localBuilder } from '../../electron/services/bundle/bundleBuilder.ts';
import { cacheDirectory, ensureBundle } from '../../electron/services/bundle/ensureBundle.ts';
import { imageHash } from '../../electron/services/lab/imageRecipe.ts';
import { runInImage } from '../../electron/services/lab/runInImage.ts';
import { withFileLock } from '../../electron/services/programs/fileLock.ts';
import { repositoryScript } from './aptRepository.ts';

/** Packages that the extra repository has in a version above Debian 13's. */
export const newerVersion = '99.1-1.pgdg13+1';
export const newerSuite = 'trixie-pgdg';

/**
 * A folder with two apt repositories for Debian 13 hosts, kept in the cache: `distribution`, flat, with everything that a bundle of the release
 * has; and `extra`, signed, laid out as the PostgreSQL project's own: another major version of PostgreSQL (15, of Debian 12, with all that it needs),
 * beside newer releases of what the distribution has too: a PgBouncer and a HAProxy, and a Patroni that needs a Python the release does not have.
 */
export async function extraRepository(): Promise<string> {
  const request = { builder: localBuilder, createdAt: new Date() };
  const own = await ensureBundle({ ...request, release: 'trixie' });
  const older = await ensureBundle({
    ...request,
    release: 'bookworm',
    packages: ['postgresql-15', 'postgresql-15-cron'],
  });
  const script = layOutScript();
  const key = createHash('sha256')
    .update(`${imageHash('trixie')} ${own} ${older} ${script}`)
    .digest('hex')
    .slice(0, 16);
  const folder = join(cacheDirectory(), 'repositories', key);
  if (await exists(folder)) return folder;
  await mkdir(join(cacheDirectory(), 'repositories'), { recursive: true });
  await withFileLock(`${folder}.lock`, async () => {
    if (await exists(folder)) return;
    const beside = `${folder}.${process.pid}`;
    await mkdir(beside, { recursive: true });
    try {
      const { code, output } = await runInImage({
        release: 'trixie',
        script,
        binds: [
          { from: beside, to: '/made' },
          { from: own, to: '/run/own.bundle', readOnly: true },
          { from: older, to: '/run/older.bundle', readOnly: true },
        ],
      });
      if (code !== 0) throw new Error(output.slice(-3000));
      await rename(beside, folder);
    } finally {
      await rm(beside, { recursive: true, force: true });
    }
  });
  return folder;
}

function layOutScript(): string {
  return `set -e
mkdir -p /made/distribution /made/extra
tar -x -f /run/own.bundle -C /made/distribution
tar -x -f /run/older.bundle -C /made/extra pool
for name in patroni pgbouncer haproxy; do
  rm -rf /package
  dpkg-deb -R /made/distribution/pool/"$name"_*.deb /package
  sed -i 's/^Version: .*/Version: ${newerVersion}/' /package/DEBIAN/control
  [ "$name" != patroni ] || sed -i 's/^Depends: /Depends: python3 (>= 3.99), /' /package/DEBIAN/control
  dpkg-deb --build /package "/made/extra/pool/$name"_${newerVersion}_all.deb >/dev/null
done
ln -s /made/extra /repository
${repositoryScript([], newerSuite)}
rm -rf /made/extra/other.*
`;
}

async function exists(path: string): Promise<boolean> {
  return access(path).then(
    () => true,
    () => false,
  );
}
