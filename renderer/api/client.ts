import { createTRPCClient, createWSClient, TRPCClientError, wsLink } from '@trpc/client';
import type { AppRouter } from '../../electron/api/router.ts';

/** The router, over the socket of the server that the page came from. Calls wait while the connection is being made again. */
export const api = createTRPCClient<AppRouter>({
  links: [wsLink({ client: createWSClient({ url: `ws://${location.host}/api` }) })],
});

/** What went wrong, in the words of the program. */
export function messageOf(thrown: unknown): string {
  if (thrown instanceof TRPCClientError || thrown instanceof Error) return thrown.message;
  return String(thrown);
}
