import type { ClientChannel } from 'ssh2';

/** What a channel has told before anybody listened. */
export interface EarlyEvents {
  exit: { readonly code: number | null; readonly signal: string | undefined } | undefined;
  closed: boolean;
}

const kept = new WeakMap<ClientChannel, EarlyEvents>();

/**
 * Keeps what a new channel tells at once. A program that ends before its input arrives (a forced command, a sudo that refuses) sends its whole
 * answer in one piece with the opening of the channel: ssh2 then tells of its end before a promise can be taken up.
 */
export function keepEarlyEvents(channel: ClientChannel): void {
  const early: EarlyEvents = { exit: undefined, closed: false };
  channel.once('exit', (code: number | null, signal?: string) => {
    early.exit = { code, signal };
  });
  channel.once('close', () => {
    early.closed = true;
  });
  kept.set(channel, early);
}

/** What the channel has told so far, if it was kept. */
export function earlyEventsOf(channel: ClientChannel): EarlyEvents | undefined {
  return kept.get(channel);
}
