import { setTimeout as sleep } from 'node:timers/promises';
import { findAlerts } from '../../../core/health/alerts.ts';
import { warnBelowDays } from '../../../core/health/certificates.ts';
import type { Deployed } from '../../../core/health/deployed.ts';
import type { LeaderChange } from '../../../core/health/leaderChanges.ts';
import type { LeftOutHost } from '../../../core/health/leftOut.ts';
import { type LivenessState, livenessState } from '../../../core/health/liveness.ts';
import type { ReturnedHost } from '../../../core/health/returned.ts';
import type { ProbedService } from '../../../core/health/serviceProbe.ts';
import { assembleStatus, withReturned } from '../../../core/health/status.ts';
import type { StatusDocument } from '../../../core/health/statusDocument.ts';
import { verdictOf } from '../../../core/health/verdict.ts';
import { type Host, memberOn, type Plan } from '../../../core/plan/plan.ts';
import type { PlanHosts } from '../hosts/openHosts.ts';
import { probeServices } from '../probe/probeServices.ts';
import type { SecretStore } from '../secrets/secretStore.ts';
import type { HostSession } from '../ssh/hostSession.ts';
import { troubleOnTheWay } from '../ssh/troubleOf.ts';
import { askCertificates } from '../status/askCertificates.ts';
import { askHolds } from '../status/askHolds.ts';
import { askReturned } from '../status/askReturned.ts';
import { askServices } from '../status/askServices.ts';
import { patroniOf } from '../status/patroniOf.ts';
import { askHost, operatorTls } from '../status/readStatus.ts';
import { SeldomWatch } from '../status/seldomWatch.ts';
import { HealthRecord } from './healthRecord.ts';
import { type AskedHost, askEveryMilliseconds, HostWatch, patienceMilliseconds } from './hostWatch.ts';
import { LeaderLog } from './leaderLog.ts';
import { LeaderRecord } from './leaderRecord.ts';

export interface Watched {
  readonly plan: Plan;
  readonly hosts: PlanHosts;
  readonly secrets: SecretStore;
  /** The project's folder, which keeps the changes of the leaders. */
  readonly directory: string;
  /** What the project has deployed so far. */
  readonly deployed: () => Promise<Deployed>;
  /** Hosts that were left out of what was done to the others. */
  readonly leftOut: () => Promise<readonly LeftOutHost[]>;
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
  /** Hosts whose state is that of their last answer, because they take long with the next one. */
  readonly late: readonly string[];
  /** When each host answered last, or was asked first if it never did; milliseconds since the epoch. */
  readonly heardAt: Readonly<Record<string, number>>;
  readonly changes: readonly LeaderChange[];
  /** Why the changes could not be kept in the project's folder. */
  readonly changesNotKept: string | undefined;
  /** In the first news of a reader everything that is remembered, later what is new. */
  readonly samples: readonly LagSample[];
}

/** News come at least this often, so that a chart goes on. */
const tellEveryMilliseconds = 2000;
const maxSamples = 900;
/** Trying the services writes rows, few and small ones. */
const probeEveryMilliseconds = 30_000;
const probeAgainMilliseconds = 5000;
const returnedEveryMilliseconds = 60_000;
/** Services that tell nothing by themselves: a question to each costs a whole page of metrics. */
const servicesEveryMilliseconds = 60_000;

/** Asks every host of a plan again and again, each on its own: a silent one delays nobody. */
export class ClusterMonitor {
  readonly #watched: Watched;
  readonly #leaders: LeaderRecord;
  readonly #health: HealthRecord;
  readonly #hosts: ReadonlyMap<string, HostWatch>;
  readonly #stop = new AbortController();
  readonly #loops: Promise<unknown>;
  #probed: readonly ProbedService[] | undefined;
  #returned: readonly ReturnedHost[] = [];
  #samples: LagSample[] = [];
  #wake: (() => void)[] = [];
  #version = 0;
  #told = '';
  #toldAt = 0;

