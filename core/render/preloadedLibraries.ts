/** Counts statements, their times and their reads: the first thing that is asked for when a database is slow. Its package is the server's own. */
export const statementCounter = 'pg_stat_statements';

/** What must be loaded before everything else, and refuses to start otherwise (citus, shared_library_init.c). */
const loadsFirst = /^\s*["']?citus["']?\s*(?:,|$)/;

/**
 * `shared_preload_libraries` with the counter of statements beside what is wanted: libraries that build upon it (pg_stat_kcache, pg_stat_monitor)
 * want it before themselves. An empty value means none at all.
 * @param wanted as the plan or a running cluster has it; undefined when it says nothing
 */
export function preloadedLibraries(wanted: unknown): string {
  const text = String(wanted ?? statementCounter);
  const names = libraryNames(text);
  if (names.length === 0 || names.includes(statementCounter)) return text;
  if (!loadsFirst.test(text)) return `${statementCounter}, ${text.trim()}`;
  const [first = '', ...others] = text.split(',');
  return [first, ` ${statementCounter}`, ...others].join(',');
}

/** The names in such a list, without quotes. */
export function libraryNames(text: string): readonly string[] {
  return text
    .split(',')
    .map((name) => name.trim().replace(/^(["'])(.*)\1$/, '$2'))
    .filter((name) => name !== '');
}
