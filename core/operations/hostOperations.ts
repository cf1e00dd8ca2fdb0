import type { HostFacts } from '../facts/deploymentFacts.ts';
import { type HostOwner, ownerLines } from '../facts/hostOwner.ts';
import { type BundleSource, bundleFor, type DesiredHost, type DesiredState } from '../render/desiredHost.ts';
import { shellQuote } from '../shell/shellQuote.ts';
import { listOf, type Phrase, phraseText, say } from '../wording/phrase.ts';
import type { Operation } from './operation.ts';
import { bundlePresentScript } from './packages/bundleReceiveScript.ts';
import { packagesInstalledScript } from './packages/installScripts.ts';

/** What makes an operation; its title in English follows from the phrase. */
type OperationParts = Pick<Operation, 'id' | 'host' | 'apply' | 'verify' | 'weight'> &
  Partial<Omit<Operation, 'title' | 'said'>> & { readonly title: Phrase };

/** An operation without files and diffs: most of them. */
export function plainOperation({ title, ...parts }: OperationParts): Operation {
  return { files: [], diffs: [], journals: [], ...parts, title: phraseText(title), said: title };
}

/** Writes on the host whose it is. */
export function claimHost(desired: DesiredHost, state: DesiredState, facts: HostFacts): Operation | undefined {
  if ((facts.owner?.project ?? facts.state.project) === state.projectId) return undefined;
  const owner = { project: state.projectId, planName: state.plan.name, takenOver: undefined };
  return markHost(desired.host.name, owner);
}

/** Writes on a host whose it is, from now on. */
export function markHost(host: string, owner: HostOwner): Operation {
  const lines = ownerLines(host, owner);
  return plainOperation({
    id: `${host}/host/claim`,
    host,
    title: say`Note whose host it is`,
    apply: `printf '%s\\n' ${lines.map(shellQuote).join(' ')} >"$STATE/.owner"
sync -- "$STATE/.owner"
mv -fT -- "$STATE/.owner" "$STATE/owner"`,
    verify: `grep -qxF -- ${shellQuote(`project=${owner.project}`)} "$STATE/owner"`,
    weight: 0.05,
  });
}

/** Brings the packages, first the bundle they are in. The scripts note what was there before. */
export function installPackages(desired: DesiredHost, state: DesiredState, facts: HostFacts): readonly Operation[] {
  const host = desired.host.name;
  const missing = desired.packages.filter((name) => !facts.packages.versions.has(name));
  const broken = facts.packages.interrupted.length > 0 || facts.packages.dpkgInterrupted || facts.state.installing;
  if (missing.length === 0 && !broken) return [];
  const bundle = bundleFor(state.packages, facts.platform);
  // A host for which no bundle is made is refused.
  if (bundle === undefined && state.packages.bundles !== undefined) return [];
  const receive = receiveBundle(host, bundle, facts.state);
  return [
    ...(receive === undefined ? [] : [receive]),
    plainOperation({
      id: `${host}/packages/install`,
      host,
      title: say`Install ${listOf(desired.packages, 'comma')}`,
      apply: state.packages.install(desired.packages, bundle),
      verify: `${packagesInstalledScript(desired.packages)}${librariesThere(desired)}`,
      weight: 15,
    }),
  ];
}

/** Brings a bundle to a host that does not have it; undefined where there is nothing to bring. */
export function receiveBundle(
  host: string,
  bundle: BundleSource | undefined,
  { bundles, arriving }: Pick<HostFacts['state'], 'bundles' | 'arriving'>,
): Operation | undefined {
  if (bundle === undefined || bundles.includes(bundle.id)) return undefined;
  const arrived = arriving.get(bundle.id) ?? 0;
  return plainOperation({
    id: `${host}/packages/bundle`,
    host,
    title: say`Receive the package bundle`,
    apply: bundle.receive(arrived),
    verify: bundlePresentScript(bundle.id),
    weight: bundle.weight,
    input: { bundle: bundle.id, fromByte: arrived },
  });
}

/** Bash that fails where a file is missing that PostgreSQL opens at its start: before that start, and with the exact cause. */
function librariesThere({ libraries }: DesiredHost): string {
  return libraries
    .map(({ path }) => shellQuote(path))
    .map((path) => `[ -f ${path} ] || { echo "the library "${path}" is not on the host"; exit 1; }\n`)
    .join('');
}

/**
 * Lets systemd read unit files again, and start units at the next boot. The hooks of System V scripts are left out: they take
 * half a second per unit and change nothing where there is a unit.
 * @param directories what these units fill, noted as ours before: a host that loses its power now starts them by itself
 */
export function reloadSystemd(host: string, enable: readonly string[], directories: readonly string[]): Operation {
  const names = enable.map(shellQuote).join(' ');
  const notes = directories.map((directory) => `note directories ${shellQuote(directory)}\n`).join('');
  const enabling = `${notes}for unit in ${names}; do
  if [ "$(readlink "/etc/systemd/system/$unit")" = /dev/null ]; then rm -f -- "/etc/systemd/system/$unit"; fi
done
SYSTEMCTL_SKIP_SYSV=1 systemctl enable -q --no-reload ${names}
`;
  return plainOperation({
    id: `${host}/systemd/reload`,
    host,
    title: enable.length === 0 ? say`Let systemd read the changed units` : say`Enable ${listOf(enable, 'comma')}`,
    apply: `${enable.length === 0 ? '' : enabling}systemctl daemon-reload`,
    verify: enable.length === 0 ? 'true' : `systemctl -q is-enabled ${names}`,
    weight: 0.3,
  });
}