  constructor(watched: Watched) {
    this.#watched = watched;
    this.#leaders = new LeaderRecord(new LeaderLog(watched.directory), () => this.#changed());
    this.#health = new HealthRecord(watched.directory);
    this.#hosts = new Map(watched.plan.hosts.map((host) => [host.name, this.#watch(host)]));
    this.#loops = Promise.all([
      ...[...this.#hosts.values()].map((host) => host.run(this.#stop.signal)),
      this.#probe(this.#stop.signal),
      this.#watchReturned(this.#stop.signal),
    ]);
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
      const [deployed, leftOut] = await Promise.all([this.#watched.deployed(), this.#watched.leftOut()]);
      seen = this.#version;
      const samples = this.#samples.filter((sample) => sample.at > sampledAt);
      sampledAt = samples.at(-1)?.at ?? sampledAt;
      const at = Date.now();
      const now = {
        status: { ...this.#status(), leftOut },
        deployed: deployed === 'never' && this.#leaders.hasSeenLeader ? ('deployed' as const) : deployed,
        waitingFor: this.#in('waiting'),
      };
      this.#health.note(verdictOf(now, findAlerts(this.#watched.plan, now.status)), at);
      yield {
        at,
        ...now,
        late: this.#in('late'),
        heardAt: Object.fromEntries([...this.#hosts].map(([name, { liveness }]) => [name, liveness.since])),
        changes: this.#leaders.changes,
        changesNotKept: this.#leaders.problem,
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
    const answers = [...this.#hosts.values()].map(({ status }) => status);
    return withReturned(assembleStatus(this.#watched.plan, answers, this.#probed), this.#returned);
  }

  /** Looks whether hosts that left come back: once a minute, since they may do so at any time. */
  async #watchReturned(signal: AbortSignal): Promise<void> {
    const { plan, hosts, directory } = this.#watched;
    while (!signal.aborted) {
      this.#returned = await askReturned(plan, hosts, directory).catch(() => this.#returned);
      this.#look();
      await sleep(returnedEveryMilliseconds, undefined, { signal }).catch(() => undefined);
    }
  }

  /** Tries the services as clients use them, now and then; sooner again while one does not work. */
  async #probe(signal: AbortSignal): Promise<void> {
    const { plan, hosts, secrets, deployed } = this.#watched;
    const targets = new Map(hosts.targets.map((target) => [target.name, target]));
    while (!signal.aborted) {
      const theirs = (await deployed()) === 'deployed';
      this.#probed = theirs
        ? await probeServices({ plan, secrets, pool: hosts.pool, targets }).catch(() => undefined)
        : undefined;
      this.#look();
      const wrong = this.#probed?.some(({ ok }) => !ok) === true;
      const rest = wrong ? probeAgainMilliseconds : probeEveryMilliseconds;
      await sleep(rest, undefined, { signal }).catch(() => undefined);
    }
  }

  #in(state: LivenessState): readonly string[] {
    return [...this.#hosts].flatMap(([name, { liveness }]) => (livenessState(liveness) === state ? [name] : []));
  }

  #watch(host: Host): HostWatch {
    const { plan, hosts, secrets } = this.#watched;
    const target = hosts.target(host.name);
    const tls = plan.security.tls ? operatorTls(secrets) : undefined;
    const cluster = memberOn(plan, host.name)?.cluster.name;
    const leaders = this.#leaders;
    const certificates = new SeldomWatch(
      (live) => askCertificates(plan, host, live),
      (found) => found.some(({ daysLeft }) => daysLeft < warnBelowDays),
    );
    const loose = new SeldomWatch(
      (live) => askHolds(plan, host, live),
      (found) => found.length > 0,
    );
    const silent = new SeldomWatch(
      (live) => askServices(plan, host, live),
      (found) => found !== undefined && found.length > 0,
      servicesEveryMilliseconds,
    );
    let session: HostSession | undefined;
    const asked: AskedHost = {
      name: host.name,
      address: host.address,
      port: host.ssh.port,
      async ask() {
        session = undefined;
        const live = await hosts.pool.session(target);
        session = live;
        const answer = await askHost(plan, host, live, tls, secrets);
        if (cluster !== undefined)
          void leaders.askPast(cluster, answer.instance, () => patroniOf(plan, host, live, tls)('/history'));
        certificates.look(live, Date.now());
        loose.look(live, Date.now());
        silent.look(live, Date.now());
        return { ...answer, certificates: certificates.last, loose: loose.last, silent: silent.last };
      },
      troubleOf: (error) => troubleOnTheWay(error, target),
      disconnect: async () => session?.close(),
    };
    return new HostWatch(asked, () => this.#look());
  }

  #look(): void {
    if (this.#stop.signal.aborted) return;
    const at = Date.now();
    const status = this.#status();
    this.#leaders.look(status, at, (host) => this.#hosts.get(host)?.liveness.since ?? at);
    const text = JSON.stringify([status, this.#in('late')]);
    if (text === this.#told && at - this.#toldAt < tellEveryMilliseconds) return;
    if (at - (this.#samples.at(-1)?.at ?? 0) >= askEveryMilliseconds) this.#sample(status, at);
    this.#told = text;
    this.#toldAt = at;
    this.#changed();
  }

  #changed(): void {
    this.#version += 1;
    this.#notify();
  }

  #sample(status: StatusDocument, at: number): void {
    const silent = new Set([...status.unreachable.map(({ host }) => host), ...this.#in('late')]);
    const members = status.clusters.flatMap((cluster) => cluster.members);
    const lag = members.map((member) => [member.name, silent.has(member.host) ? null : member.lagBytes] as const);
    this.#samples = [...this.#samples, { at, lagBytes: Object.fromEntries(lag) }].slice(-maxSamples);
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
