import { secretPlaceholder } from './placeholders.ts';
import type { Component, RenderedFile } from './renderedFile.ts';
import { authoritySecret, certificateSecret, privateKeySecret } from './secretsOf.ts';

/** A service that reads certificates, as whom, from where, and what it needs when they change. */
export interface TlsReader {
  readonly component: Component;
  readonly directory: string;
  readonly user: string;
  readonly onChange: RenderedFile['onChange'];
}

/** The authority's certificate, and the host's certificate and key, for one service: the key is readable by its user alone. */
export function tlsFiles(hostName: string, reader: TlsReader): readonly RenderedFile[] {
  const file = (name: string, secrets: readonly string[], mode: number): RenderedFile => ({
    path: `${reader.directory}/${name}`,
    content: secrets.map((secret) => `${secretPlaceholder(secret)}\n`).join(''),
    mode,
    owner: reader.user,
    group: reader.user,
    component: reader.component,
    onChange: reader.onChange,
  });
  const authority = file('ca.crt', [authoritySecret], 0o644);
  const certificate = certificateSecret(hostName);
  const key = privateKeySecret(hostName);
  // HAProxy reads certificate and key from one file.
  if (reader.component === 'haproxy') return [authority, file('host.pem', [certificate, key], 0o600)];
  return [authority, file('host.crt', [certificate], 0o644), file('host.key', [key], 0o600)];
}
