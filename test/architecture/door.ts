/** Machines that are no hosts of a plan, and the transport itself. */
const apart = ['electron/services/lab/', 'electron/services/bundle/', 'electron/services/ssh/'];

/** The door: what changes hosts does it from here, under their locks. */
const door = ['electron/services/procedures/'];

/** Files that run scripts of hosts which change nothing. */
const readers = [
  'electron/services/deploy/askOffers.ts',
  'electron/services/deploy/gatherHosts.ts',
  'electron/services/procedures/explainFailure.ts',
  'electron/services/deploy/leaveOut.ts',
  'electron/services/preflight/runPreflight.ts',
  'electron/services/preflight/probePairs.ts',
];

/** Calls that belong to few files, by what stands in the source. */
const calls: readonly { readonly pattern: RegExp; readonly allowed: readonly string[]; readonly what: string }[] = [
  {
    pattern: /(?:session|live|connection)\.run\(/i,
    allowed: [...door, ...readers],
    what: 'runs a script on a host',
  },
  { pattern: /\.putFile\(/, allowed: door, what: 'writes a file on a host' },
  {
    pattern: /\brunBatch\(/,
    allowed: door,
    what: 'runs operations on a host',
  },
  {
    pattern: /method: *['"](?:POST|PUT|PATCH|DELETE)/,
    allowed: [],
    what: 'posts to a service',
  },
];

/** The scripts that change something, where they are written down by name. */
const changingScript = /\b(?:fence|start|empty|editConfig|reinit|forget)Script\b/;
/** Words of a shell that change something. */
const changingWords =
  /systemctl [^\n]*\b(?:start|stop|restart|reload|enable|disable|mask|kill)\b|patronictl [^\n]*\b(?:edit-config|switchover|failover|reinit|restart|remove|pause)\b|etcdctl [^\n]*\b(?:put|del|member (?:add|remove|update))\b|\b(?:rm|mv|cp|install|mkdir|truncate|kill|pkill) -|\bapt-get\b|\bpg_ctl\b/;

/**
 * Finds files that change hosts past the door, without lock, journal and audit.
 * @param files source text by path from the project's root
 * @returns one sentence per breach
 */
export function findSideDoors(files: ReadonlyMap<string, string>): string[] {
  const found: string[] = [];
  for (const [path, source] of files) {
    if (!path.startsWith('electron/') || apart.some((folder) => path.startsWith(folder))) continue;
    for (const { pattern, allowed, what } of calls)
      if (pattern.test(source) && !allowed.some((one) => path.startsWith(one)))
        found.push(`${path} ${what} past the door (electron/services/procedures)`);
    if (readers.includes(path) && (changingScript.test(source) || changingWords.test(source)))
      found.push(`${path} may only read, and holds a script that changes something`);
    // Steps are made in core, and reach hosts as steps of a procedure alone.
    if (changingScript.test(source))
      found.push(`${path} uses a script that changes something: make it a step, in core`);
  }
  return found;
}
