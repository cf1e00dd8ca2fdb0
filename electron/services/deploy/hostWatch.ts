import { factQuestions } from '../../../core/deployment/factQuestions.ts';
import type { FactQuestions, HostFacts } from '../../../core/facts/deploymentFacts.ts';
import type { LockOwner } from '../../../core/facts/hostState.ts';
import { printablePhrase } from '../../../core/operations/printable.ts';
import type { Plan } from '../../../core/plan/plan.ts';
import { releases } from '../../../core/plan/schema.ts';
import { Problem } from '../../../core/problem.ts';
import type { Templates } from '../../../core/render/renderedFile.ts';
import { renderHost } from '../../../core/render/renderHost.ts';
import { resolveTiming } from '../../../core/timing/resolveTiming.ts';
import { say } from '../../../core/wording/phrase.ts';
import type { HostPool } from '../ssh/hostPool.ts';
import type { SshTarget } from '../ssh/sshTarget.ts';
import { gatherHosts } from './gatherHosts.ts';
import { isStale, lockScript, sameOwner, thisRun, unlockScript } from './hostLock.ts';

export interface WatchOptions {
  readonly plan: Plan;
  readonly templates: Templates;
  readonly pool: HostPool;
  readonly targets: ReadonlyMap<string, SshTarget>;
  readonly dryRun?: boolean;
  readonly takeLock?: boolean;
}

/** The hosts of one run: their lock, from the first look to the end, and what they say each time they are looked at. */
export class HostWatch {
  readonly #options: WatchOptions;
  readonly #questions: ReadonlyMap<string, FactQuestions>;
  readonly #targets: readonly SshTarget[];
  readonly #before: ReadonlyMap<string, number>;
  readonly #run: LockOwner;
  #locked = false;

  constructor(options: WatchOptions, project: string, why: string) {
    this.#options = options;
    const { plan, targets } = options;
    this.#run = thisRun(project, why);
    this.#targets = plan.hosts.map((host) => {
      const target = targets.get(host.name);
      if (target === undefined) throw new Error(`there is no way to reach ${host.name}`);
      return target;
    });
    this.#questions = new Map(
      plan.hosts.map((host) => [host.name, factQuestions(plan, host, possibleFiles(options, host.name))]),
    );
    this.#before = new Map(this.#targets.map((target) => [target.name, options.pool.roundTrips(target)]));
  }

  /** `user@machine`, for audit logs. */
  get operator(): string {
    return this.#run.operator;
  }

  /**
   * Takes the lock of every host and reads the facts under it, in one round trip. A dry run takes none.
   * @throws SshError when a host cannot be reached; Problem `locked` (no) when somebody else works on one
   */
  async begin(): Promise<ReadonlyMap<string, HostFacts>> {
    if (this.#options.dryRun === true) return this.look();
    this.#locked = true;
    const facts = await this.#gather(() => lockScript(this.#run));
    const held = [...facts].flatMap(([host, { state }]) =>
      state.lock !== undefined && sameOwner(state.lock, this.#run) ? [] : [{ host, lock: state.lock }],
    );
    if (held.length === 0) return facts;
    const stubborn = held.find(
      ({ lock }) => lock === undefined || !(this.#options.takeLock === true || isStale(lock, this.#run)),
    );
    if (stubborn !== undefined) throw lockedProblem(stubborn.host, stubborn.lock);
    const locks = new Map(held.map(({ host, lock }) => [host, lock]));
    const again = await this.#gather((host) => lockScript(this.#run, locks.get(host)));
    const lost = [...again].find(([, { state }]) => state.lock === undefined || !sameOwner(state.lock, this.#run));
    if (lost !== undefined) throw lockedProblem(lost[0], lost[1].state.lock);
    return again;
  }

  /** Reads the facts of all hosts again. */
  look(): Promise<ReadonlyMap<string, HostFacts>> {
    return this.#gather(() => '');
  }

  /** Gives the locks back. A host that is gone keeps its lock: the next run knows that its owner is gone. */
  async end(): Promise<void> {
    if (!this.#locked) return;
    this.#locked = false;
    await this.#options.pool.all(this.#targets, (session) =>
      session.run(unlockScript(this.#run), { timeoutSeconds: 20 }),
    );
  }

  roundTrips(): { readonly roundTrips: number; readonly roundTripsPerHost: number } {
    const each = this.#targets.map(
      (target) => this.#options.pool.roundTrips(target) - (this.#before.get(target.name) ?? 0),
    );
    return { roundTrips: each.reduce((sum, one) => sum + one, 0), roundTripsPerHost: Math.max(0, ...each) };
  }

  async #gather(before: (host: string) => string): Promise<ReadonlyMap<string, HostFacts>> {
    const outcomes = await gatherHosts(this.#options.pool, this.#targets, this.#questions, before);
    const facts = new Map<string, HostFacts>();
    for (const outcome of outcomes) {
      if (!outcome.ok) throw outcome.error;
      facts.set(outcome.host, outcome.value);
    }
    return facts;
  }
}

function lockedProblem(host: string, lock: LockOwner | undefined): Problem {
  if (lock === undefined) {
    return new Problem(
      'lock-failed',
      'no',
      say`${host}: the lock could not be taken in /var/lib/quorate. Check its free disk space and that scripts run as root.`,
    );
  }
  const { operator, since, why, process } = lock;
  return new Problem(
    'locked',
    'no',
    printablePhrase(
      say`${host}: ${operator} is at work on it since ${since} (process ${process}, ${why}). Wait for that run to end; if it is gone for good, run again with --take-lock.`,
      300,
    ),
    { details: { host, lock } },
  );
}

/** The files that a host could have, whatever release it runs: their paths are what matters. */
function possibleFiles({ plan, templates }: WatchOptions, host: string) {
  const timing = resolveTiming(plan);
  const files = releases.flatMap((release) =>
    renderHost(plan, host, { environment: { release, cores: 2, memoryBytes: 2 ** 31 }, timing, templates }),
  );
  return [...new Map(files.map((file) => [file.path, file])).values()];
}
