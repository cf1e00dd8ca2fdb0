import { secretPlaceholder } from './placeholders.ts';
import type { Component, RenderedFile } from './renderedFile.ts';
import { type CertificateUse, leafSecret } from './secretsOf.ts';

/** Where a service finds its certificates, and the group that it runs in. */
export interface TlsReader {
  readonly component: Component;
  readonly directory: string;
  readonly group: string;
}

type OnChange = RenderedFile['onChange'];

/** Certificates of authorities in one file: what its reader trusts. */
export function authorityFile(
  reader: TlsReader,
  name: string,
  secrets: readonly string[],
  onChange: OnChange,
): RenderedFile {
  return tlsFile(reader, name, secrets, 0o644, onChange);
}

/** A host's certificate and key as `NAME.crt` and `NAME.key`. */
export function leafFiles(
  reader: TlsReader,
  name: string,
  use: CertificateUse,
  hostName: string,
  onChange: OnChange,
): readonly RenderedFile[] {
  const leaf = leafSecret(use, hostName);
  return [
    tlsFile(reader, `${name}.crt`, [`${leaf}.crt`], 0o644, onChange),
    tlsFile(reader, `${name}.key`, [`${leaf}.key`], 0o640, onChange),
  ];
}

/** A host's certificate with its key in one file, as HAProxy reads it. */
export function leafBundle(
  reader: TlsReader,
  name: string,
  use: CertificateUse,
  hostName: string,
  onChange: OnChange,
): RenderedFile {
  const leaf = leafSecret(use, hostName);
  return tlsFile(reader, name, [`${leaf}.crt`, `${leaf}.key`], 0o640, onChange);
}

/** They belong to root: a service that somebody took over can read its key, not put another authority in place. */
function tlsFile(
  { component, directory, group }: TlsReader,
  name: string,
  secrets: readonly string[],
  mode: number,
  onChange: OnChange,
): RenderedFile {
  const content = secrets.map((secret) => `${secretPlaceholder(secret)}\n`).join('');
  return { path: `${directory}/${name}`, content, mode, owner: 'root', group, component, onChange };
}
