import type { QuorateBridge } from '../../electron/api/bridge.ts';

/** The bridge of the Electron window; a browser tab has none. */
export function windowBridge(): QuorateBridge | undefined {
  return (globalThis as { readonly quorate?: QuorateBridge }).quorate;
}

/** The bridge in the form of a WebSocket: the client of the browser shell works over it as it is. */
export function bridgeSocket(bridge: QuorateBridge) {
  return class BridgeSocket extends EventTarget {
    static readonly CONNECTING = 0;
    static readonly OPEN = 1;
    static readonly CLOSING = 2;
    static readonly CLOSED = 3;
    readonly OPEN = 1;
    readyState = BridgeSocket.CONNECTING;

    constructor() {
      super();
      bridge.open((event, text) => {
        if (this.readyState === BridgeSocket.CLOSED) return;
        if (event === 'text') this.dispatchEvent(new MessageEvent('message', { data: text }));
        else if (event === 'opened') {
          this.readyState = BridgeSocket.OPEN;
          this.dispatchEvent(new Event('open'));
        } else ended(this);
      });
    }

    send(text: string): void {
      bridge.send(text);
    }

    close(): void {
      if (this.readyState === BridgeSocket.CLOSED) return;
      bridge.close();
      ended(this);
    }
  };
}

function ended(socket: EventTarget & { readyState: number }): void {
  socket.readyState = 3;
  socket.dispatchEvent(new CloseEvent('close'));
}
