import { EventEmitter } from 'node:events';

/** One connection of the page in the form of a WebSocket: tRPC's own handler of connections serves it as it is. */
export class IpcSocket extends EventEmitter {
  readonly #send: (text: string) => void;
  readonly OPEN = 1;
  readyState = 1;

  constructor(send: (text: string) => void) {
    super();
    this.#send = send;
  }

  send(text: string): void {
    if (this.readyState === this.OPEN) this.#send(text);
  }

  /** Takes what the page sent. */
  receive(text: string): void {
    this.emit('message', Buffer.from(text, 'utf8'), false);
  }

  close(): void {
    if (this.readyState !== this.OPEN) return;
    this.readyState = 3;
    this.emit('close');
  }

  terminate(): void {
    this.close();
  }
}
