import { packageOf } from '../../../plan/knownLibraries.ts';
import { majorPlaceholder } from '../../../plan/postgresOf.ts';
import { listOf, say } from '../../../wording/phrase.ts';
import { type ImportDraft, set } from '../importDraft.ts';
import type { Subject } from '../subject.ts';

/** What Pigsty calls some extensions (package_map of its role node_id, version 4), and what PostgreSQL calls them. */
const aliases: Readonly<Record<string, string>> = {
  pg_http: 'http',
  pg_prefix: 'prefix',
  pg_roaringbitmap: 'roaringbitmap',
  pg_semver: 'semver',
  pgsphere: 'pg_sphere',
  pgunit: 'unit',
  pgvector: 'vector',
  pldebugger: 'pldbgapi',
};

/** A package of Debian or of the PostgreSQL project for one major version, by its own name. */
const ownName = /^postgresql-(?:(?:\{version\}|\d+)-[a-z0-9][a-z0-9+.-]*|pl(?:perl|python3|tcl)-(?:\{version\}|\d+))$/;

/**
 * Reads the extensions of a cluster, `pg_extensions`, into the packages of the plan, which all clusters have alike. An entry holds one name or several: those of
 * packages, and Pigsty's own, of which the ones for whole groups of extensions mean packages that only its repository has.
 */
export function readExtensions(draft: ImportDraft, subject: Subject): void {
  const target = ['postgres', 'packages'];
  for (const item of subject.read('pg_extensions')?.items() ?? []) {
    if (!item.readable(target)) continue;
    if (typeof item.value !== 'string') {
      item.ignored(say`is not text`);
      continue;
    }
    const words = item.value.split(/[\s,]+/).filter((word) => word !== '');
    const packages = [...new Set(words.flatMap((word) => packageNamed(word) ?? []))];
    const unknown = words.filter((word) => packageNamed(word) === undefined);
    if (packages.length > 0) {
      const before = draft.settings.postgres?.packages;
      set(draft, 'postgres', 'packages', [...new Set([...(Array.isArray(before) ? before : []), ...packages])]);
    }
    const rest = listOf(
      unknown.map((word) => word.slice(0, 60)),
      'comma',
    );
    if (unknown.length === 0) item.understood(target, say`read as ${listOf(packages, 'comma')}`);
    else if (packages.length === 0)
      item.ignored(say`this import knows no package of Debian for it: name the one that has it in postgres.packages`);
    else
      item.defaulted(
        say`read as ${listOf(packages, 'comma')}; this import knows no package of Debian for ${rest}: name those that have it in postgres.packages`,
        target,
      );
  }
}

function packageNamed(word: string): string | undefined {
  const name = word.replace(/\$v(?![a-z])|\$\{pg_version\}/, majorPlaceholder);
  if (ownName.test(name)) return name;
  return packageOf(Object.hasOwn(aliases, name) ? (aliases[name] ?? name) : name, majorPlaceholder);
}
