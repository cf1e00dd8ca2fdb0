import type { Release } from '../../plan/schema.ts';
import { shellQuote } from '../../shell/shellQuote.ts';
import {
  type ExtraRepository,
  extraRepositoryPaths,
  pinFunction,
  writeRepository,
} from '../../systems/debian/extraRepository.ts';

export interface BundleBuild {
  readonly release: Release;
  /** Packages asked for by name; everything that they need comes with them. */
  readonly packages: readonly string[];
  /** Repository that packages may come from beside Debian's; pinned as on hosts. */
  readonly extra?: ExtraRepository | undefined;
}

/** Changes whenever the same request would give a different bundle; part of the name of a cached one. */
export const buildRecipeVersion = 2;

/**
 * The bash script that gathers packages through the real apt, on any Debian machine with network access, as any user.
 *
 * It reads `$OUT` (an empty directory) and leaves there `pool/*.deb`, the index `Packages`, `licences.tsv` (package and the licences that its
 * copyright file names), and `sources.tsv` (suite, code name, date and SHA-256 of each signed release file used). Packages of an earlier bundle
 * may lie in `$OUT/have`, each named by its SHA-256: those that the archive still lists with that checksum are not downloaded again.
 *
 * The machine's own apt state is left alone: lists, cache and status are private
 * directories, and the status is empty, so that the closure is complete whatever the builder has installed. The mirror is the one that the machine's own
 * apt configuration names; a machine that names none, such as an Ubuntu one, uses Debian's own. Signatures are checked by apt itself, with every switch that would loosen it set back.
 *
 * Exit codes: 0 done, 3 the machine lacks a program or Debian's keyring, 4 apt could not read or verify the archive,
 * 5 a package is not there or could not be downloaded.
 */
export function bundleBuildScript(build: BundleBuild): string {
  const paths = extraRepositoryPaths('"$work"');
  const { extra } = build;
  return `set -euo pipefail
export LC_ALL=C.UTF-8
umask 022
release=${shellQuote(build.release)}
packages=(${build.packages.map(shellQuote).join(' ')})
${sources}${extra === undefined ? '' : writeRepository(extra, paths)}${update}${extra === undefined ? '' : `${pinFunction(extra, paths)}extra_pin >&2 || fail 4 "the extra repository cannot be used"\n`}${gather}`;
}

const sources = `
fail() { echo "$2" >&2; exit "$1"; }
for tool in apt-get dpkg dpkg-deb sha256sum; do
  command -v "$tool" >/dev/null || fail 3 "$tool is not on this machine: bundles are built on Debian"
done
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
mkdir -p "$work/state/lists/partial" "$work/archives/partial" "$work/cache" "$OUT/pool"
: >"$work/status"
keyring=/usr/share/keyrings/debian-archive-keyring.gpg
[ -f "$keyring" ] || fail 3 "$keyring is missing: install debian-archive-keyring"
uris=$(apt-get indextargets --format '$(REPO_URI)' 'Created-By: Packages' | sort -u)
archive=$(grep -E '/debian/?$' <<<"$uris" | head -n 1 || true)
security=$(grep -E '/debian-security/?$' <<<"$uris" | head -n 1 || true)
if [ -z "$archive" ]; then
  archive=http://deb.debian.org/debian
  security=http://deb.debian.org/debian-security
fi
{
  echo "deb [signed-by=$keyring] $archive $release main"
  echo "deb [signed-by=$keyring] $archive $release-updates main"
  [ -z "$security" ] || echo "deb [signed-by=$keyring] $security $release-security main"
} >"$work/sources.list"
mkdir -p "$work"/etc/apt/{sources.list.d,preferences.d}
`;

const update = `
options=(
  -o Dir::Etc::sourcelist="$work/sources.list" -o Dir::Etc::sourceparts="$work/etc/apt/sources.list.d"
  -o Dir::Etc::preferences=/dev/null -o Dir::Etc::preferencesparts="$work/etc/apt/preferences.d"
  -o Dir::State="$work/state" -o Dir::State::status="$work/status" -o Dir::Cache="$work/cache"
  -o Dir::Cache::archives="$work/archives/" -o APT::Default-Release= -o APT::Install-Recommends=false
  -o APT::Install-Suggests=false -o Acquire::Languages=none -o APT::Sandbox::User=root -o Acquire::Retries=3
  -o Acquire::AllowInsecureRepositories=false -o Acquire::AllowWeakRepositories=false
  -o Acquire::AllowDowngradeToInsecureRepositories=false -o APT::Get::AllowUnauthenticated=false
  -o Acquire::Check-Valid-Until=true -o APT::Update::Error-Mode=any
)
echo "phase index"
apt-get "\${options[@]}" -qq update >&2 || fail 4 "apt could not read or verify the archive of $release"
`;

const gather = `if [ -d "$OUT/have" ]; then
  apt-get "\${options[@]}" -qq -y -o Acquire::ForceHash=SHA256 --print-uris install "\${packages[@]}" >"$work/uris" || fail 5 "apt could not find the packages"
  while read -r _ file _ sum; do
    if [ -f "$OUT/have/\${sum#SHA256:}" ]; then mv "$OUT/have/\${sum#SHA256:}" "$work/archives/$file"; fi
  done <"$work/uris"
  rm -rf "$OUT/have"
  echo "reused $(find "$work/archives" -name '*.deb' | wc -l)"
fi
echo "phase download"
apt-get "\${options[@]}" -qq -y --download-only -o APT::Status-Fd=3 install "\${packages[@]}" 3>&1 >&2 ||
  fail 5 "apt could not download the packages"
echo "phase describe"
for file in "$work"/archives/*.deb; do
  name=$(dpkg-deb -f "$file" Package)
  version=$(dpkg-deb -f "$file" Version)
  architecture=$(dpkg-deb -f "$file" Architecture)
  # As in Debian's own pool the file name leaves out the epoch, whose colon would have to be escaped in URIs.
  mv "$file" "$OUT/pool/\${name}_\${version#*:}_\${architecture}.deb"
done
cd "$OUT"
for file in pool/*.deb; do
  dpkg-deb -f "$file"
  echo "Filename: $file"
  echo "Size: $(stat -c %s "$file")"
  echo "SHA256: $(sha256sum "$file" | cut -d' ' -f1)"
  echo
done >Packages
# Machine-readable copyright files name each licence; others are free text.
for file in pool/*.deb; do
  name=$(dpkg-deb -f "$file" Package)
  { printf '%s' "$name"
    dpkg-deb --fsys-tarfile "$file" | tar -xO --wildcards "./usr/share/doc/$name/copyright" 2>/dev/null |
      sed -n 's/^License: *\\([A-Za-z0-9][A-Za-z0-9.+ -]*\\).*/\\1/p' | sed 's/ *$//' | sort -u | head -n 40 | tr '\\n' '\\t' | sed 's/^./\\t&/' || true
    echo
  }
done >licences.tsv
dpkg --print-architecture >architecture
for file in "$work"/state/lists/*_InRelease; do
  field() { sed -n "s/^$1: //p" "$file" | head -n 1; }
  printf '%s\\t%s\\t%s\\t%s\\n' "$(field Suite)" "$(field Codename)" "$(field Date)" "$(sha256sum "$file" | cut -d' ' -f1)"
done | sort >sources.tsv
`;
