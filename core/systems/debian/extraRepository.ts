import { shellQuote } from '../../shell/shellQuote.ts';

export interface ExtraRepository {
  /** `URI SUITE COMPONENT...` */
  readonly line: string;
  /** Its signing key; `beside`: a person puts it beside the script; undefined: the host knows it already. */
  readonly key: RepositoryKey | 'beside' | undefined;
  /** Packages that it may bring although the distribution has its own. */
  readonly replace: readonly string[];
}

/** An OpenPGP public key in one of the two forms that apt reads (apt-secure): text, or binary in base64 here. */
export interface RepositoryKey {
  readonly base64: string;
  readonly armored: boolean;
}

/** Where the files of the extra repository lie. apt tells the form of a key by its ending. */
export interface RepositoryPaths {
  readonly list: string;
  readonly pin: string;
  readonly keys: { readonly armored: string; readonly binary: string };
}

/**
 * Where an extra repository is written.
 * @param root before the paths: empty on the host itself, a shell expression such as `"$work"` where nothing of the host may change
 */
export function extraRepositoryPaths(root: string): RepositoryPaths {
  return {
    list: `${root}/etc/apt/sources.list.d/quorate.list`,
    pin: `${root}/etc/apt/preferences.d/quorate.pref`,
    keys: { armored: `${root}/etc/apt/keyrings/quorate.asc`, binary: `${root}/etc/apt/keyrings/quorate.gpg` },
  };
}

/**
 * Bash that writes the sources file and puts the key in its place.
 * @throws RangeError when the repository's line or its key could be anything else in a sources file
 */
export function writeRepository({ line, key }: ExtraRepository, { list, keys }: RepositoryPaths): string {
  checkLine(line);
  const { armored, binary } = keys;
  if (key === undefined) return `echo ${shellQuote(`deb ${line}`)} >${list}\n`;
  const others = `rm -f -- ${armored} ${binary}\nmkdir -p -m 0755 "$(dirname ${armored})"\n`;
  if (key === 'beside')
    return `repository_key=
for file in "$HERE/repository-key.asc" "$HERE/repository-key.gpg"; do
  [ ! -f "$file" ] || repository_key=$file
done
[ -n "$repository_key" ] || { echo "the signing key of the extra repository is missing: put it beside install.sh, as repository-key.asc (text) or repository-key.gpg (binary)"; exit 1; }
${others}keyring=/etc/apt/keyrings/quorate.\${repository_key##*.}
cp -- "$repository_key" "$keyring"
echo "deb [signed-by=$keyring] "${shellQuote(line)} >${list}
`;
  if (!/^[A-Za-z0-9+/]+=*$/.test(key.base64)) throw new RangeError('the signing key is not in base64');
  const keyring = key.armored ? armored : binary;
  return `${others}echo ${key.base64} | base64 -d >${keyring}
echo "deb [signed-by=${keyring}] "${shellQuote(line)} >${list}
`;
}

function checkLine(line: string): void {
  if (!/^https?:\/\/[^\s[\]]+( [\w./-]+)+$/.test(line))
    throw new RangeError(`${JSON.stringify(line)} is not "URI SUITE COMPONENT..." of an apt repository`);
}

/** What belongs to PostgreSQL itself: its servers and extensions, what all majors share, and the client library. */
const postgresGlobs = ['postgresql*', 'libpq*', 'libecpg*', 'libpgtypes*'];

/**
 * Bash functions; `extra_pin`, after apt's update, writes which packages the extra repository may bring. The PostgreSQL project's own holds
 * newer releases of much that the distribution has too (Patroni, PgBouncer, HAProxy), and apt takes the newest.
 * Here PostgreSQL and what the plan names compete by version; anything else comes from there only when the
 * distribution has none (apt_preferences(5): 500 is the priority of any source, 100 that of installed packages).
 */
export function pinFunction({ line, replace }: ExtraRepository, { list, pin }: RepositoryPaths): string {
  checkLine(line);
  const names = replace.filter((name) => /^[a-z0-9][a-z0-9+.-]+$/.test(name));
  if (names.length < replace.length)
    throw new RangeError('packages.replace holds something that is no name of a package');
  return `extra_sources() {
  # One line per source: whose it is, how its signed release file can be told from others, and its host.
  apt-get "\${options[@]}" indextargets --format $'$(SOURCESENTRY)\\t$(ORIGIN)\\t$(LABEL)\\t$(SUITE)\\t$(CODENAME)\\t$(SITE)' 'Created-By: Packages' |
    awk -F '\\t' -v list=${list} '{
      split("o l a n", key, " "); words = ""
      for (i = 1; i <= 4; i++) if ($(i + 1) != "" && $(i + 1) !~ /[,*?[]/) words = words "," key[i] "=" $(i + 1)
      site = $6; sub("^[^:]*://", "", site); sub("/.*", "", site); sub("^.*@", "", site); sub(":[0-9]*$", "", site)
      print (index($1, list ":") == 1 ? "own" : "other") "\\t" substr(words, 2) "\\t" site
    }' | sort -u
}
extra_pin() {
  local sources words site
  sources=$(extra_sources)
  words=$(awk -F '\\t' '$1 == "own" { print $2; exit }' <<<"$sources")
  site=$(awk -F '\\t' '$1 == "own" { print $3; exit }' <<<"$sources")
  if [ -n "$words" ] && ! cut -f 1,2 <<<"$sources" | grep -qxF -- "other"$'\\t'"$words"; then words="release $words"
  elif [ -n "$site" ] && ! cut -f 1,3 <<<"$sources" | grep -qxF -- "other"$'\\t'"$site"; then words="origin \\"$site\\""
  else
    echo "the extra repository cannot be told from the other apt sources of the host: its release file names no origin of its own, and they lie on one server"
    return 1
  fi
  mkdir -p "$(dirname ${pin})"
  {
    printf '# written by quorate: what the extra repository of the plan may bring\\n'
    printf 'Package: *\\nPin: %s\\nPin-Priority: 400\\n' "$words"
    printf '\\nPackage: %s\\nPin: %s\\nPin-Priority: 500\\n' ${shellQuote([...postgresGlobs, ...names].join(' '))} "$words"
  } >${pin}
}
`;
}
