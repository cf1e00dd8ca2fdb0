import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';
import type { IncomingMessage } from 'node:http';

/**
 * Who may talk to the wizard's server: only the page that was opened from the printed address.
 *
 * Every page in the machine's browsers can send requests to 127.0.0.1, and every program of the machine can listen on another port of it. So
 * the Host (DNS rebinding) and the Origin (other pages) are checked, and what lets a page in is nothing that a browser would send by
 * itself: cookies know no ports, and would go to whoever listens on any. The address carries a ticket behind `#`, which browsers send to nobody;
 * the page exchanges it once for a token that it keeps to itself and gives in the first message of its socket.
 */
export class WizardAccess {
  readonly #hosts: ReadonlySet<string>;
  /** Digests of the tokens that were given: comparing these takes the same time whatever a guess has right. */
  readonly #tokens: Buffer[] = [];
  #ticket: Buffer | undefined;

  /** @param project the project that the page opens at first */
  constructor(
    readonly port: number,
    readonly project?: string,
  ) {
    this.#hosts = new Set([`127.0.0.1:${port}`, `localhost:${port}`]);
  }

  /** A new address to open, good for one use; an earlier one that was not used is void. */
  newAddress(): string {
    const ticket = randomBytes(32).toString('base64url');
    this.#ticket = digest(ticket);
    const opens = this.project === undefined ? '' : `&project=${encodeURIComponent(this.project)}`;
    return `http://127.0.0.1:${this.port}/#ticket=${ticket}${opens}`;
  }

  /** Whether the request was meant for this server. */
  hostAllowed(request: IncomingMessage): boolean {
    return this.#hosts.has(request.headers.host ?? '');
  }

  /** Whether a page of this server sent the request. */
  originAllowed(request: IncomingMessage): boolean {
    const { origin, host } = request.headers;
    return origin === `http://${host}`;
  }

  /** Takes a ticket: the token for the page that brought it, or undefined when it is wrong or used. */
  redeem(ticket: string): string | undefined {
    if (this.#ticket === undefined || !timingSafeEqual(digest(ticket), this.#ticket)) return undefined;
    this.#ticket = undefined;
    const token = randomBytes(32).toString('base64url');
    this.#tokens.push(digest(token));
    return token;
  }

  /** Whether a page that was let in has this token. */
  admits(token: string): boolean {
    const given = digest(token);
    return this.#tokens.some((one) => timingSafeEqual(one, given));
  }
}

function digest(text: string): Buffer {
  return createHash('sha256').update(text).digest();
}
