import type { LockOwner } from '../../../core/facts/hostLock.ts';
import type { SshTarget } from '../ssh/sshTarget.ts';
import type { Gather, LockedFacts } from './hostLocks.ts';
import type { Journal } from './journal.ts';
import { ownLine } from './lockScripts.ts';
import type { ProcedureEvent } from './procedureEvent.ts';
import { unreachableHosts } from './unreachableHosts.ts';

export interface DoorOptions<F extends LockedFacts> {
  readonly owner: LockOwner;
  readonly journal: Journal;
  readonly gather: Gather<F>;
  /** The hosts of the run, and what those of them say that could be reached: these are locked. */
  readonly targets: readonly SshTarget[];
  readonly facts: ReadonlyMap<string, F>;
  /** What a host that cannot be reached any more means: an error, or going on without it. */
  readonly unreachable: 'refuse' | 'leave-out';
  readonly mayBeMissing?: ReadonlySet<string> | undefined;
  readonly onEvent: (event: ProcedureEvent) => void;
}

/** What a procedure has of its hosts while it holds their locks. */
export class Door<F extends LockedFacts = LockedFacts> {
  readonly #options: DoorOptions<F>;
  /** What the hosts said when they were locked. */
  readonly facts: ReadonlyMap<string, F>;
  readonly journal: Journal;
  readonly run: string;
  readonly projectId: string;
  /** `user@machine`, for audit logs. */
  readonly operator: string;
  /** A line of the lock of each host: scripts that change a host demand it. */
  readonly lockLine: string;
  #reached: ReadonlySet<string>;

  constructor(options: DoorOptions<F>) {
    this.#options = options;
    this.facts = options.facts;
    this.journal = options.journal;
    this.run = options.owner.run;
    this.projectId = options.owner.project;
    this.operator = options.owner.operator;
    this.lockLine = ownLine(options.owner);
    this.#reached = new Set(options.facts.keys());
  }

  /** Tells what happens: to who follows the run, and to its log. */
  tell(event: ProcedureEvent): void {
    this.#options.onEvent(event);
  }

  /** Hosts that answer. Those that once did not are treated as dark until the end of the run: asking them again would cost the time of an outage. */
  get reached(): ReadonlySet<string> {
    return this.#reached;
  }

  /** Reads the facts of all locked hosts that answer. @throws SshError for those that cannot be reached any more, where the run cannot do without */
  async look(): Promise<ReadonlyMap<string, F>> {
    const targets = this.#options.targets.filter(({ name }) => this.#reached.has(name));
    const outcomes = await this.#options.gather(targets, () => '');
    const lost = outcomes.flatMap((one) => (one.ok ? [] : [one.error]));
    const { unreachable, mayBeMissing } = this.#options;
    const needed = lost.filter(({ host }) => mayBeMissing?.has(host) !== true);
    if (needed.length > 0 && unreachable === 'refuse') throw unreachableHosts(needed);
    const facts = new Map(outcomes.flatMap((one): [string, F][] => (one.ok ? [[one.host, one.value]] : [])));
    this.#reached = new Set(facts.keys());
    return facts;
  }
}
