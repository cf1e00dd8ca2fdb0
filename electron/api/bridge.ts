/**
 * The one way between the page and the program in the Electron window: texts of tRPC's WebSocket protocol, so that window and browser
 * shell speak the same. Both sides import this; nothing else is exposed to the page.
 */

/** The one channel that the program listens to. */
export const ipcChannel = 'quorate';

/** The name under which the page finds the bridge. */
export const bridgeName = 'quorate';

/** Larger than any plan with its envelope. */
export const maxTextLength = 8 * 1024 * 1024;

export type BridgeEvent = 'opened' | 'text' | 'closed';

/** What the page gets. Texts alone cross it. */
export interface QuorateBridge {
  /** Opens the connection; a former one of this page ends. `text` is empty but for the event `text`. */
  open(onEvent: (event: BridgeEvent, text: string) => void): void;
  send(text: string): void;
  close(): void;
}

/** What crosses the channel, in both directions. `connection` tells a new connection from what is still on its way for an older one. */
export interface IpcMessage {
  readonly kind: 'open' | 'opened' | 'text' | 'close' | 'closed';
  readonly connection: string;
  readonly text: string;
}

const kinds: ReadonlySet<unknown> = new Set([
  'open',
  'opened',
  'text',
  'close',
  'closed',
] satisfies IpcMessage['kind'][]);

/** A message, when it is one: what comes from a page is anything at all. */
export function readIpcMessage(message: unknown): IpcMessage | undefined {
  if (typeof message !== 'object' || message === null) return undefined;
  const { kind, connection, text } = message as Record<keyof IpcMessage, unknown>;
  if (!kinds.has(kind) || typeof connection !== 'string' || typeof text !== 'string') return undefined;
  if (connection.length > 64 || text.length > maxTextLength) return undefined;
  return { kind: kind as IpcMessage['kind'], connection, text };
}
