import { setTimeout as sleep } from 'node:timers/promises';
import type { Deployed } from '../../../core/health/deployed.ts';
import { type LeaderChange, lookAtLeaders, noLeaderHistory } from '../../../core/health/leaderChanges.ts';
import { assembleStatus, type HostStatus, type StatusDocument } from '../../../core/health/status.ts';
import type { Host, Plan } from '../../../core/plan/plan.ts';
import type { PlanHosts } from '../hosts/openHosts.ts';
import type { SecretStore } from '../secrets/secretStore.ts';
import type { HostSession } from '../ssh/hostSession.ts';
import { askHost, operatorTls } from '../status/readStatus.ts';

export interface Watched {
  readonly plan: Plan;
  readonly hosts: PlanHosts;
  readonly secrets: SecretStore;
  /** What the project has deployed so far. */
  readonly deployed: () => Promise<Deployed>;
}

/** How far each member was behind at one moment: bytes by member name; null where it is not known. */
export interface LagSample {
  readonly at: number;
  readonly lagBytes: Readonly<Record<string, number | null>>;
}

/** What a monitor tells: the state now, and what it has seen so far. */
export interface MonitorNews {
  /** Milliseconds since the epoch. */
  readonly at: number;
  readonly status: StatusDocument;
  /** What the project has deployed so far, by its journal. A cluster that somebody else made counts once it was seen to run. */
  readonly deployed: Deployed;
  /** Hosts that were asked and have not answered yet since the monitor began. */
  readonly waitingFor: readonly string[];
  /** Since when silent hosts are silent. */
  readonly silentSince: Readonly<Record<string, number>>;
  readonly changes: readonly LeaderChange[];
  /** In the first news of a reader everything that is remembered, later what is new. */
  readonly samples: readonly LagSample[];
}

const askEveryMilliseconds = 1000;
/** A host that takes longer than this is silent. */
const patienceMilliseconds = 3000;
/** News come at least this often, so that a chart goes on. */
const tellEveryMilliseconds = 2000;
const mostSamples = 900;

/** Asks every host of a plan again and again, each on its own: a silent one delays nobody. */
export class ClusterMonitor {
  readonly #watched: Watched;
  readonly #answers = new Map<string, HostStatus>();
  readonly #silentSince = new Map<string, number>();
  readonly #stop = new AbortController();
  readonly #loops: Promise<unknown>;
  #history = noLeaderHistory;
  #samples: LagSample[] = [];
  #wake: (() => void)[] = [];
  #version = 0;
  #told = '';
  #toldAt = 0;

  constructor(watched: Watched) {
    this.#watched = watched;
    this.#loops = Promise.all(watched.plan.hosts.map((host) => this.#watch(host)));
  }

  /** News until the signal or the monitor's end; the first as soon as any host has answered or is silent. */
  async *news(signal: AbortSignal | undefined): AsyncGenerator<MonitorNews> {
    let seen = 0;
    let sampledAt = 0;
    while (signal?.aborted !== true && !this.#stop.signal.aborted) {
      if (seen === this.#version) {
        await this.#change(signal);
        continue;
      }
      const deployed = await this.#watched.deployed();
      seen = this.#version;
      const samples = this.#samples.filter((sample) => sample.at > sampledAt);
      sampledAt = samples.at(-1)?.at ?? sampledAt;
      yield {
        at: Date.now(),
        status: this.#status(),
        deployed: deployed === 'never' && this.#history.memory.size > 0 ? 'deployed' : deployed,
        waitingFor: this.#watched.plan.hosts.flatMap(({ name }) => (this.#answers.has(name) ? [] : [name])),
        silentSince: Object.fromEntries(this.#silentSince),
        changes: this.#history.changes,
        samples,
      };
    }
  }

  async end(): Promise<void> {
    this.#stop.abort();
    this.#notify();
    await this.#watched.hosts.pool.close();
    await Promise.race([this.#loops, sleep(2 * patienceMilliseconds, undefined, { ref: false })]);
    // A connection that was being made meanwhile.
    await this.#watched.hosts.pool.close();
  }

  #status(): StatusDocument {
    const { plan } = this.#watched;
    return assembleStatus(
      plan,
      plan.hosts.map(({ name }) => this.#answers.get(name) ?? { host: name }),
    );
  }

  async #watch(host: Host): Promise<void> {
    while (!this.#stop.signal.aborted) {
      const began = performance.now();
      await this.#ask(host);
      const rest = askEveryMilliseconds - (performance.now() - began);
      await sleep(Math.max(100, rest), undefined, { signal: this.#stop.signal }).catch(() => undefined);
    }
  }

  /** One question. It returns when the host has answered, or when its connection was ended after a silence. */
  async #ask(host: Host): Promise<void> {
    const { plan, hosts, secrets } = this.#watched;
    const tls = plan.security.tls ? operatorTls(secrets) : undefined;
    let session: HostSession | undefined;
    const asking = (async () => {
      session = await hosts.pool.session(hosts.target(host.name));
      return askHost(plan, host, session, tls, secrets);
    })();
    const late = new Promise<undefined>((resolve) => {
      const timer = setTimeout(resolve, patienceMilliseconds, undefined);
      const clear = () => clearTimeout(timer);
      asking.then(clear, clear);
    });
    try {
      const answer = await Promise.race([asking, late]);
      if (answer !== undefined) {
        this.#silentSince.delete(host.name);
        this.#take(answer);
        return;
      }
      this.#silent(host, `${host.name} (${host.address}) has not answered for ${patienceMilliseconds / 1000} s.`);
      // Its answers would come too late: the next question goes over a new connection. What was asked over the old one may never settle.
      asking.catch(() => undefined);
      await session?.close();
    } catch (error) {
      if (!this.#stop.signal.aborted) this.#silent(host, error instanceof Error ? error.message : String(error));
    }
  }

  #silent(host: Host, reason: string): void {
    if (!this.#silentSince.has(host.name)) this.#silentSince.set(host.name, Date.now());
    this.#take({ host: host.name, unreachable: reason });
  }

  #take(answer: HostStatus): void {
    this.#answers.set(answer.host, answer);
    const at = Date.now();
    const status = this.#status();
    this.#history = lookAtLeaders(this.#history, status, at);
    const text = JSON.stringify(status);
    if (text === this.#told && at - this.#toldAt < tellEveryMilliseconds) return;
    if (at - (this.#samples.at(-1)?.at ?? 0) >= askEveryMilliseconds) this.#sample(status, at);
    this.#told = text;
    this.#toldAt = at;
    this.#version += 1;
    this.#notify();
  }

  #sample(status: StatusDocument, at: number): void {
    const silent = new Set(status.unreachable.map(({ host }) => host));
    const members = status.clusters.flatMap((cluster) => cluster.members);
    const lag = members.map((member) => [member.name, silent.has(member.host) ? null : member.lagBytes] as const);
    this.#samples = [...this.#samples, { at, lagBytes: Object.fromEntries(lag) }].slice(-mostSamples);
  }

  #change(signal: AbortSignal | undefined): Promise<void> {
    return new Promise((resolve) => {
      const done = () => {
        signal?.removeEventListener('abort', done);
        resolve();
      };
      this.#wake.push(done);
      signal?.addEventListener('abort', done, { once: true });
    });
  }

  #notify(): void {
    const wake = this.#wake;
    this.#wake = [];
    for (const one of wake) one();
  }
}
