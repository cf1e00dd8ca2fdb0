import { shellQuote } from '../shell/shellQuote.ts';
import { type Fact, Unreadable } from './fact.ts';

export interface FileState {
  readonly sha256: string;
  readonly mode: number;
  readonly owner: string;
  readonly group: string;
  /** Text of a small file whose content may be read; undefined for keys and large files. */
  readonly content: string | undefined;
}

/** More than any file that this program writes; a larger one in its place is not read for a diff. */
const maxContentBytes = 65_536;

/**
 * State of the files that a deployment manages, by path; one that does not exist is not in the map.
 * @param paths absolute paths, and whether the content may be read for a diff (not for private keys)
 */
export function managedFiles(
  paths: readonly { readonly path: string; readonly readable: boolean }[],
): Fact<ReadonlyMap<string, FileState>> {
  const all = paths.map(({ path }) => shellQuote(path)).join(' ');
  const readable = paths.filter((one) => one.readable).map(({ path }) => shellQuote(path));
  return {
    id: 'files',
    // Four processes for any number of files; base64 keeps whatever is in a file from looking like another line.
    command: `[ ${paths.length} -gt 0 ] || exit 0
stat -c 'stat %a %U %G %n' -- ${all} 2>/dev/null
sha256sum -- ${all} 2>/dev/null | sed 's/^/sum /'
${printTexts('text', readable, maxContentBytes)}
true`,
    parse(output) {
      const sums = new Map<string, string>();
      const texts = new Map<string, string>();
      for (const line of output.split('\n')) {
        if (line !== '' && !/^(?:stat|sum|text) /.test(line)) throw new Unreadable(line);
        const sum = /^sum ([0-9a-f]{64}) {2}(.+)$/.exec(line);
        if (sum?.[1] !== undefined && sum[2] !== undefined) sums.set(sum[2], sum[1]);
        const text = /^text (\S+) ([A-Za-z0-9+/=]*)$/.exec(line);
        if (text?.[1] !== undefined) texts.set(text[1], decodeBase64(text[2] ?? ''));
      }
      const files = new Map<string, FileState>();
      for (const match of output.matchAll(/^stat ([0-7]{1,4}) (\S+) (\S+) (.+)$/gm)) {
        const [, mode, owner, group, path] = match;
        if (mode === undefined || owner === undefined || group === undefined || path === undefined) continue;
        files.set(path, {
          sha256: sums.get(path) ?? '',
          mode: Number.parseInt(mode, 8),
          owner,
          group,
          content: texts.get(path),
        });
      }
      return files;
    },
  };
}

/**
 * Shell command that prints `WORD PATH BASE64` for each of the files that is there and not too large. One process for any number of files, with what every
 * Debian has: perl-base has no module for base64, but uuencoding is the same with another alphabet.
 * @param paths quoted
 * @param narrow Perl that leaves of `$all`, the file's bytes, what may be printed; without single quotes
 */
export function printTexts(word: 'text' | 'file', paths: readonly string[], maxBytes: number, narrow = ''): string {
  return `perl -e 'for my $path (@ARGV) {
  next unless -f $path && -s _ <= ${maxBytes} && open(my $file, "<:raw", $path);
  local $/; my $all = <$file>; $all = "" unless defined $all; ${narrow}
  my $pad = (3 - length($all) % 3) % 3;
  my $text = join "", map { substr $_, 1 } split /\\n/, pack("u", $all);
  $text =~ tr#\`!-_#A-Za-z0-9+/#;
  substr($text, -$pad) = "=" x $pad if $pad;
  print "${word} $path $text\\n";
}' -- ${paths.join(' ')}`;
}

/** Base64 to text, without Node or a browser: this room has neither. Bytes that are no UTF-8 become U+FFFD. */
export function decodeBase64(encoded: string): string {
  const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';
  const bytes: number[] = [];
  let bits = 0;
  let count = 0;
  for (const character of encoded) {
    const value = alphabet.indexOf(character);
    if (value < 0) continue;
    bits = ((bits << 6) | value) & 0xffff;
    count += 6;
    if (count >= 8) {
      count -= 8;
      bytes.push((bits >> count) & 0xff);
    }
  }
  return decodeUtf8(bytes);
}

function decodeUtf8(bytes: readonly number[]): string {
  let percent = '';
  let text = '';
  const flush = () => {
    try {
      text += decodeURIComponent(percent);
    } catch {
      text += '\ufffd';
    }
    percent = '';
  };
  for (const byte of bytes) {
    if (byte < 0x80) {
      if (percent !== '') flush();
      text += String.fromCharCode(byte);
    } else {
      if (byte >= 0xc0 && percent !== '') flush();
      percent += `%${byte.toString(16)}`;
    }
  }
  if (percent !== '') flush();
  return text;
}
