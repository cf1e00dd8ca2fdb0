/** One host that an OpenSSH client configuration names. */
export interface SshConfigHost {
  readonly alias: string;
  readonly address: string;
  readonly user?: string | undefined;
  readonly port?: number | undefined;
  readonly key?: string | undefined;
  readonly jump?: string | undefined;
}

export interface SshConfigHosts {
  readonly hosts: readonly SshConfigHost[];
  /** Directives that were not followed, such as Include and Match: what they say of a host is not known here. */
  readonly notFollowed: readonly string[];
}

interface Block {
  readonly patterns: readonly string[];
  readonly settings: Map<string, string>;
}

/**
 * Reads the hosts of an OpenSSH client configuration (ssh_config(5)): every alias without wildcards, with the first value that any matching
 * block gives for a setting. `Include` and `Match` are not followed.
 */
export function parseSshConfig(text: string): SshConfigHosts {
  let block: Block | undefined = { patterns: ['*'], settings: new Map() };
  const blocks: Block[] = [block];
  const notFollowed = new Set<string>();
  for (const line of text.split(/\r?\n/)) {
    const [, keyword = '', rest = ''] = /^\s*([A-Za-z]+)(?:\s*=\s*|\s+)(.*?)\s*$/.exec(line) ?? [];
    const name = keyword.toLowerCase();
    if (name === 'host') {
      block = { patterns: splitWords(rest), settings: new Map() };
      blocks.push(block);
    } else if (name === 'match' || name === 'include') {
      notFollowed.add(`${keyword} ${rest}`);
      // What follows a Match belongs to it, up to the next Host.
      if (name === 'match') block = undefined;
    } else if (name !== '' && block !== undefined && !block.settings.has(name))
      block.settings.set(name, splitWords(rest)[0] ?? '');
  }
  const aliases = new Set(blocks.flatMap(({ patterns }) => patterns).filter((one) => !/[*?!]/.test(one)));
  return {
    hosts: [...aliases].map((alias) => hostOf(alias, blocks)),
    notFollowed: [...notFollowed],
  };
}

function hostOf(alias: string, blocks: readonly Block[]): SshConfigHost {
  const matching = blocks.filter(({ patterns }) => matches(alias, patterns));
  const value = (name: string) => matching.find(({ settings }) => settings.has(name))?.settings.get(name);
  const port = Number(value('port'));
  const jump = value('proxyjump');
  return {
    alias,
    address: (value('hostname') ?? alias).replaceAll('%h', alias),
    user: value('user'),
    port: Number.isInteger(port) && port > 0 ? port : undefined,
    key: value('identityfile'),
    jump: jump === undefined || jump.toLowerCase() === 'none' ? undefined : jump,
  };
}

/** A `!pattern` that matches takes the whole line back (ssh_config(5), PATTERNS). */
function matches(alias: string, patterns: readonly string[]): boolean {
  const hits = (pattern: string) => wildcard(pattern).test(alias);
  return (
    patterns.some((pattern) => !pattern.startsWith('!') && hits(pattern)) &&
    !patterns.some((pattern) => pattern.startsWith('!') && hits(pattern.slice(1)))
  );
}

function wildcard(pattern: string): RegExp {
  const source = pattern
    .replaceAll(/[.+^${}()|[\]\\]/g, '\\$&')
    .replaceAll('*', '.*')
    .replaceAll('?', '.');
  return new RegExp(`^${source}$`, 'i');
}

function splitWords(text: string): string[] {
  return [...text.matchAll(/"([^"]*)"|(\S+)/g)].map(([, quoted, plain]) => quoted ?? plain ?? '');
}
