import { request } from 'node:https';
import { setTimeout as sleep } from 'node:timers/promises';
import { asClient, type ClientAccess, countedTable } from './labClient.ts';

/** What clients and a watcher saw while settings changed. */
export interface Watched {
  /** The longest time between two acknowledged writes, in seconds. */
  readonly writeGapSeconds: number;
  readonly writes: number;
  readonly samples: number;
  /** Moments, in seconds since the beginning, at which no replica could have taken over, and what each member said then. */
  readonly uncovered: readonly { readonly at: number; readonly said: readonly string[] }[];
}

interface Member {
  readonly name: string;
  readonly address: string;
}

/** Patroni's bound for a candidate (maximum_lag_on_failover), as plans have it by default: it counts what was received. */
const maxLagBytes = 1024 ** 2;
/** What a candidate may have received and not yet replayed: a segment, less than a second's work. More means that its replay stands still. */
const maxUnreplayedBytes = 16 * 1024 ** 2;

/**
 * Writes through the write service of one host, and asks all members five times a second who could take over; until `stop`.
 * @param restAuthority the certificate of the authority of Patroni's REST interfaces
 */
export function watchRestarts(members: readonly Member[], access: ClientAccess, restAuthority: string, port: number) {
  const began = performance.now();
  let stopped = false;
  const gaps = { longest: 0, last: undefined as number | undefined, writes: 0 };
  const uncovered: { at: number; said: readonly string[] }[] = [];
  let samples = 0;

  const write = async () => {
    const [first] = members;
    while (!stopped) {
      try {
        await asClient(access, first?.address ?? '', port, async (client) => {
          await client.query(countedTable);
          while (!stopped) {
            await client.query(`insert into counted (run, row) values ('gap ' || gen_random_uuid(), 1)`);
            const now = performance.now();
            if (gaps.last !== undefined) gaps.longest = Math.max(gaps.longest, now - gaps.last);
            gaps.last = now;
            gaps.writes += 1;
            await sleep(20);
          }
        });
      } catch {
        await sleep(20);
      }
    }
  };

  const sample = async () => {
    while (!stopped) {
      const states = await Promise.all(members.map((member) => patroniOf(member, restAuthority)));
      samples += 1;
      // A primary that starts may take a second to answer: what it has by then, a replica that answered before cannot have.
      const writtenBy = (time: number) =>
        Math.max(0, ...states.map((state) => (state && state.time <= time + 50 ? (state.xlog?.location ?? 0) : 0)));
      const covered = states.some(
        (state) =>
          state?.role === 'replica' &&
          state.state === 'running' &&
          state.xlog?.paused === false &&
          writtenBy(state.time) - Math.max(state.xlog.received_location ?? 0, state.xlog.replayed_location ?? 0) <
            maxLagBytes &&
          writtenBy(state.time) - (state.xlog.replayed_location ?? 0) < maxUnreplayedBytes,
      );
      if (!covered)
        uncovered.push({
          at: (performance.now() - began) / 1000,
          said: states.map((state, index) => `${members[index]?.name}: ${JSON.stringify(state)}`),
        });
      await sleep(200);
    }
  };

  const running = Promise.all([write(), sample()]);
  return {
    /** Whether writes have begun. */
    writing: () => gaps.writes > 5,
    stop: async (): Promise<Watched> => {
      stopped = true;
      await running;
      return { writeGapSeconds: gaps.longest / 1000, writes: gaps.writes, samples, uncovered };
    },
  };
}

interface PatroniAnswer {
  /** When it answered, in milliseconds of this process. */
  readonly time: number;
  readonly role?: string;
  readonly state?: string;
  readonly xlog?: {
    readonly location?: number;
    readonly received_location?: number;
    readonly replayed_location?: number;
    readonly paused?: boolean;
  };
}

/** What Patroni says of its member; undefined when it does not answer within five seconds. */
function patroniOf({ address }: Member, ca: string): Promise<PatroniAnswer | undefined> {
  return new Promise((resolve) => {
    const asked = request({ host: address, port: 8008, path: '/patroni', ca, timeout: 5000 }, (answer) => {
      let text = '';
      answer.setEncoding('utf8');
      answer.on('data', (chunk: string) => {
        text += chunk;
      });
      answer.on('end', () => {
        try {
          resolve({ ...(JSON.parse(text) as Omit<PatroniAnswer, 'time'>), time: performance.now() });
        } catch {
          resolve(undefined);
        }
      });
    });
    asked.on('timeout', () => asked.destroy());
    asked.on('error', () => resolve(undefined));
    asked.end();
  });
}
