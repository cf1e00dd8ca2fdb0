import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { tryProgram } from './runProgram.ts';

/** One source of binary packages, as apt on this machine is told of it. */
export interface AptSource {
  readonly uri: string;
  readonly suite: string;
  readonly components: readonly string[];
  readonly signedBy?: string;
}

/** Where a Debian release comes from. */
export interface DebianMirror {
  readonly main: string;
  readonly updates: string;
  readonly security: string;
  /** Keyring file; undefined leaves apt and debootstrap their own. */
  readonly keyring?: string;
}

/** Debian's own addresses, where the machine's sources name no mirror of Debian. */
const fallback: DebianMirror = {
  main: 'http://deb.debian.org/debian',
  updates: 'http://deb.debian.org/debian',
  security: 'http://deb.debian.org/debian-security',
};

const codenames = ['bookworm', 'trixie', 'bullseye', 'forky', 'sid'];

/** Reads the one-line and deb822 source files of apt below a directory such as `/etc/apt`; switched-off ones are left out. */
export async function readAptSources(directory: string): Promise<readonly AptSource[]> {
  const names = (await readdir(join(directory, 'sources.list.d')).catch(() => [])).sort();
  const files = ['sources.list', ...names.map((name) => `sources.list.d/${name}`)];
  const sources: AptSource[] = [];
  for (const file of files) {
    const text = await readFile(join(directory, file), 'utf8').catch(() => '');
    if (file.endsWith('.list')) sources.push(...parseOneLineSources(text));
    if (file.endsWith('.sources')) sources.push(...parseDeb822Sources(text));
  }
  return sources;
}

/** Chooses where a Debian release comes from, out of the sources of this machine: another release's mirror serves too. */
export function mirrorOf(release: string, sources: readonly AptSource[]): DebianMirror {
  const usable = sources.filter(
    ({ uri, components }) => /^(https?|ftp|file):/.test(uri) && components.includes('main'),
  );
  const find = (suffix: string) =>
    [release, ...codenames]
      .map((codename) => usable.find(({ suite }) => suite === codename + suffix))
      .find((source) => source !== undefined);
  const main = find('');
  const security = find('-security');
  const keyring = main?.signedBy?.startsWith('/') ? main.signedBy : undefined;
  return {
    main: main?.uri ?? fallback.main,
    updates: find('-updates')?.uri ?? main?.uri ?? fallback.updates,
    security: security?.uri ?? fallback.security,
    ...(keyring === undefined ? {} : { keyring }),
  };
}

/** Parses `deb [options] uri suite component...` lines (sources.list(5)). */
export function parseOneLineSources(text: string): readonly AptSource[] {
  return text.split('\n').flatMap((line) => {
    const match = /^\s*deb\s+(?:\[([^\]]*)\]\s+)?(\S+)\s+(\S+)\s*([^#]*)/.exec(line);
    if (match === null) return [];
    const [, options = '', uri = '', suite = '', components = ''] = match;
    const signedBy = /(?:^|\s)signed-by=(\S+)/.exec(options)?.[1];
    return [source(uri, suite, components.split(/\s+/).filter(Boolean), signedBy)];
  });
}

/** Parses deb822 stanzas (sources.list(5)): every URI with every suite is a source. */
export function parseDeb822Sources(text: string): readonly AptSource[] {
  const stanzas = text.split(/\n[ \t]*\n/).map(parseStanza);
  return stanzas.flatMap((fields) => {
    const words = (name: string) => (fields.get(name) ?? '').split(/\s+/).filter(Boolean);
    if (fields.get('enabled')?.toLowerCase() === 'no' || !words('types').includes('deb')) return [];
    const signedBy = fields.get('signed-by')?.trim();
    return words('uris').flatMap((uri) =>
      words('suites').map((suite) => source(uri, suite, words('components'), signedBy)),
    );
  });
}

function parseStanza(text: string): Map<string, string> {
  const fields = new Map<string, string>();
  let last = '';
  for (const line of text.split('\n').filter((one) => !one.startsWith('#'))) {
    const field = /^([A-Za-z][\w-]*):(.*)$/.exec(line);
    if (field !== null) {
      last = (field[1] ?? '').toLowerCase();
      fields.set(last, (field[2] ?? '').trim());
    } else if (/^\s/.test(line) && last !== '') fields.set(last, `${fields.get(last)}\n${line.trim()}`);
  }
  return fields;
}

function source(uri: string, suite: string, components: readonly string[], signedBy: string | undefined): AptSource {
  const common = { uri: uri.replace(/\/+$/, ''), suite, components };
  return signedBy === undefined ? common : { ...common, signedBy };
}

/**
 * The sources of a release for apt inside an image, from where this machine takes its own packages.
 * @param keyring path inside the image of one more keyring to trust
 */
export function sourcesText(release: string, mirror: DebianMirror, keyring?: string): string {
  const debian = '/usr/share/keyrings/debian-archive-keyring.gpg';
  const key = keyring === undefined ? debian : `${debian} ${keyring}`;
  const stanza = (uri: string, suite: string) =>
    `Types: deb\nURIs: ${uri}\nSuites: ${suite}\nComponents: main\nSigned-By: ${key}\n`;
  return [
    stanza(mirror.main, release),
    stanza(mirror.updates, `${release}-updates`),
    stanza(mirror.security, `${release}-security`),
  ].join('\n');
}

/** How apt of this machine reaches its mirrors (proxy, time-outs, checks of dates), as text of an apt.conf file. */
export async function aptTransportSettings(): Promise<string> {
  const dumped = await tryProgram('apt-config', ['dump']).catch(() => undefined);
  const lines = (dumped?.code === 0 ? dumped.stdout : '').split('\n');
  return lines.filter((line) => /^Acquire::(http|https|ftp|Check-|Retries|ForceIPv)/.test(line)).join('\n');
}
