import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { access } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { Release } from '../../core/plan/schema.ts';
import { buildBundle } from '../../electron/services/bundle/buildBundle.ts';
import { cacheDirectory } from '../../electron/services/bundle/ensureBundle.ts';
import { readManifest } from '../../electron/services/bundle/readManifest.ts';
import { withFileLock } from '../../electron/services/programs/fileLock.ts';

/** What the versions of rebuilt packages end with. */
export const newerEnd = '+quorate1';

/**
 * A bundle with what another one has, and some packages of it rebuilt at a higher version: kept in the cache. Nothing in the packages differs but the
 * version, so that what an upgrade does to services is what their maintainer scripts and the program do.
 */
export async function newerBundle(bundle: string, release: Release, names: readonly string[]): Promise<string> {
  const script = rebuildScript(bundle, names);
  const key = createHash('sha256').update(`${release} ${script}`).digest('hex').slice(0, 16);
  const out = join(cacheDirectory(), 'bundles', `newer-${release}-${key}.bundle`);
  if (await exists(out)) return out;
  await withFileLock(`${out}.lock`, async () => {
    if (await exists(out)) return;
    const manifest = await readManifest(bundle);
    const sources = manifest.sources
      .map((one) => [one.suite, one.codename, one.date, one.sha256].join('\t'))
      .join('\n');
    await buildBundle({
      release,
      packages: manifest.requested,
      out,
      createdAt: new Date(),
      builder: {
        title: 'an earlier bundle',
        async run(_script, gathered) {
          await promisify(execFile)('bash', ['-c', script], {
            env: { ...process.env, OUT: gathered, SOURCES: sources },
            maxBuffer: 1e8,
          });
        },
      },
    });
  });
  return out;
}

/** Bash that leaves in `$OUT` what a builder leaves there. */
function rebuildScript(bundle: string, names: readonly string[]): string {
  return `set -eu
cd "$OUT"
tar -x -f '${bundle}' pool
for name in ${names.join(' ')}; do
  for file in pool/"$name"_*.deb; do
    rm -rf package
    dpkg-deb -R "$file" package
    sed -i 's/^Version: .*/&${newerEnd}/' package/DEBIAN/control
    end=\${file##*_}
    dpkg-deb -Znone --build package "\${file%_*}${newerEnd}_$end" >/dev/null
    rm -rf "$file" package
  done
done
for file in pool/*.deb; do
  dpkg-deb -f "$file"
  echo "Filename: $file"
  echo "Size: $(stat -c %s "$file")"
  echo "SHA256: $(sha256sum "$file" | cut -d' ' -f1)"
  echo
done >Packages
: >licences.tsv
dpkg --print-architecture >architecture
printf '%s\\n' "$SOURCES" >sources.tsv
`;
}

async function exists(path: string): Promise<boolean> {
  return access(path).then(
    () => true,
    () => false,
  );
}
