import type { DesiredHost, DesiredState } from '../deployment/desiredHost.ts';
import type { HostFacts } from '../facts/deploymentFacts.ts';
import type { Operation } from './operation.ts';
import { bundleDirectory, bundlePresentScript } from './packages/bundleReceiveScript.ts';
import { packagesInstalledScript } from './packages/installScripts.ts';
import { shellQuote } from './shellQuote.ts';

/** An operation without files and diffs: most of them. */
export function plainOperation(
  operation: Pick<Operation, 'id' | 'host' | 'title' | 'apply' | 'verify' | 'undo' | 'weight'> & Partial<Operation>,
): Operation {
  return { files: [], diffs: [], journals: [], ...operation };
}

/** Writes on the host whose it is. */
export function claimHost(desired: DesiredHost, state: DesiredState, facts: HostFacts): Operation | undefined {
  if (facts.state.project === state.projectId) return undefined;
  const lines = [`project=${state.projectId}`, `plan=${state.plan.name}`, `host=${desired.host.name}`];
  return plainOperation({
    id: `${desired.host.name}/host/claim`,
    host: desired.host.name,
    title: 'Note whose host it is',
    apply: `printf '%s\\n' ${lines.map(shellQuote).join(' ')} >"$STATE/.owner"
sync -- "$STATE/.owner"
mv -fT -- "$STATE/.owner" "$STATE/owner"`,
    verify: `grep -qxF -- ${shellQuote(`project=${state.projectId}`)} "$STATE/owner"`,
    undo: 'rm -f -- "$STATE/owner"',
    weight: 0.05,
  });
}

/** Brings the packages, first the bundle they are in. The scripts note what was there before. */
export function installPackages(desired: DesiredHost, state: DesiredState, facts: HostFacts): readonly Operation[] {
  const host = desired.host.name;
  const missing = desired.packages.filter((name) => !facts.packages.versions.has(name));
  const broken = facts.packages.interrupted.length > 0 || facts.packages.dpkgInterrupted || facts.state.installing;
  if (missing.length === 0 && !broken) return [];
  const { bundle } = state.packages;
  const receive =
    bundle === undefined || facts.state.bundles.includes(bundle.id)
      ? []
      : [
          plainOperation({
            id: `${host}/packages/bundle`,
            host,
            title: 'Receive the package bundle',
            apply: bundle.receive,
            verify: bundlePresentScript(bundle.id),
            undo: `rm -rf -- ${bundleDirectory(bundle.id)}`,
            weight: bundle.weight,
            input: 'bundle',
          }),
        ];
  return [
    ...receive,
    plainOperation({
      id: `${host}/packages/install`,
      host,
      title: `Install ${desired.packages.join(', ')}`,
      apply: state.packages.install(desired.packages),
      verify: packagesInstalledScript(desired.packages),
      undo: 'irreversible',
      weight: 15,
    }),
  ];
}

/** Lets systemd read unit files again. */
export function reloadSystemd(host: string): Operation {
  return plainOperation({
    id: `${host}/systemd/reload`,
    host,
    title: 'Let systemd read the changed units',
    apply: 'systemctl daemon-reload',
    verify: 'true',
    undo: 'systemctl daemon-reload',
    weight: 0.3,
  });
}
