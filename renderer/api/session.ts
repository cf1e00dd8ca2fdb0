import { again } from './again.ts';
import { windowBridge } from './bridgeSocket.ts';

const key = 'quorate-session';

const asked = new URLSearchParams(location.hash.slice(1));
/** The project that the address asks for, or null: beside the ticket, or as the window of Electron and a bookmark have it. */
export const askedProject = asked.get('project') ?? new URLSearchParams(location.search).get('project');
// Nobody who looks at the address or the history later finds the ticket there.
history.replaceState(null, '', '/');

let entering: Promise<boolean> | undefined;

/**
 * Lets the page in at the server that it came from: the ticket of its address is exchanged, once, for a token. The token stays in this tab's own
 * storage, which belongs to this port alone and outlives a reload; it is never part of an address or of a request that the browser makes by itself.
 * Asked again, it gives the same answer.
 * @returns whether the page is let in; a window of Electron always is
 */
export function enter(): Promise<boolean> {
  entering ??= exchange();
  return entering;
}

async function exchange(): Promise<boolean> {
  if (windowBridge() !== undefined) return true;
  const ticket = asked.get('ticket');
  const exchanged = ticket === null ? undefined : await post('/session', ticket);
  if (exchanged?.ok === true) sessionStorage.setItem(key, await exchanged.text());
  const token = sessionStorage.getItem(key);
  return token !== null && (await post('/session/check', token)).ok;
}

/** What the socket's first message says. */
export function sessionToken(): { readonly token: string } {
  return { token: sessionStorage.getItem(key) ?? '' };
}

function post(path: string, body: string): Promise<Response> {
  return again(() => fetch(path, { method: 'POST', body, credentials: 'omit' }));
}
