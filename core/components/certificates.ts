import type { Host, Plan } from '../plan/plan.ts';
import { secretPlaceholder } from '../render/placeholders.ts';
import type { ComponentFile } from '../render/renderedFile.ts';
import { type CertificateUse, certificateUses, leafSecret } from '../render/secretNames.ts';
import type { CertificateFile, Component } from './component.ts';
import { componentsOn } from './components.ts';

/** The certificates and keys that a component reads on a host; none without TLS. */
export function certificateFiles(plan: Plan, host: Host, { certificates }: Component): readonly ComponentFile[] {
  if (!plan.security.tls || certificates === undefined) return [];
  return certificates.files.flatMap((file) =>
    partsOf(file, host.name).map(({ name, secrets, mode }) => ({
      path: `${certificates.directory}/${name}`,
      content: secrets.map((secret) => `${secretPlaceholder(secret)}\n`).join(''),
      mode,
      // Root's: a service that somebody took over can read its key, not put another authority in place.
      owner: 'root',
      group: certificates.group,
      onChange: file.onChange,
    })),
  );
}

/** Where the services of a host read certificates, with TLS. */
export function certificatePaths(plan: Plan, host: Host): readonly string[] {
  return componentsOn(plan, host).flatMap(({ certificates }) =>
    (certificates?.files ?? []).map(
      ({ kind, name }) => `${certificates?.directory ?? ''}/${kind === 'pair' ? `${name}.crt` : name}`,
    ),
  );
}

/** What a host needs certificates for. */
export function certificateUsesOf(plan: Plan, host: Host): readonly CertificateUse[] {
  const used = componentsOn(plan, host).flatMap(({ certificates }) =>
    (certificates?.files ?? []).flatMap((file) => (file.kind === 'authorities' ? [] : [file.use])),
  );
  return certificateUses.filter((use) => used.includes(use));
}

function partsOf(
  file: CertificateFile,
  hostName: string,
): readonly { readonly name: string; readonly secrets: readonly string[]; readonly mode: number }[] {
  if (file.kind === 'authorities') return [{ name: file.name, secrets: file.secrets, mode: 0o644 }];
  const leaf = leafSecret(file.use, hostName);
  return file.kind === 'bundle'
    ? [{ name: file.name, secrets: [`${leaf}.crt`, `${leaf}.key`], mode: 0o640 }]
    : [
        { name: `${file.name}.crt`, secrets: [`${leaf}.crt`], mode: 0o644 },
        { name: `${file.name}.key`, secrets: [`${leaf}.key`], mode: 0o640 },
      ];
}
