import { existsSync, readFileSync, statSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join, normalize } from 'node:path';

/** A package with nothing in it. */
export interface EmptyPackage {
  readonly name: string;
  /** Default: 1.0. */
  readonly version?: string;
  /** Lines of its control file, such as `Conflicts: less`. */
  readonly fields?: readonly string[];
}

/**
 * Bash that makes a signed apt repository, suite `stable` and component `main`, in /repository: with these packages, and whatever lies in
 * /repository/pool already. `own.asc` and `own.gpg` there are its key, `other.asc` the key of somebody else. Run in a copy of an image, with network.
 * @param suite of its release file, which says that it comes from apt.example.org
 */
export function repositoryScript(packages: readonly EmptyPackage[], suite = 'stable'): string {
  const made = packages.map(({ name, version = '1.0', fields = [] }) => {
    const control = [`Package: ${name}`, `Version: ${version}`, 'Architecture: all', ...fields];
    const lines = [...control, 'Maintainer: nobody <nobody@example.org>', 'Description: a test'];
    return `rm -rf /package && mkdir -p /package/DEBIAN
printf '%s\\n' ${lines.map((line) => `'${line}'`).join(' ')} >/package/DEBIAN/control
dpkg-deb --build /package pool/${name}_${version}_all.deb >/dev/null`;
  });
  return `set -e
command -v gpg >/dev/null || { apt-get -qq update; apt-get -qq -y install gnupg >/dev/null; }
cd /repository
architecture=$(dpkg --print-architecture)
index=main/binary-$architecture/Packages
mkdir -p pool "dists/${suite}/\${index%/*}"
${made.join('\n')}
for file in pool/*.deb; do
  dpkg-deb -f "$file"
  echo "Filename: $file"
  echo "Size: $(stat -c %s "$file")"
  echo "SHA256: $(sha256sum "$file" | cut -d' ' -f1)"
  echo
done >"dists/${suite}/$index"
cd dists/${suite}
{ printf '%s\\n' 'Origin: apt.example.org' 'Label: Example, with a comma' 'Suite: ${suite}' 'Codename: ${suite}' "Architectures: $architecture" 'Components: main' "Date: $(date -Ru)" 'SHA256:'
  echo " $(sha256sum "$index" | cut -d' ' -f1) $(stat -c %s "$index") $index"
} >Release
export GNUPGHOME=$(mktemp -d)
for name in own other; do
  gpg --batch --quiet --passphrase '' --quick-gen-key "$name@example.org" rsa2048 sign never
  gpg --batch --export --armor "$name@example.org" >"/repository/$name.asc"
  gpg --batch --export "$name@example.org" >"/repository/$name.gpg"
done
gpg --batch --quiet --local-user own@example.org --clearsign --output InRelease Release
gpgconf --kill all`;
}

export interface FileServer {
  /** Where the folder begins, without a slash at the end. */
  readonly url: string;
  close(): Promise<void>;
}

/** Serves the files of a folder over HTTP. @param address of this machine to listen on */
export async function serveFiles(folder: string, address = '127.0.0.1'): Promise<FileServer> {
  const server = createServer((request, response) => {
    const file = join(folder, normalize(decodeURIComponent(new URL(request.url ?? '/', 'http://a.invalid').pathname)));
    const found = existsSync(file) && statSync(file).isFile();
    response.statusCode = found ? 200 : 404;
    response.end(found ? readFileSync(file) : '');
  });
  await new Promise<void>((resolve) => server.listen(0, address, resolve));
  return {
    url: `http://${address}:${(server.address() as AddressInfo).port}`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
