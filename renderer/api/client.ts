import { createTRPCClient, createWSClient, TRPCClientError, wsLink } from '@trpc/client';
import type { AppRouter } from '../../electron/api/router.ts';
import { bridgeSocket, windowBridge } from './bridgeSocket.ts';

/** The router: through the bridge of the Electron window, else over the socket of the server that the page came from. */
export const api = createTRPCClient<AppRouter>({ links: [wsLink({ client: connection() })] });

/** Calls wait while the connection is being made again. */
function connection() {
  const bridge = windowBridge();
  if (bridge === undefined) return createWSClient({ url: `ws://${location.host}/api` });
  return createWSClient({
    url: 'ws://window.invalid/api',
    WebSocket: bridgeSocket(bridge) as unknown as typeof globalThis.WebSocket,
  });
}

/** What went wrong, in the words of the program. */
export function messageOf(thrown: unknown): string {
  if (thrown instanceof TRPCClientError || thrown instanceof Error) return thrown.message;
  return String(thrown);
}
