import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import {
  mirrorOf,
  parseDeb822Sources,
  parseOneLineSources,
  readAptSources,
  sourcesText,
} from '../../../electron/services/lab/aptSources.ts';

const oneLine = `# deb http://off.example/debian bookworm main
deb [arch=amd64 signed-by=/usr/share/keyrings/own.gpg] http://mirror.example/debian/ bookworm main contrib # near
deb-src http://src.example/debian bookworm main
deb http://mirror.example/security bookworm-security main
deb cdrom:[Debian]/ trixie main
`;

const deb822 = `Types: deb deb-src
# a comment between
URIs: http://one.example/debian
  http://two.example/debian
Suites: trixie trixie-updates
Components: main
Signed-By:
 -----BEGIN PGP PUBLIC KEY BLOCK-----
 .
 abc

Enabled: no
Types: deb
URIs: http://off.example/debian
Suites: trixie
Components: main
`;

it('reads one-line sources', () => {
  expect(parseOneLineSources(oneLine)[0]).toEqual({
    uri: 'http://mirror.example/debian',
    suite: 'bookworm',
    components: ['main', 'contrib'],
    signedBy: '/usr/share/keyrings/own.gpg',
  });
  expect(parseOneLineSources(oneLine).map((source) => source.suite)).toEqual([
    'bookworm',
    'bookworm-security',
    'trixie',
  ]);
});

it('reads deb822 sources: every URI with every suite, none that is switched off', () => {
  const sources = parseDeb822Sources(deb822);
  expect(sources.map(({ uri, suite }) => `${uri} ${suite}`)).toEqual([
    'http://one.example/debian trixie',
    'http://one.example/debian trixie-updates',
    'http://two.example/debian trixie',
    'http://two.example/debian trixie-updates',
  ]);
});

it('takes a release from the mirror of another one, and from Debian where there is no mirror', () => {
  const mirror = mirrorOf('trixie', parseOneLineSources(oneLine));
  expect(mirror).toEqual({
    main: 'http://mirror.example/debian',
    updates: 'http://mirror.example/debian',
    security: 'http://mirror.example/security',
    keyring: '/usr/share/keyrings/own.gpg',
  });
  expect(sourcesText('trixie', mirror)).toContain('URIs: http://mirror.example/security\nSuites: trixie-security\n');
  const ubuntu = parseOneLineSources('deb http://archive.example/ubuntu noble main\n');
  expect(mirrorOf('bookworm', ubuntu).main).toBe('http://deb.debian.org/debian');
});

it('reads both kinds of files of an apt directory', async () => {
  const directory = mkdtempSync(join(tmpdir(), 'quorate-apt-'));
  try {
    mkdirSync(join(directory, 'sources.list.d'));
    writeFileSync(join(directory, 'sources.list'), 'deb http://a.example/debian bookworm main\n');
    writeFileSync(join(directory, 'sources.list.d/b.sources'), deb822);
    writeFileSync(join(directory, 'sources.list.d/c.save'), 'deb http://c.example/debian bookworm main\n');
    const uris = (await readAptSources(directory)).map((source) => source.uri);
    expect(new Set(uris)).toEqual(
      new Set(['http://a.example/debian', 'http://one.example/debian', 'http://two.example/debian']),
    );
  } finally {
    rmSync(directory, { recursive: true });
  }
});
