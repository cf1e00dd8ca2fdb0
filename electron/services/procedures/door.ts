import { setTimeout as sleep } from 'node:timers/promises';
import type { LockOwner } from '../../../core/facts/hostLock.ts';
import { stateDirectory } from '../../../core/facts/hostState.ts';
import { plainOperation } from '../../../core/operations/hostOperations.ts';
import { Problem } from '../../../core/problem.ts';
import { printable } from '../../../core/shell/printable.ts';
import { shellQuote } from '../../../core/shell/shellQuote.ts';
import { type Phrase, say } from '../../../core/wording/phrase.ts';
import type { SecretStore } from '../secrets/secretStore.ts';
import type { HostPool } from '../ssh/hostPool.ts';
import { SshError } from '../ssh/sshError.ts';
import type { SshTarget } from '../ssh/sshTarget.ts';
import { type HttpAnswer, postHttp, type Question } from '../status/askHttp.ts';
import type { Gather, LockedFacts } from './hostLocks.ts';
import type { Journal } from './journal.ts';
import { lockLostSaid, ownLine } from './lockScripts.ts';
import { runBatch } from './runBatch.ts';
import type { RunLog } from './runLog.ts';
import type { ShownDeployEvent } from './shownEvent.ts';
import { unreachableHosts } from './unreachableHosts.ts';

export interface DoorOptions<F extends LockedFacts> {
  readonly owner: LockOwner;
  readonly journal: Journal;
  readonly log: RunLog;
  readonly secrets: SecretStore;
  readonly pool: HostPool;
  readonly gather: Gather<F>;
  /** The hosts of the run, and what those of them say that could be reached: these are locked. */
  readonly targets: readonly SshTarget[];
  readonly facts: ReadonlyMap<string, F>;
}

/** One change of one host, as journal and audit name it. */
export interface Change {
  readonly host: string;
  /** Such as `dr/fence`. */
  readonly id: string;
  readonly title: Phrase;
}

/** A state of the hosts that must hold before anything else is done, and how long it may take to come. */
export interface Gate<T> {
  readonly seconds: number;
  readonly everyMilliseconds: number;
  /** @returns what was waited for; undefined while it is not there */
  check(): Promise<T | undefined>;
  /** After the time is over: whether to go on waiting, such as for a copy that grows. */
  readonly goesOn?: () => boolean;
  problem(): Problem;
}

