import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { installFromRepositoryScript } from '../../core/operations/packages/installScripts.ts';
import { runInImage } from '../../electron/services/lab/runInImage.ts';
import { type EmptyPackage, type FileServer, repositoryScript, serveFiles } from './aptRepository.ts';

const packages: readonly EmptyPackage[] = [
  { name: 'quorate-rival', fields: ['Conflicts: less', 'Provides: pager'] },
  { name: 'quorate-successor', fields: ['Replaces: less', 'Conflicts: less'] },
  { name: 'quorate-base', version: '1.0' },
  { name: 'quorate-base', version: '2.0' },
  { name: 'quorate-upper', fields: ['Depends: quorate-base (>= 2)'] },
  { name: 'quorate-lower', fields: ['Depends: quorate-base (<< 2)'] },
  { name: 'quorate-homeless', fields: ['Depends: no-such-thing (>= 3)'] },
  { name: 'quorate-plain' },
];

describe('an installation', () => {
  const folder = mkdtempSync(join(tmpdir(), 'quorate-harm-'));
  let server: FileServer;

  beforeAll(async () => {
    const binds = [{ from: folder, to: '/repository' }];
    const { code, output } = await runInImage({ release: 'bookworm', script: repositoryScript(packages), binds });
    expect(code, output).toBe(0);
    server = await serveFiles(folder);
  });
  afterAll(async () => {
    await server?.close();
    rmSync(folder, { recursive: true, force: true });
  });

  /** Prepares a host by a script, installs one package, and says what has changed of packages and of files that guard an installation. */
  const install = async (name: string, prepare = ':') => {
    const script = installFromRepositoryScript([name]);
    const { code, output } = await runInImage({
      release: 'bookworm',
      binds: [{ from: folder, to: '/repository', readOnly: true }],
      // No network is asked: the host has one source, the repository.
      script: `rm -f /etc/apt/sources.list.d/*
cp /repository/own.asc /etc/apt/keyrings/
echo 'deb [signed-by=/etc/apt/keyrings/own.asc] ${server.url} stable main' >/etc/apt/sources.list
( ${prepare} ) || exit 99
state() { dpkg-query -W -f '\${db:Status-Want} \${Package} \${Version}\n'; ls /etc/systemd/system /usr/sbin/policy-rc.d /etc/postgresql-common /var/lib/quorate 2>/dev/null; }
state >/before
( ${script} )
code=$?
state >/after
cmp -s /before /after && echo NOTHING CHANGED
grep quorate-base /after | sed 's/^/AFTERWARDS /'
exit $code`,
    });
    return { code, output };
  };
  const withBase = (version: string) => `apt-get -qq update && apt-get -qq -y install quorate-base=${version}`;

  it.each([
    ['remove a package that conflicts', 'quorate-rival', ':', 'it would remove these packages of the host: less'],
    ['remove a package that a new one replaces', 'quorate-successor', ':', 'these packages of the host: less'],
    [
      'change a package that somebody holds',
      'quorate-upper',
      `${withBase('1.0')} && apt-mark hold quorate-base`,
      'these packages, which are on hold: quorate-base',
    ],
    [
      'put a package back to an older version',
      'quorate-lower',
      `${withBase('2.0')} && printf 'Package: quorate-base\\nPin: version 1.0\\nPin-Priority: 1001\\n' >/etc/apt/preferences.d/older`,
      'these packages back to an older version: quorate-base',
    ],
    ['leave a dependency open', 'quorate-homeless', ':', 'Depends: no-such-thing (>= 3)'],
  ])('that would %s is refused by name, before anything changes', async (_, name, prepare, words) => {
    const { code, output } = await install(name, prepare);
    expect(code, output).toBe(1);
    expect(output).toContain(words);
    expect(output).toContain('NOTHING CHANGED');
  });

  it('leaves what is installed at its version, on hold or not', async () => {
    const { code, output } = await install('quorate-base', `${withBase('1.0')} && apt-mark hold quorate-base`);
    expect(code, output).toBe(0);
    expect(output).toContain('AFTERWARDS hold quorate-base 1.0');
  });

  it('waits while other programs have the locks of the lists and of the archives', async () => {
    // Locks as apt takes them (fcntl), given back after five and eight seconds.
    const hold = (lock: string, seconds: number) =>
      `perl -MFcntl -e 'open F, ">>", "${lock}"; $lock = pack("ssx4qqix4", F_WRLCK, 0, 0, 0, 0); fcntl(F, F_SETLK, $lock) or die; sleep ${seconds}' >/dev/null 2>&1 &`;
    const started = performance.now();
    const { code, output } = await install(
      'quorate-plain',
      `${hold('/var/lib/apt/lists/lock', 5)} ${hold('/var/cache/apt/archives/lock', 8)} sleep 0.5`,
    );
    expect(code, output).toBe(0);
    expect(performance.now() - started).toBeGreaterThan(8000);
    expect(output).not.toContain('Could not get lock');
  });
});
