import { createTRPCClient, createWSClient, TRPCClientError, wsLink } from '@trpc/client';
import type { PhraseValue } from '../../core/wording/phrase.ts';
import type { AppRouter } from '../../electron/api/router.ts';
import { phraseNow } from '../text/phrases.ts';
import { bridgeSocket, windowBridge } from './bridgeSocket.ts';
import { enter, sessionToken } from './session.ts';

/** The router: through the bridge of the Electron window, else over the socket of the server that the page came from. */
export const api = createTRPCClient<AppRouter>({ links: [wsLink({ client: connection() })] });

/** Calls wait while the connection is being made again. */
function connection() {
  const bridge = windowBridge();
  if (bridge === undefined)
    return createWSClient({
      // Not before the page is let in: a socket without a token is refused, and the next one is tried seconds later.
      url: async () => {
        await enter();
        return `ws://${location.host}/api`;
      },
      connectionParams: sessionToken,
    });
  return createWSClient({
    url: 'ws://window.invalid/api',
    WebSocket: bridgeSocket(bridge) as unknown as typeof globalThis.WebSocket,
  });
}

/** What went wrong, in the words of the program and the language of the window. */
export function messageOf(thrown: unknown): string {
  const said = problemOf(thrown)?.said;
  if (said !== undefined) return phraseNow(said);
  if (thrown instanceof TRPCClientError || thrown instanceof Error) return thrown.message;
  return String(thrown);
}

interface ToldProblem {
  readonly code: string;
  readonly said?: PhraseValue;
  readonly details?: unknown;
}

/** The problem that the program's own router put there; an error of the connection itself has none. */
export function problemOf(thrown: unknown): ToldProblem | undefined {
  if (!(thrown instanceof TRPCClientError)) return undefined;
  return (thrown.data as { readonly problem?: ToldProblem } | null | undefined)?.problem;
}
