import { shellQuote } from '../shell/shellQuote.ts';
import type { Fact } from './fact.ts';
import { decodeBase64, printTexts } from './managedFiles.ts';

/** The certificates that a file of a host holds, PEM, in their order. */
export interface CertificateFile {
  readonly path: string;
  readonly certificates: readonly string[];
}

const block = /-----BEGIN CERTIFICATE-----[A-Za-z0-9+/=\s]+-----END CERTIFICATE-----/g;

/** Makes the fact that reads certificates where services read them. Keys in the same files stay on the host. */
export function certificateFiles(paths: readonly string[]): Fact<readonly CertificateFile[]> {
  return {
    id: 'certificate-files',
    command: printTexts(
      'file',
      paths.map(shellQuote),
      65_536,
      '$all = join "", $all =~ /^-----BEGIN CERTIFICATE-----\\n.*?^-----END CERTIFICATE-----\\n/gms;',
    ),
    parse(output) {
      return output.split('\n').flatMap((line): CertificateFile[] => {
        const [, path, text] = /^file (\S+) ([A-Za-z0-9+/=]*)$/.exec(line) ?? [];
        if (path === undefined || text === undefined || !paths.includes(path)) return [];
        return [{ path, certificates: decodeBase64(text).match(block) ?? [] }];
      });
    },
  };
}
