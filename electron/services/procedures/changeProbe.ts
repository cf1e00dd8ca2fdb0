import { readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Observed } from '../../../core/impact/stageReport.ts';
import type { Cluster, Host } from '../../../core/plan/plan.ts';
import { servedCluster } from '../../../core/render/hostContext.ts';
import { addressOnHost } from '../../../core/render/hostNetwork.ts';
import { changeProbe } from '../../../core/render/sql/probeSql.ts';
import { listOf, type Phrase, say } from '../../../core/wording/phrase.ts';
import { onWay, ProbeError, type ProbeInput, reasonOf, type Way } from '../probe/probeClient.ts';
import { ProbeLoop } from '../probe/probeLoop.ts';
import { writeFileAtomic } from '../projects/atomicFile.ts';
import { generatePassword } from '../secrets/generatePassword.ts';
import { makeProbeDatabase, type ProbeOwner, removeProbeDatabase } from './probeDatabase.ts';

export interface ChangeProbeInput extends ProbeInput, ProbeOwner {
  /** The project's folder: it remembers what is to be removed. */
  readonly directory: string;
}

/** What a probe counted. */
export interface Counted {
  /** Rows whose writing was acknowledged. */
  readonly rows: number;
  /** Those of them that are not there at the end; null where nobody could look. */
  readonly lost: number | null;
}

const beginSeconds = 10;
/** How long, at the end, an interruption is followed. */
const lastSeconds = 30;
const openFile = 'probe.json';
const table = 'create table if not exists counted (id bigint primary key, at timestamptz not null default now())';

interface Work {
  readonly cluster: Cluster;
  readonly ways: readonly Way[];
  readonly writes: ProbeLoop;
  readonly reads: ProbeLoop;
  readonly acknowledged: number[];
}

/**
 * Stands in for clients while a running deployment is changed: writes and reads by the entrances that the plan gives to applications, carried by SSH, in a
 * database of its own, and counts.
 */
export class ChangeProbe {
  readonly #input: ChangeProbeInput;
  readonly #works: readonly Work[];
  readonly #spans: { readonly id: string; readonly from: number }[] = [];

  private constructor(input: ChangeProbeInput, works: readonly Work[]) {
    this.#input = input;
    this.#works = works;
  }

  /**
   * Begins on clusters that have a leader; standby clusters take no writes.
   * @throws ProbeError, SshError where it cannot: nothing of it is left then, as far as the hosts can be reached
   */
  static async begin(input: ChangeProbeInput, clusters: readonly Cluster[]): Promise<ChangeProbe> {
    await writeFileAtomic(join(input.directory, openFile), `${JSON.stringify(clusters.map(({ name }) => name))}\n`);
    const works: Work[] = [];
    try {
      for (const cluster of clusters) {
        const password = generatePassword();
        await makeProbeDatabase(input, cluster, input, password);
        works.push(workOn(input, cluster, password));
      }
      for (const work of works) await hasBegun(work);
      return new ChangeProbe(input, works);
    } catch (error) {
      await stopAll(works);
      await removeLeftProbe(input).catch(() => undefined);
      throw error;
    }
  }

  /** From now on it is a stage that clients notice. */
  stage(id: string): void {
    this.#spans.push({ id, from: performance.now() });
  }