/** What a procedure has of its hosts while it holds their locks. Every change goes through here: into the journal, and into the audit log of the host. */
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
  readonly #locked: ReadonlySet<string>;

  constructor(options: DoorOptions<F>) {
    this.#options = options;
    this.facts = options.facts;
    this.journal = options.journal;
    this.run = options.owner.run;
    this.projectId = options.owner.project;
    this.operator = options.owner.operator;
    this.lockLine = ownLine(options.owner);
    this.#locked = new Set(options.facts.keys());
  }

  /** Whether the host was reached when the run began. Others are as good as dark for this run. */
  reaches(host: string): boolean {
    return this.#locked.has(host);
  }

  /** Puts something that happened into the log of the run. */
  tell(event: ShownDeployEvent): void {
    this.#options.log.write(event);
  }

  /** Makes what takes sentences about the run: they go into its log, and to who follows it. */
  sayingTo(onEvent: (said: Phrase) => void): (said: Phrase) => void {
    return (said) => {
      this.tell({ code: 'noted', host: undefined, said });
      onEvent(said);
    };
  }

  /** Reads the facts of all locked hosts again. @throws SshError for those that cannot be reached any more */
  async look(): Promise<ReadonlyMap<string, F>> {
    const targets = this.#options.targets.filter(({ name }) => this.#locked.has(name));
    const outcomes = await this.#options.gather(targets, () => '');
    const lost = outcomes.flatMap((one) => (one.ok ? [] : [one.error]));
    if (lost.length > 0) throw unreachableHosts(lost);
    return new Map(outcomes.flatMap((one): [string, F][] => (one.ok ? [[one.host, one.value]] : [])));
  }

  /**
   * Runs a script that changes a locked host.
   * @throws Problem `change-failed` (no) with the end of what it printed; SshError when the connection is lost: then nobody knows how far it came
   */
  async change(change: Change, script: string): Promise<void> {
    await this.#noted(change, async (session, id) => {
      let printed: string | undefined;
      const said = new Set<string>();
      const end = await runBatch(session, {
        operations: [plainOperation({ ...change, id, ...oneOff, apply: `set +euo pipefail\n${script}` })],
        operator: this.operator,
        lockLine: this.lockLine,
        fill: (content) => content,
        bundles: new Map(),
        onMessage: (message) => {
          said.add(message.kind);
          if (message.kind === 'failed') printed = Buffer.from(message.output, 'base64').toString('utf8');
        },
      });
      if (said.has('finished')) return;
      if (said.has('unlocked')) throw lockLost(change.host);
      throw changeFailed(change, this.#options.secrets.redact(printed ?? end.stderr), said.has('busy'));
    });
  }

  /** Sends a document to a service of a locked host, for what is changed in no other way. @throws as `change`, and Error when nothing answers */
  async post(change: Change, question: Question, document: unknown): Promise<HttpAnswer> {
    return this.#noted(change, async (session, id) => {
      const { code } = await session.run(auditScript(this, id, 'begins'), { timeoutSeconds: 20 });
      if (code !== 0) throw lockLost(change.host);
      const answer = await postHttp(session, question, document);
      const word = answer.status < 300 ? 'done' : `failed (status ${answer.status})`;
      await session.run(auditScript(this, id, word), { timeoutSeconds: 20 });
      return answer;
    });
  }

  /** Waits for a state that must hold before anything else is done. @throws the gate's problem when its time is over */
  async gate<T>({ seconds, everyMilliseconds, check, goesOn, problem }: Gate<T>): Promise<T> {
    const end = performance.now() + seconds * 1000;
    for (;;) {
      const found = await check();
      if (found !== undefined) return found;
      if (performance.now() > end && goesOn?.() !== true) throw problem();
      await sleep(everyMilliseconds);
    }
  }

  async #noted<T>(
    { host, id, title }: Change,
    work: (session: Awaited<ReturnType<HostPool['session']>>, id: string) => Promise<T>,
  ): Promise<T> {
    const target = this.#options.targets.find(({ name }) => name === host);
    if (target === undefined || !this.#locked.has(host)) throw new Error(`${host} is not locked by this run`);
    const step = `${host}/${id}`;
    await this.journal.write([{ event: 'begin', run: this.run, step, host }]);
    this.#options.log.write({ code: 'noted', host, said: say`${host}: ${title}` });
    const began = performance.now();
    const end = async (result: 'done' | 'failed' | 'unknown') => {
      const seconds = Math.round(performance.now() - began) / 1000;
      await this.journal.write([{ event: 'end', run: this.run, step, host, result, seconds }]);
    };
    try {
      const done = await work(await this.#options.pool.session(target), step);
      await end('done');
      return done;
    } catch (error) {
      await end(error instanceof SshError ? 'unknown' : 'failed');
      throw error;
    }
  }
}

const oneOff = { verify: 'true', undo: 'irreversible', weight: 1 } as const;

function changeFailed({ host, title }: Change, output: string, busy: boolean): Problem {
  const why = busy ? say`the script of an earlier run is still at work there` : printable(output.trim(), 1000);
  return new Problem(
    'change-failed',
    'no',
    say`${host}: "${title}" did not work: ${why}. Mend the cause, then run this again: what was done stays done.`,
    { details: { host } },
  );
}

function lockLost(host: string): Problem {
  return new Problem('lock-lost', 'no', lockLostSaid(host), { details: { host } });
}

/** Writes a line into the host's audit log. Ends with a status that is not 0 when the lock is another run's. */
function auditScript({ operator, lockLine }: Door, id: string, word: string): string {
  return `grep -qxF -- ${shellQuote(lockLine)} ${stateDirectory}/lock || exit 76
TZ=UTC printf '%(%Y-%m-%dT%H:%M:%SZ)T %s %s %s\\n' -1 ${[operator, id, word].map(shellQuote).join(' ')} >>${stateDirectory}/audit.log
true`;
}
