import { type ExtraRepository, extraRepositoryPaths, pinFunction, writeRepository } from './extraRepository.ts';
import { heldInTheWay } from './installHarm.ts';
import { packageWords } from './packageWords.ts';

/** A source that does not answer is given up: the other hosts' answers are waiting for it. */
const maxSecondsToRead = 120;

/**
 * Bash that asks apt on a host what an installation of these packages would find and do, for `parseOffers`. Nothing of the host changes: the
 * sources with the extra repository among them, the pins, lists and caches are copies in a directory of its own; the state of installed packages is the host's.
 * @param packages those that are to be installed, or upgraded
 */
export function offersScript(
  packages: readonly string[],
  extra?: ExtraRepository,
  purpose: 'install' | 'upgrade' = 'install',
): string {
  const paths = extraRepositoryPaths('"$work"');
  return `set -uo pipefail
export LC_ALL=C.UTF-8 DEBIAN_FRONTEND=noninteractive
umask 022
packages=(${packageWords(packages)})
work=$(mktemp -d) || exit 1
trap 'rm -rf -- "$work"' EXIT
mkdir -p "$work"/etc/apt/{sources.list.d,preferences.d,keyrings} "$work/archives/partial"
${copies}
${extra === undefined ? '' : writeRepository(extra, paths)}
if ! timeout ${maxSecondsToRead} apt-get "\${options[@]}" -qq -o APT::Update::Error-Mode=any update >"$work/said" 2>&1; then
  sed -n 's/^[EW]: /source-error\\t/p' "$work/said" | head -n 20
  grep -q '^[EW]: ' "$work/said" || printf 'source-error\\t%s\\n' 'apt-get update failed without a word, or took longer than ${maxSecondsToRead} s'
fi
${extra === undefined ? '' : `${pinFunction(extra, paths)}\nextra_pin >"$work/said" || sed 's/^/source-error\\t/' "$work/said"\n`}${questions(purpose)}`;
}

/**
 * Hooks that other programs have put behind apt's update are left out: they would write to the host's own caches.
 * Lists are copied, so that apt asks only for what has changed since the host's last update.
 */
const copies = `cp -a /etc/apt/sources.list "$work/etc/apt/sources.list" 2>/dev/null || : >"$work/etc/apt/sources.list"
cp -a /etc/apt/sources.list.d/. "$work/etc/apt/sources.list.d/" 2>/dev/null
cp -a /etc/apt/preferences "$work/etc/apt/preferences" 2>/dev/null
cp -a /etc/apt/preferences.d/. "$work/etc/apt/preferences.d/" 2>/dev/null
rm -f -- "$work"/etc/apt/sources.list.d/quorate.list "$work"/etc/apt/preferences.d/quorate.pref
cp -al /var/lib/apt/lists "$work/lists" 2>/dev/null || { rm -rf -- "$work/lists"; cp -a /var/lib/apt/lists "$work/lists"; }
rm -rf -- "$work/lists/lock" "$work/lists/partial" "$work/lists/auxfiles"
mkdir -p "$work/lists/partial"
cat >"$work/apt.conf" <<'END'
#clear APT::Update::Pre-Invoke;
#clear APT::Update::Post-Invoke;
#clear APT::Update::Post-Invoke-Success;
END
options=(
  -c "$work/apt.conf"
  -o Dir::Etc::sourcelist="$work/etc/apt/sources.list" -o Dir::Etc::sourceparts="$work/etc/apt/sources.list.d"
  -o Dir::Etc::preferences="$work/etc/apt/preferences" -o Dir::Etc::preferencesparts="$work/etc/apt/preferences.d"
  -o Dir::State::lists="$work/lists/" -o Dir::Cache::archives="$work/archives/" -o Dir::Cache::pkgcache= -o Dir::Cache::srcpkgcache=
  -o Acquire::Languages=none -o APT::Sandbox::User=root -o Acquire::Retries=1 -o Acquire::http::Timeout=20 -o Acquire::https::Timeout=20
  -o APT::Install-Recommends=false -o APT::Install-Suggests=false
)`;

/** An upgrade changes what this program holds; whether somebody else holds it is judged by the answer. */
const modes = { install: '--no-upgrade', upgrade: '--only-upgrade --allow-change-held-packages' };

const questions = (
  purpose: keyof typeof modes,
) => `apt-cache "\${options[@]}" policy "\${packages[@]}" $(apt-cache "\${options[@]}" pkgnames postgresql- | grep -E '^postgresql-[0-9]+$') |
  awk '/^[a-z0-9]/ { sub(":$", "", $1); name = $1 } /^  Candidate:/ && $2 != "(none)" { printf "candidate\\t%s\\t%s\\n", name, $2 }' | sort -u
if apt-get "\${options[@]}" -y -s --fix-broken ${modes[purpose]} install "\${packages[@]}" >"$work/said" 2>&1; then echo simulated; else
  sed -n 's/^E: /error\\t/p; s/^ \\([a-z0-9][^ ]* : .*\\)/unmet\\t\\1/p' "$work/said" | head -n 40
fi
sed -n 's/^Remv \\([^ ]*\\).*/removes\\t\\1/p; s/^Inst \\([^ ]*\\) \\(\\[[^]]*\\] \\)\\{0,1\\}(\\([^ ]*\\).*/installs\\t\\1\\t\\3/p' "$work/said"
for name in $(sed -n '/^The following packages will be DOWNGRADED/,/^[^ ]/{/^  /p}' "$work/said"); do printf 'lowers\\t%s\\n' "$name"; done
${heldInTheWay('"$work/said"')}
for name in $held; do printf 'held\\t%s\\n' "$name"; done
true
`;