  /** Ends it and removes what it made. @returns what was counted, what was observed in each stage, and what is left to remove, with why */
  async end(): Promise<
    Counted & { readonly observed: ReadonlyMap<string, Observed>; readonly left: Phrase | undefined }
  > {
    const until = performance.now() + lastSeconds * 1000;
    while (this.#works.some(standsStill) && performance.now() < until) await sleep(100);
    const end = performance.now();
    await stopAll(this.#works);
    const observed = new Map(
      this.#spans.map(({ id, from }, index): [string, Observed] => {
        const to = this.#spans[index + 1]?.from ?? end;
        const longest = (which: 'writes' | 'reads') =>
          Math.max(0, ...this.#works.map((work) => work[which].rhythm.longest(from, to, end)));
        return [id, { writes: longest('writes'), reads: longest('reads') }];
      }),
    );
    const rows = this.#works.reduce((sum, { acknowledged }) => sum + acknowledged.length, 0);
    const lost = await lostRows(this.#input, this.#works);
    return { rows, lost, observed, left: await removeLeftProbe(this.#input) };
  }
}

function standsStill({ writes, reads }: Work): boolean {
  const now = performance.now();
  return [writes, reads].some(({ rhythm: { last } }) => last === undefined || now - last > 1000);
}

async function stopAll(works: readonly Work[]): Promise<void> {
  await Promise.all(works.flatMap(({ writes, reads }) => [writes.stop(), reads.stop()]));
}

function workOn(input: ChangeProbeInput, cluster: Cluster, password: string): Work {
  const acknowledged: number[] = [];
  let next = 0;
  const ways = waysTo(input, cluster, 'primary', password);
  const writes = new ProbeLoop(
    input,
    cluster,
    ways,
    async (client) => {
      next += 1;
      const id = next;
      await client.query('insert into counted (id) values ($1)', [id]);
      acknowledged.push(id);
    },
    async (client) => {
      if (acknowledged.length === 0) await client.query(table);
      const { rows } = await client.query<{ replica: boolean }>('select pg_is_in_recovery() as replica');
      if (rows[0]?.replica !== false) throw new ProbeError(say`what answers is a replica`);
    },
  );
  const reads = new ProbeLoop(input, cluster, waysTo(input, cluster, 'replica', password), async (client) => {
    await client.query('select id from counted order by id desc limit 1');
  });
  return { cluster, ways, writes, reads, acknowledged };
}

/** As connection strings name them: every HAProxy of the cluster, or the virtual IP; without HAProxy, the members themselves. */
function waysTo(
  { plan, without = [] }: ChangeProbeInput,
  cluster: Cluster,
  service: 'primary' | 'replica',
  password: string,
): readonly Way[] {
  const login = { user: changeProbe, password, database: changeProbe };
  const here = plan.hosts.filter(({ name }) => !without.includes(name));
  const proxies = here.filter(
    (host) => host.roles.includes('haproxy') && servedCluster(plan, host).name === cluster.name,
  );
  const vip = plan.access.vip?.address.split('/')[0];
  const way = (host: Host, address: string, port: number): Way => ({ host, address, port, login, connectSeconds: 3 });
  if (proxies.length > 0)
    return proxies.map((host) => way(host, vip ?? addressOnHost(host.address), plan.haproxy.ports[service]));
  const members = here.filter(({ name }) => cluster.members.some(({ host }) => host === name));
  return members.flatMap((host) =>
    [addressOnHost(host.address), '127.0.0.1'].map((address) => way(host, address, plan.postgres.port)),
  );
}

/** @throws ProbeError with why nothing is written or read */
async function hasBegun({ cluster, writes, reads }: Work): Promise<void> {
  const until = performance.now() + beginSeconds * 1000;
  while (writes.rhythm.last === undefined || reads.rhythm.last === undefined) {
    if (performance.now() > until) {
      const trouble = (writes.rhythm.last === undefined ? writes : reads).trouble;
      throw new ProbeError(
        say`${cluster.name}: ${trouble === undefined ? say`no answer within ${beginSeconds} seconds` : reasonOf(trouble)}`,
      );
    }
    await sleep(50);
  }
}

async function lostRows(input: ChangeProbeInput, works: readonly Work[]): Promise<number | null> {
  let lost = 0;
  for (const { cluster, ways, acknowledged } of works) {
    const found = await idsThere(input, cluster, ways).catch(() => undefined);
    if (found === undefined) return null;
    lost += acknowledged.filter((id) => !found.has(id)).length;
  }
  return lost;
}

async function idsThere(input: ChangeProbeInput, cluster: Cluster, ways: readonly Way[]): Promise<ReadonlySet<number>> {
  let last: unknown;
  for (const way of ways) {
    try {
      return await onWay(input, cluster, way, async (client) => {
        const { rows } = await client.query<{ replica: boolean; ids: string[] }>(
          'select pg_is_in_recovery() as replica, array(select id from counted) as ids',
        );
        if (rows[0]?.replica !== false) throw new ProbeError(say`what answers is a replica`);
        return new Set(rows[0].ids.map(Number));
      });
    } catch (error) {
      last = error;
    }
  }
  throw last;
}

/**
 * Removes what the project's folder knows of a probe that is over, or was killed. Nothing is done where it knows of none.
 * @returns what could not be removed, with why; the folder goes on knowing of it
 */
export async function removeLeftProbe(input: ChangeProbeInput): Promise<Phrase | undefined> {
  const path = join(input.directory, openFile);
  const names = await openProbes(path);
  if (names === undefined) return undefined;
  const left: Phrase[] = [];
  for (const cluster of input.plan.clusters.filter(({ name }) => names.includes(name))) {
    try {
      await removeProbeDatabase(input, cluster, input);
    } catch (error) {
      left.push(say`${cluster.name}: ${reasonOf(error)}`);
    }
  }
  if (left.length > 0)
    return say`The database ${changeProbe} of the probe could not be removed (${listOf(left)}). The next run removes it.`;
  await rm(path, { force: true });
  return undefined;
}

async function openProbes(path: string): Promise<readonly string[] | undefined> {
  try {
    const names: unknown = JSON.parse(await readFile(path, 'utf8'));
    return Array.isArray(names) ? names.map(String) : [];
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    return [];
  }
}
