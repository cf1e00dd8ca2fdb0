import { extraRepositoryPaths } from '../../systems/debian/extraRepository.ts';
import { packageWords } from '../../systems/debian/packageWords.ts';
import { bundleRoot } from './bundleReceiveScript.ts';
import { releasePackages } from './holdPackages.ts';
import { returnLocale } from './hostLocale.ts';
import { installGuard } from './installGuard.ts';
import { packageState } from './packageState.ts';

/**
 * Removes what the install scripts brought to a host and nothing else: of the packages that were not there before, these and whatever
 * only they needed. What another program has come to need since then stays, and is named. Their configuration files go too, as
 * does what an interrupted installation left behind.
 */
export function removePackagesScript(packages: readonly string[]): string {
  return `set -euo pipefail
packages=(${packageWords(packages)})
${removeBody}`;
}

const repository = extraRepositoryPaths('');

const removeBody = `
export DEBIAN_FRONTEND=noninteractive LC_ALL=C.UTF-8 NEEDRESTART_SUSPEND=1
${installGuard}
installed_packages() { dpkg-query -W -f '\${db:Status-Status} \${Package}\\n' | sed -n 's/^\\(installed\\|config-files\\|half-[a-z]*\\|unpacked\\|triggers-[a-z]*\\) //p' | LC_ALL=C sort -u; }
named() { sed -n 's/^\\(Purg\\|Remv\\) \\([^ :]*\\).*/\\2/p' | LC_ALL=C sort -u; }
options=(-y -qq -o DPkg::Lock::Timeout=120 -o Dpkg::Use-Pty=0)
ours=$(mktemp)
trap 'rm -f -- "$ours" "$ours".*; policy_restore' EXIT
{
  cat ${packageState.installed} 2>/dev/null || true
  [ ! -f ${packageState.before} ] || installed_packages | LC_ALL=C comm -13 ${packageState.before} -
} | LC_ALL=C sort -u >"$ours"
policy_restore
if [ -f ${packageState.before} ]; then
  dpkg --force-confdef --force-confold --configure -a || true
  # Cut off while being unpacked: apt would want their archives before it does anything else.
  mapfile -t broken < <(broken_packages | LC_ALL=C comm -12 - "$ours")
  [ "\${#broken[@]}" -eq 0 ] || dpkg --purge --force-remove-reinstreq --force-depends "\${broken[@]}"
fi
printf '%s\\n' "\${packages[@]}" | LC_ALL=C sort -u | LC_ALL=C comm -12 - "$ours" >"$ours.wanted"
installed_packages | LC_ALL=C comm -12 - "$ours.wanted" >"$ours.present"
mapfile -t present <"$ours.present"
${releasePackages}
if [ "\${#present[@]}" -gt 0 ]; then
  # Recommending a package is not needing it: what was not there before goes, unless something else depends on it now.
  apt-get -s -o APT::AutoRemove::RecommendsImportant=false -o APT::AutoRemove::SuggestsImportant=false --purge autoremove \\
    "\${present[@]}" | named | LC_ALL=C comm -12 - "$ours" >"$ours.remove"
  mapfile -t remove < <(LC_ALL=C sort -u "$ours.remove" "$ours.present")
  foreign=$(apt-get -s purge "\${remove[@]}" | named | LC_ALL=C comm -23 - "$ours")
  if [ -n "$foreign" ]; then
    echo "packages that this program did not install need these: "$foreign
    echo "remove them first, or keep the packages"
    exit 1
  fi
  # What somebody holds of it was not there before all the same.
  apt-get "\${options[@]}" --allow-change-held-packages purge "\${remove[@]}"
fi
if [ -f ${packageState.before} ]; then
  # Where a package was being unpacked to when it was cut off is in no list of dpkg yet.
  owned() { dpkg-query -S "$1" >/dev/null 2>&1 || dpkg-query -S "\${1#/usr}" >/dev/null 2>&1; }
  {
    find /etc /opt /usr /var/lib -xdev \\( -name '*.dpkg-new' -o -name '*.dpkg-tmp' \\) -type f -cnewer ${packageState.before} -printf '%h\\n' -delete
    find /usr -xdev -path /usr/local -prune -o -type d -empty -cnewer ${packageState.before} -print
  } | LC_ALL=C sort -u -r | while read -r directory; do
    while [ "$directory" != / ] && ! owned "$directory" && rmdir -- "$directory" 2>/dev/null; do directory=\${directory%/*}; done
  done
fi
guard_end
rm -f -- /etc/postgresql-common/createcluster.d/quorate.conf ${repository.list} ${repository.pin} ${repository.keys.armored} ${repository.keys.binary} ${packageState.before} ${packageState.boot} ${packageState.bundle}
rmdir --ignore-fail-on-non-empty /etc/postgresql-common/createcluster.d /etc/postgresql-common 2>/dev/null || true
rm -rf -- ${bundleRoot}
installed_packages | LC_ALL=C comm -12 - "$ours" >"$ours.left"
if [ -s "$ours.left" ]; then
  cp -- "$ours.left" ${packageState.installed}
  echo "kept, since other packages need them now: "$(cat "$ours.left")
else
  rm -f -- ${packageState.installed}
  ${returnLocale.replaceAll('\n', '\n  ')}
fi
`;
