import { type Fact, Unreadable } from './fact.ts';
import { stateDirectory } from './hostState.ts';

/** Who works on a host, as its lock says. What the file does not tell is `unknown`. */
export interface LockOwner {
  /** The run that took it: two runs of one process are two owners. */
  readonly run: string;
  readonly project: string;
  /** `user@machine` of the person's own computer. */
  readonly operator: string;
  /** Process on that computer, with its start time where the system tells it, since numbers are used again. */
  readonly process: string;
  /** Identity of that computer, which clones of it may share. */
  readonly machine: string;
  /** Identity of the boot of that computer. */
  readonly boot: string;
  /** The space in which the process has its number: containers of one computer have spaces of their own. */
  readonly space: string;
  readonly since: string;
  /** What is being done, such as `deploy`. */
  readonly why: string;
}

export interface HostLock {
  /** undefined: nobody can be read from it, so nobody can ever give it back. */
  readonly owner: LockOwner | undefined;
  /**
   * Since the owner last showed that it is there, by the host's own clock. A moment in the future counts by its distance: the clock was
   * set back, and an owner that is there shows itself again within seconds.
   */
  readonly silentSeconds: number;
}

/** Where the lock of a host is. */
export const lockPath = `${stateDirectory}/lock`;

/** Reads the lock of a host; undefined when nobody has it. */
export const hostLock: Fact<HostLock | undefined> = {
  id: 'lock',
  command: `[ -e ${lockPath} ] || [ -L ${lockPath} ] || exit 0
printf -v now '%(%s)T' -1
printf 'silent %s\\n' $(( now - $(stat -c %Y -- ${lockPath}) ))
[ ! -f ${lockPath} ] || while IFS= read -r line || [ -n "$line" ]; do printf 'lock %s\\n' "$line"; done <${lockPath}
true`,
  parse(output) {
    const lines = output.split('\n');
    const silent = lines.find((line) => /^silent -?\d{1,15}$/.test(line));
    if (silent === undefined && output.trim() !== '') throw new Unreadable(output.trim());
    if (silent === undefined) return undefined;
    const fields = new Map(
      lines.flatMap((line): [string, string][] => {
        const [, name, value] = /^lock ([a-z]+)=(.*)$/.exec(line) ?? [];
        return name === undefined || value === undefined ? [] : [[name, value]];
      }),
    );
    return { owner: ownerOf(fields), silentSeconds: Math.abs(Number(silent.slice('silent '.length))) };
  },
};

function ownerOf(fields: ReadonlyMap<string, string>): LockOwner | undefined {
  const process = fields.get('process');
  const operator = fields.get('operator');
  if (process === undefined || operator === undefined) return undefined;
  const field = (name: string) => fields.get(name) ?? 'unknown';
  return {
    run: field('run'),
    project: field('project'),
    operator,
    process,
    machine: field('machine'),
    boot: field('boot'),
    space: field('space'),
    since: field('since'),
    why: field('why'),
  };
}
