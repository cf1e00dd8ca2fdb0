export type PartKind = 'comment' | 'key' | 'string' | 'number' | 'secret' | 'section';

export interface Part {
  readonly kind?: PartKind | undefined;
  readonly text: string;
}

const secret = '\\{\\{secret:[^}]+\\}\\}';
const quoted = `"(?:[^"\\\\]|\\\\.)*"|'(?:[^']|'')*'`;
const number = '(?<![\\w.-])-?\\d+(?:\\.\\d+)?(?:ms|s|kB|MB|GB|min|h|d)?(?![\\w.-])';

/** How a line of each kind of file is taken apart: the first group that matches names the part. */
const grammars = {
  yaml: new RegExp(
    `(?<secret>${secret})|(?<comment>(?:^|\\s)#.*$)|(?<key>[\\w./-]+(?=:(?:\\s|$)))|(?<string>${quoted})|(?<number>${number}|\\b(?:true|false|null)\\b)`,
    'g',
  ),
  ini: new RegExp(
    `(?<secret>${secret})|(?<comment>^\\s*[#;].*$)|(?<section>^\\s*\\[[^\\]]+\\])|(?<key>^\\s*[\\w.-]+(?=\\s*=))|(?<string>${quoted})|(?<number>${number})`,
    'g',
  ),
  words: new RegExp(
    `(?<secret>${secret})|(?<comment>(?:^|\\s)#.*$)|(?<section>^[a-z-]+\\b)|(?<key>^\\s+[\\w.-]+)|(?<string>${quoted})|(?<number>${number})`,
    'g',
  ),
  plain: new RegExp(`(?<secret>${secret})|(?<comment>^\\s*#.*$)`, 'g'),
} as const;

/** Takes a configuration file apart into lines of coloured parts; what is not known stays as it is. */
export function highlight(name: string, text: string): readonly (readonly Part[])[] {
  const grammar = grammars[grammarOf(name, text)];
  return text
    .replace(/\n$/, '')
    .split('\n')
    .map((line) => partsOf(line, grammar));
}

function grammarOf(name: string, text: string): keyof typeof grammars {
  if (/\.ya?ml$/.test(name)) return 'yaml';
  if (/haproxy.*\.cfg$|keepalived\.conf$|pg_hba/.test(name)) return 'words';
  if (/\.(ini|service|conf)$/.test(name) || /^\w+=/m.test(text)) return 'ini';
  return /\.(sh|py|sql|md|txt)$/.test(name) ? 'plain' : 'words';
}

function partsOf(line: string, grammar: RegExp): Part[] {
  const parts: Part[] = [];
  let end = 0;
  for (const match of line.matchAll(grammar)) {
    const [found] = Object.entries(match.groups ?? {}).filter(([, value]) => value !== undefined);
    if (found === undefined) continue;
    if (match.index > end) parts.push({ text: line.slice(end, match.index) });
    parts.push({ kind: found[0] as PartKind, text: match[0] });
    end = match.index + match[0].length;
  }
  if (end < line.length) parts.push({ text: line.slice(end) });
  return parts;
}
