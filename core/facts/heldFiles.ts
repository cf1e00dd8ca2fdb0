import { shellQuote } from '../shell/shellQuote.ts';
import type { Fact } from './fact.ts';
import { decodeBase64, printTexts } from './managedFiles.ts';

/** More than any file with a secret has. */
const maxContentBytes = 65_536;

/**
 * The content of files with the secrets in them, by path: for whoever has root on the host and lost the folder that made them. Those that are not there are not in the map.
 * @param paths absolute
 */
export function heldFiles(paths: readonly string[]): Fact<ReadonlyMap<string, string>> {
  return {
    id: 'held-files',
    command: printTexts('text', paths.map(shellQuote), maxContentBytes),
    parse: (output) =>
      new Map(
        output.split('\n').flatMap((line): [string, string][] => {
          const [, path, text] = /^text (\S+) ([A-Za-z0-9+/=]*)$/.exec(line) ?? [];
          return path === undefined || text === undefined ? [] : [[path, decodeBase64(text)]];
        }),
      ),
  };
}
