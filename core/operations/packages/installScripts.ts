import { stateDirectory } from '../../facts/hostState.ts';
import { shellQuote } from '../../shell/shellQuote.ts';
import {
  type ExtraRepository,
  extraRepositoryPaths,
  pinFunction,
  writeRepository,
} from '../../systems/debian/extraRepository.ts';
import { harmFunction } from '../../systems/debian/installHarm.ts';
import { packageWords } from '../../systems/debian/packageWords.ts';
import { aptWaiting } from './aptWaiting.ts';
import { bundleDirectory, bundleRoot } from './bundleReceiveScript.ts';
import { keepLocale } from './hostLocale.ts';
import { installGuard } from './installGuard.ts';
import { packageState } from './packageState.ts';

/**
 * Installs packages from a bundle that the host has received, with apt, from nowhere else. Nothing starts, nothing is enabled, no cluster
 * is made. May be run again after any interruption.
 *
 * The local repository is marked trusted instead of signed: every file was compared with the bundle's identity, which came over the
 * authenticated SSH connection; a signing key would come over the same one and prove no more. The builder's apt checked
 * Debian's signatures. apt compares each package with the index on top.
 */
export function installFromBundleScript(packages: readonly string[], id: string): string {
  return `set -euo pipefail
${installing(packages)}${fromBundle(id)}`;
}

/**
 * Brings packages of a host to these versions, from a bundle that it has received, and otherwise as `installFromBundleScript`: nothing restarts. It
 * changes packages on hold, whose holds the caller sets again.
 * @param targets version by name
 * @throws RangeError for a name or a version that Debian does not allow
 */
export function upgradeFromBundleScript(targets: ReadonlyMap<string, string>, id: string): string {
  return `set -euo pipefail
${upgrading(targets)}${fromBundle(id)}`;
}

function fromBundle(id: string): string {
  return `bundle=${bundleDirectory(id)}
${installFunctions}
[ -f "$bundle/.verified" ] || { echo "the bundle is not on this host: send it again"; exit 1; }
if [ "$(cat "$bundle/.verified")" != "$(cat /proc/sys/kernel/random/boot_id)" ]; then
  (cd "$bundle" && sha256sum --check --strict --quiet SHA256SUMS) || {
    rm -f "$bundle/.verified"
    echo "the bundle on this host is damaged: send it again"
    exit 1
  }
  cat /proc/sys/kernel/random/boot_id >"$bundle/.verified"
fi
${useDirectory}install_packages
rm -rf -- "$apt_state"
`;
}

/**
 * Installs packages from the host's own apt sources, and an extra one. Otherwise as `installFromBundleScript`.
 * @throws RangeError when the repository's line could be anything else in a sources file
 */
export function installFromRepositoryScript(packages: readonly string[], extra?: ExtraRepository): string {
  return `set -euo pipefail
${installing(packages)}${installFunctions}
${fromRepository(extra)}install_packages
`;
}

/** Brings packages of a host to these versions, from its own apt sources and an extra one. Otherwise as `upgradeFromBundleScript`. */
export function upgradeFromRepositoryScript(targets: ReadonlyMap<string, string>, extra?: ExtraRepository): string {
  return `set -euo pipefail
${upgrading(targets)}${installFunctions}
${fromRepository(extra)}install_packages
`;
}

/**
 * What of the packages is installed, as bash variables: their names, what apt is asked for, with which words, and the names whose holds do not count.
 *
 * `--force-unsafe-io` spares dpkg an fsync per package, a fifth of the time; one sync at the end makes up for it. Should power fail
 * in between, dpkg may believe in packages whose files never reached the disk: the boot id kept beside tells, and the next try
 * installs them anew. Nothing would tell of packages that were there before: an upgrade does without.
 */
function installing(packages: readonly string[]): string {
  const words = packageWords(packages);
  return `packages=(${words})
wanted=(${words})
mode=(--no-upgrade)
lifted=()
speed=(-o Dpkg::Options::=--force-unsafe-io)
`;
}

/** Debian policy 5.6.12. */
const versionPattern = /^[0-9][A-Za-z0-9.+:~-]*$/;

function upgrading(targets: ReadonlyMap<string, string>): string {
  const words = packageWords([...targets.keys()]);
  const wanted = [...targets].map(([name, version]) => {
    if (!versionPattern.test(version)) throw new RangeError(`${JSON.stringify(version)} is no version of a package`);
    return shellQuote(`${name}=${version}`);
  });
  return `packages=(${words})
wanted=(${wanted.join(' ')})
mode=(--only-upgrade --allow-change-held-packages)
lifted=(${words})
speed=()
`;
}

function fromRepository(extra: ExtraRepository | undefined): string {
  const retries = 'options+=(-o Acquire::Retries=3)\n';
  const update = 'apt_waiting "${options[@]}" -qq -o APT::Update::Error-Mode=any update\n';
  if (extra === undefined) return `${retries}${update}`;
  // Until the pin is written, nothing is installed: with it only what the plan wants comes from the extra repository.
  const paths = extraRepositoryPaths('');
  return `${writeRepository(extra, paths)}${retries}${update}${pinFunction(extra, paths)}extra_pin\n`;
}

/**
 * Installs packages on a host where a person runs the script: from the bundle file that `$BUNDLE` names, or, when that is empty, from the
 * host's own apt sources. The bundle is as good as the way by which it came: its own list of checksums tells damage only.
 */
