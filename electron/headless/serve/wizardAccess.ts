import { randomBytes, timingSafeEqual } from 'node:crypto';
import type { IncomingMessage } from 'node:http';

/**
 * Who may talk to the wizard's server: only the browser that opened the printed address. Every page on the machine's browsers can send
 * requests to 127.0.0.1, so the Host (DNS rebinding), the Origin (other pages) and a cookie (other users of the machine) are checked.
 */
export class WizardAccess {
  readonly #hosts: ReadonlySet<string>;
  readonly #cookieName: string;
  readonly #session = randomBytes(32).toString('base64url');
  #ticket: string | undefined;

  /** @param project the project that the page opens at first */
  constructor(
    readonly port: number,
    readonly project?: string,
  ) {
    this.#hosts = new Set([`127.0.0.1:${port}`, `localhost:${port}`]);
    // Cookies do not tell ports apart.
    this.#cookieName = `quorate-${port}`;
  }

  /** A new address to open, good for one use; an earlier one that was not used is void. */
  newAddress(): string {
    this.#ticket = randomBytes(32).toString('base64url');
    const opens = this.project === undefined ? '' : `&project=${encodeURIComponent(this.project)}`;
    return `http://127.0.0.1:${this.port}/?ticket=${this.#ticket}${opens}`;
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

  /** Takes a ticket: the cookie for the browser that brought it, or undefined when it is wrong or used. */
  redeem(ticket: string): string | undefined {
    if (this.#ticket === undefined || !same(ticket, this.#ticket)) return undefined;
    this.#ticket = undefined;
    return `${this.#cookieName}=${this.#session}; HttpOnly; SameSite=Strict; Path=/`;
  }

  /** Whether the request comes from the browser that was let in. */
  admitted(request: IncomingMessage): boolean {
    const prefix = `${this.#cookieName}=`;
    return (request.headers.cookie ?? '')
      .split(/; */)
      .some((one) => one.startsWith(prefix) && same(one.slice(prefix.length), this.#session));
  }
}

function same(one: string, other: string): boolean {
  const [a, b] = [Buffer.from(one), Buffer.from(other)];
  return a.length === b.length && timingSafeEqual(a, b);
}
