import { setTimeout as sleep } from 'node:timers/promises';
import { asClient, type ClientAccess, CountingWriter, countedTable } from './labClient.ts';

/** What clients noticed while something was done. */
export interface Noticed {
  readonly acknowledged: number;
  readonly lost: number;
  /** The longest time without an acknowledged row, in seconds. */
  readonly writeGapSeconds: number;
  /** Of the client that logs in anew each time, with why. */
  readonly logins: number;
  readonly failedLogins: readonly string[];
}

/**
 * Lets one client write through the pool without an end and another one log in again and again, while something is done.
 * @param after how the rows are counted at the end; default: like the clients
 */
export async function whileClientsWork<T>(
  clients: {
    readonly access: ClientAccess;
    readonly addresses: readonly string[];
    readonly after?: () => ClientAccess;
  },
  work: () => Promise<T>,
): Promise<{ readonly value: T; readonly noticed: Noticed }> {
  const { access, addresses, after = () => access } = clients;
  const [address = ''] = addresses;
  await asClient(access, address, 5436, (client) => client.query(countedTable));
  const writer = new CountingWriter(`watch ${Date.now()}`);
  let stopped = false;
  let gap = 0;
  let logins = 0;
  const failedLogins: string[] = [];
  const sampled = async () => {
    let since = performance.now();
    let seen = writer.acknowledged;
    while (!stopped) {
      await sleep(10);
      if (writer.acknowledged !== seen) since = performance.now();
      seen = writer.acknowledged;
      gap = Math.max(gap, performance.now() - since);
    }
  };
  const loggingIn = async () => {
    while (!stopped) {
      try {
        await asClient(access, address, 5433, (client) => client.query('select 1'));
        logins += 1;
      } catch (error) {
        failedLogins.push((error as Error).message);
      }
      // Each is a new process on the host: more of them would be a load of their own.
      await sleep(250);
    }
  };
  const writing = writer.write(access, [address], 5433, () => stopped);
  while (writer.acknowledged < 20) await sleep(20);
  const watching = Promise.all([writing, sampled(), loggingIn()]);
  try {
    const value = await work();
    await sleep(1000);
    stopped = true;
    await watching;
    const { value: lost } = await asClient(after(), address, 5436, (client) => writer.lost(client));
    const noticed = { acknowledged: writer.acknowledged, lost, writeGapSeconds: gap / 1000, logins, failedLogins };
    return { value, noticed };
  } finally {
    stopped = true;
  }
}