export function installByHandScript(packages: readonly string[], extra?: ExtraRepository): string {
  return `set -euo pipefail
${installing(packages)}${installFunctions}
if [ -n "\${BUNDLE:-}" ]; then
bundle=${bundleRoot}/by-hand
rm -rf -- "$bundle"
mkdir -p "$bundle"
tar -x -f "$BUNDLE" -C "$bundle" --no-same-owner --no-same-permissions
(cd "$bundle" && sha256sum --check --strict --quiet SHA256SUMS) || { echo "the bundle $BUNDLE is damaged: copy it again"; exit 1; }
${useDirectory}install_packages
rm -rf -- "$apt_state"
else
${fromRepository(extra)}install_packages
fi
`;
}

/** Exits with 0 when all these packages are installed; names those that are not. */
export function packagesInstalledScript(packages: readonly string[]): string {
  return `missing=
for package in ${packageWords(packages)}; do
  [ "$(dpkg-query -W -f '\${db:Status-Status}' "$package" 2>/dev/null)" = installed ] || missing="$missing $package"
done
[ -z "$missing" ] || { echo "not installed:$missing"; exit 1; }
`;
}

/** Lets apt know the packages in `$bundle`, and no others. */
const useDirectory = `apt_state=$(mktemp -d)
mkdir -p "$apt_state/lists/partial"
echo "deb [trusted=yes] file:$bundle ./" >"$apt_state/sources.list"
# Lists and caches of our own: the host's stay as they are, and no pin or default release of the host's gets in the way.
options+=(
  -o Dir::Etc::sourcelist="$apt_state/sources.list" -o Dir::Etc::sourceparts=/dev/null
  -o Dir::Etc::preferences=/dev/null -o Dir::Etc::preferencesparts=/dev/null -o APT::Default-Release=
  -o Dir::State::lists="$apt_state/lists/" -o Dir::Cache::pkgcache= -o Dir::Cache::srcpkgcache=
  -o Acquire::Languages=none -o APT::Sandbox::User=root
)
apt-get "\${options[@]}" -qq update
`;

/** The bash functions of every installation; see `installing` for the variables that say what is installed. */
const installFunctions = `
export DEBIAN_FRONTEND=noninteractive LC_ALL=C.UTF-8 APT_LISTCHANGES_FRONTEND=none NEEDRESTART_SUSPEND=1
umask 022
before=${packageState.before}
boot=${packageState.boot}
options=(
  -y -o DPkg::Lock::Timeout=120 -o Dpkg::Use-Pty=0 "\${speed[@]}"
  -o APT::Install-Recommends=false -o APT::Install-Suggests=false
)
conffiles=(-o Dpkg::Options::=--force-confdef -o Dpkg::Options::=--force-confold)
${aptWaiting}
${harmFunction}
${installGuard}
${keepLocale}
installed_packages() { dpkg-query -W -f '\${db:Status-Status} \${Package}\\n' | sed -n 's/^installed //p' | LC_ALL=C sort -u; }
added_packages() { installed_packages | LC_ALL=C comm -13 "$before" -; }
finish_interrupted() {
  local tries=0 output
  while [ -n "$(dpkg --audit)$(ls -A /var/lib/dpkg/updates)" ]; do
    if output=$(dpkg --force-confdef --force-confold --configure -a 2>&1); then break; fi
    printf '%s\\n' "$output"
    # Another apt at work holds the lock; anything else is for apt to repair.
    case "$output" in *lock*) ;; *) break ;; esac
    tries=$((tries + 1))
    [ "$tries" -lt 60 ] || { echo "another program has held dpkg's lock for two minutes: see what it is and try again"; exit 1; }
    sleep 2
  done
}
install_packages() {
  local rebooted= again=()
  # Before anything is changed, where nothing is half-done already.
  if [ ! -f "$before" ] && [ -z "$(dpkg --audit)$(ls -A /var/lib/dpkg/updates)" ]; then refuse_harm; fi
  mkdir -p ${stateDirectory}
  [ -f "$before" ] || keep_locale
  guard_begin
  finish_interrupted
  if [ ! -f "$before" ]; then
    installed_packages >"$before.new"
    cat /proc/sys/kernel/random/boot_id >"$boot"
    sync -- "$before.new" "$boot"
    mv -fT -- "$before.new" "$before"
    sync -- ${stateDirectory}
  elif [ "$(cat "$boot" 2>/dev/null)" != "$(cat /proc/sys/kernel/random/boot_id)" ]; then
    rebooted=yes
  fi
  # dpkg calls a package that was cut off while being unpacked 'reinstreq': neither it nor apt repairs that unasked.
  mapfile -t again < <({ broken_packages; [ -z "$rebooted" ] || added_packages; } | LC_ALL=C sort -u)
  if [ "\${#again[@]}" -gt 0 ]; then
    echo "an installation was interrupted on this host: installing \${#again[@]} packages anew"
    apt_waiting "\${options[@]}" -o Dpkg::Options::=--force-confmiss -o Dpkg::Options::=--force-confnew -o Dpkg::Options::=--force-confask \\
      -qq --fix-broken --no-remove --reinstall install "\${again[@]}"
  fi
  cat /proc/sys/kernel/random/boot_id >"$boot"
  [ "\${#again[@]}" -eq 0 ] || refuse_harm
  apt_waiting "\${options[@]}" "\${conffiles[@]}" -qq --fix-broken --no-remove "\${mode[@]}" install "\${wanted[@]}"
  # Once per file system.
  for directory in $(stat -c '%d %n' /usr /var/lib/dpkg /etc | LC_ALL=C sort -u -k 1,1 | cut -d ' ' -f 2); do
    sync -f "$directory"
  done
  guard_end
  { cat ${packageState.installed} 2>/dev/null || true; added_packages; } | LC_ALL=C sort -u >${packageState.installed}.new
  sync -- ${packageState.installed}.new
  mv -fT -- ${packageState.installed}.new ${packageState.installed}
  rm -f -- "$before" "$boot"
}
`;
