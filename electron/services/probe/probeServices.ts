import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { type ProbedService, type ServiceToProbe, servicesToProbe } from '../../../core/health/serviceProbe.ts';
import type { Cluster, Plan } from '../../../core/plan/plan.ts';
import { clusterSecrets } from '../../../core/render/secretNames.ts';
import { say } from '../../../core/wording/phrase.ts';
import { SshError } from '../ssh/sshError.ts';
import { troubleOf } from '../ssh/troubleOf.ts';
import { ProbeError, type ProbeInput, readRow, reasonOf, withClient, writeRow } from './probeClient.ts';

/** A pool that has lost its server in a failover refuses one client and works again: what fails is tried once more. */
const tries = 2;
const pauseMilliseconds = 1000;
/** One try may take this long; a service that needs longer does not serve. */
const maxSecondsPerTry = 5;
/** How long a replica may take to have a row. */
const maxSecondsBehind = 3;

/**
 * Tries every service of a plan that clients use, as a client would: a row goes in where writes go, and comes out where reads go. Bounded: about
 * a minute at the worst, when everything hangs. Services of hosts that cannot be reached are left out, since the host is what is wrong there.
 * @returns undefined where nobody could log in: this project has no password of the deployment
 */
export async function probeServices(input: ProbeInput): Promise<readonly ProbedService[] | undefined> {
  const { plan, secrets } = input;
  if (plan.clusters.every((cluster) => secrets.get(clusterSecrets(plan, cluster).monitor) === undefined))
    return undefined;
  const services = await reachable(input, servicesToProbe(plan));
  const clusters = [...new Set(services.map(({ cluster }) => cluster))];
  const probed = await Promise.all(
    clusters.map((cluster) =>
      probeCluster(
        input,
        services.filter((one) => one.cluster === cluster),
      ),
    ),
  );
  return probed.flat();
}

async function reachable({ pool, targets, without = [] }: ProbeInput, services: readonly ServiceToProbe[]) {
  const hosts = [...new Set(services.map(({ host }) => host))].filter((host) => !without.includes(host));
  const live = await Promise.all(
    hosts.map(async (host) => {
      const target = targets.get(host);
      const session = target && (await pool.session(target).catch(() => undefined));
      return session === undefined ? [] : [host];
    }),
  );
  return services.filter(({ host }) => live.flat().includes(host));
}

async function probeCluster(input: ProbeInput, services: readonly ServiceToProbe[]): Promise<readonly ProbedService[]> {
  const writes = services.filter(({ kind }) => kind === 'write');
  const [first, ...others] = writes;
  const rows: string[] = [];
  const write = async (service: ServiceToProbe) => {
    const row = randomUUID();
    const probed = await probe(input, service, (client) => writeRow(client, row));
    if (probed.ok) rows.push(row);
    return probed;
  };
  // The first makes the table that all use.
  const written = first === undefined ? [] : [await write(first), ...(await eachHost(others, write))];
  const row = rows[0];
  const reads = services.filter(({ kind }) => kind !== 'write');
  const read = await eachHost(reads, (service) =>
    probe(input, service, async (client) => {
      if (service.kind === 'answer' || row === undefined) await client.query('select 1');
      else await awaitRow(() => readRow(client, row));
    }),
  );
  return [...written, ...read];
}

/** One after the other on each host, whose connection has more to carry than this, and all hosts side by side. */
async function eachHost(
  services: readonly ServiceToProbe[],
  work: (service: ServiceToProbe) => Promise<ProbedService>,
): Promise<readonly ProbedService[]> {
  const hosts = [...new Set(services.map(({ host }) => host))];
  const done = await Promise.all(
    hosts.map(async (host) => {
      const probed: ProbedService[] = [];
      for (const service of services) if (service.host === host) probed.push(await work(service));
      return probed;
    }),
  );
  return done.flat();
}

async function awaitRow(read: () => Promise<void>): Promise<void> {
  const end = performance.now() + maxSecondsBehind * 1000;
  for (;;) {
    try {
      return await read();
    } catch (error) {
      if (!(error instanceof ProbeError) || performance.now() > end) throw error;
      await sleep(200);
    }
  }
}

async function probe(
  input: ProbeInput,
  { cluster, host, service, port }: ServiceToProbe,
  work: Parameters<typeof withClient<void>>[4],
): Promise<ProbedService> {
  const on = hostOf(input.plan, host);
  const named = { host, service, port };
  let last: unknown;
  for (let turn = 1; turn <= tries; turn += 1) {
    if (turn > 1) await sleep(pauseMilliseconds);
    try {
      await withClient(input, cluster, on, port, work, maxSecondsPerTry);
      return { ...named, ok: true };
    } catch (error) {
      last = error;
    }
  }
  return { ...named, ok: false, reason: whyNot(last, cluster) };
}

/** A connection that ends without a word is what HAProxy does when no server of a service is up. */
function whyNot(error: unknown, { name }: Cluster) {
  const reason = reasonOf(error);
  const trouble = error instanceof SshError ? troubleOf(error) : undefined;
  if (trouble === 'refused') return say`its port refuses connections: nothing listens there`;
  if (trouble === 'timed-out') return say`it did not answer in time`;
  return typeof reason === 'string' && /terminated unexpectedly|ECONNRESET|socket hang up/i.test(reason)
    ? say`the connection was accepted and closed at once: no member of ${name} serves it`
    : reason;
}

function hostOf(plan: Plan, name: string) {
  const host = plan.hosts.find((one) => one.name === name);
  if (host === undefined) throw new Error(`the plan has no host ${name}`);
  return host;
}
