import { PassThrough } from 'node:stream';
import type { NeededConnection } from '../../../core/components/connection.ts';
import type { Plan } from '../../../core/plan/plan.ts';
import { neededConnections, servedPorts } from '../../../core/preflight/connections.ts';
import type { PairObservation } from '../../../core/preflight/observation.ts';
import {
  connectedLine,
  connectLine,
  listeningLine,
  parseProbe,
  probeScript,
} from '../../../core/preflight/pairProbe.ts';
import type { PlanHosts } from '../hosts/openHosts.ts';
import { SshError } from '../ssh/sshError.ts';

const maxSeconds = 60;

export interface ProbedPairs {
  readonly pairs: readonly PairObservation[];
  /** Hosts that were lost meanwhile, or run no script any more. */
  readonly lost: readonly SshError[];
}

/**
 * Makes every connection that the cluster will need, for real: each host listens on the ports that it will serve (where nothing does yet),
 * and connects to those of the others once all listen. One script per host; all end together.
 * @param reached names of the hosts that answered; connections from or to others are left out
 * @param wanted which of the connections to make; default: all
 */
export async function probePairs(
  plan: Plan,
  hosts: PlanHosts,
  reached: readonly string[],
  wanted: (connection: NeededConnection) => boolean = () => true,
): Promise<ProbedPairs> {
  const needed = neededConnections(plan).filter(
    (one) => reached.includes(one.from) && reached.includes(one.to) && wanted(one),
  );
  if (needed.length === 0) return { pairs: [], lost: [] };
  const addresses = new Map(plan.hosts.map((host) => [host.name, host.address]));
  const addressOf = (host: string) => addresses.get(host) ?? '';
  const probing = reached.map((from) => {
    const mine = needed.filter((one) => one.from === from);
    const ports = servedPorts(plan, from).map((one) => one.port);
    return {
      mine,
      probe: new Probe(
        hosts,
        from,
        ports,
        mine.map((one) => ({ address: addressOf(one.to), port: one.port })),
      ),
    };
  });
  await Promise.all(probing.map(({ probe }) => probe.printed(listeningLine)));
  for (const { probe } of probing) probe.stdin.write(`${connectLine}\n`);
  await Promise.all(probing.map(({ probe }) => probe.printed(connectedLine)));
  for (const { probe } of probing) probe.stdin.end();
  const ended = await Promise.all(
    probing.map(async ({ mine, probe }) => {
      const error = await probe.ended;
      const seen = new Map(parseProbe(probe.output).map((one) => [`${one.address} ${one.port}`, one]));
      const pairs = mine.flatMap((connection) => {
        const found = seen.get(`${addressOf(connection.to)} ${connection.port}`);
        return found === undefined ? [] : [{ connection, probe: found }];
      });
      return { pairs, error };
    }),
  );
  const lost = ended.flatMap(({ error }) => error ?? []);
  const gone = new Set(lost.map((error) => error.host));
  // That nobody reached a host that was lost is no fault of a firewall.
  const pairs = ended.flatMap((one) => one.pairs).filter(({ connection }) => !gone.has(connection.to));
  return { pairs, lost };
}

/** The script of one host. */
class Probe {
  output = '';
  readonly stdin = new PassThrough();
  /** With what the host was lost, if it was. */
  readonly ended: Promise<SshError | undefined>;
  #waiting: (() => void)[] = [];

  constructor(
    hosts: PlanHosts,
    host: string,
    ports: readonly number[],
    targets: readonly { readonly address: string; readonly port: number }[],
  ) {
    this.ended = hosts.pool
      .session(hosts.target(host))
      .then((session) =>
        session.run(probeScript(ports, targets), {
          stdin: this.stdin,
          timeoutSeconds: maxSeconds,
          onStdout: (chunk) => {
            this.output += chunk;
            for (const wake of this.#waiting.splice(0)) wake();
          },
        }),
      )
      .then(
        () => undefined,
        (error: unknown) => {
          if (error instanceof SshError) return error;
          throw error;
        },
      );
  }

  /** Resolves when the host has printed a line, or its script has ended. */
  async printed(line: string): Promise<void> {
    let over = false;
    const end = this.ended.then(() => {
      over = true;
    });
    while (!over && !`\n${this.output}`.includes(`\n${line}\n`)) {
      await Promise.race([end, new Promise<void>((resolve) => this.#waiting.push(resolve))]);
    }
  }
}
