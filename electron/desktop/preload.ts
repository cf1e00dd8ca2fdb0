import { contextBridge, ipcRenderer } from 'electron';
import { type BridgeEvent, bridgeName, type IpcMessage, ipcChannel, type QuorateBridge } from '../api/bridge.ts';

// Runs beside the page in a world of its own; the page sees the three functions below and nothing of Electron.
let connection = '';
let tell: (event: BridgeEvent, text: string) => void = () => undefined;

ipcRenderer.on(ipcChannel, (_, message: IpcMessage) => {
  // What is still on its way for an older connection is for nobody.
  if (message.connection !== connection) return;
  if (message.kind === 'opened' || message.kind === 'text' || message.kind === 'closed')
    tell(message.kind, message.text);
});

const send = (kind: IpcMessage['kind'], text: string) =>
  ipcRenderer.send(ipcChannel, { kind, connection, text } satisfies IpcMessage);

const bridge: QuorateBridge = {
  open(onEvent) {
    connection = globalThis.crypto.randomUUID();
    tell = onEvent;
    send('open', '');
  },
  send(text) {
    send('text', String(text));
  },
  close() {
    send('close', '');
    connection = '';
  },
};

contextBridge.exposeInMainWorld(bridgeName, bridge);
