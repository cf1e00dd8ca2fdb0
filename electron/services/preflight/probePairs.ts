import { PassThrough } from 'node:stream';
import type { Plan } from '../../../core/plan/plan.ts';
import { type NeededConnection, neededConnections, servedPorts } from '../../../core/preflight/connections.ts';
import type { PairObservation } from '../../../core/preflight/observation.ts';
import { connectScript, listenScript, parseProbe } from '../../../core/preflight/pairProbe.ts';
import type { PlanHosts } from '../hosts/openHosts.ts';

const mostSeconds = 60;

/**
 * Makes every connection that the cluster will need, for real: each host listens on the ports that it will serve (where nothing does yet),
 * and each host connects to those of the others. Two scripts per host; the listeners end with their connection.
 * @param reached names of the hosts that answered; connections from or to others are left out
 * @param wanted which of the connections to make; default: all
 */
export async function probePairs(
  plan: Plan,
  hosts: PlanHosts,
  reached: readonly string[],
  wanted: (connection: NeededConnection) => boolean = () => true,
): Promise<readonly PairObservation[]> {
  const needed = neededConnections(plan).filter(
    (one) => reached.includes(one.from) && reached.includes(one.to) && wanted(one),
  );
  if (needed.length === 0) return [];
  const end = new PassThrough();
  const listening = reached.map((host) =>
    listen(
      hosts,
      host,
      servedPorts(plan, host).map((one) => one.port),
      end,
    ),
  );
  try {
    await Promise.all(listening.map((one) => one.ready));
    const addresses = new Map(plan.hosts.map((host) => [host.name, host.address]));
    const found = await Promise.all(
      reached.map(async (from) => {
        const mine = needed.filter((one) => one.from === from);
        if (mine.length === 0) return [];
        const session = await hosts.pool.session(hosts.target(from));
        const targets = mine.map((one) => ({ address: addresses.get(one.to) ?? '', port: one.port }));
        const { stdout } = await session.run(connectScript(targets), { timeoutSeconds: mostSeconds });
        const probes = new Map(parseProbe(stdout).map((probe) => [`${probe.address} ${probe.port}`, probe]));
        return mine.flatMap((connection) => {
          const probe = probes.get(`${addresses.get(connection.to)} ${connection.port}`);
          return probe === undefined ? [] : [{ connection, probe }];
        });
      }),
    );
    return found.flat();
  } finally {
    end.end();
    await Promise.allSettled(listening.map((one) => one.done));
  }
}

interface Listening {
  /** All ports are open, or the script has ended. */
  readonly ready: Promise<void>;
  readonly done: Promise<unknown>;
}

function listen(hosts: PlanHosts, host: string, ports: readonly number[], end: PassThrough): Listening {
  let opened: () => void = () => undefined;
  const announced = new Promise<void>((resolve) => {
    opened = resolve;
  });
  const stdin = new PassThrough();
  end.pipe(stdin);
  let seen = '';
  const done = hosts.pool.session(hosts.target(host)).then((session) =>
    session.run(listenScript(ports), {
      stdin,
      timeoutSeconds: mostSeconds,
      onStdout(chunk) {
        seen += chunk;
        if (/^ready$/m.test(seen)) opened();
      },
    }),
  );
  return { ready: Promise.race([announced, done.then(() => undefined)]), done };
}
