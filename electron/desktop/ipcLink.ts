import type { IncomingMessage } from 'node:http';
import { getWSConnectionHandler } from '@trpc/server/adapters/ws';
import { type BrowserWindow, type IpcMainEvent, ipcMain, type WebContents } from 'electron';
import { type WebSocket, WebSocketServer } from 'ws';
import { type IpcMessage, ipcChannel, readIpcMessage } from '../api/bridge.ts';
import type { Context } from '../api/context.ts';
import { appRouter } from '../api/router.ts';
import { IpcSocket } from './ipcSocket.ts';
import { isPageUrl } from './page.ts';

/**
 * Serves the router to the page of one window, over one channel. Anybody who is not that page's main frame gets no answer. A page that was
 * loaded again opens a new connection, which ends the former one and what it was subscribed to; work in the program goes on.
 */
export function serveIpc(window: BrowserWindow, context: Context): void {
  const contents = window.webContents;
  // The handler wants a server although it never asks it for anything; this one listens to no port.
  const wss = new WebSocketServer({ noServer: true });
  const connect = getWSConnectionHandler({ wss, router: appRouter, createContext: () => context });
  let current: { readonly id: string; readonly socket: IpcSocket } | undefined;
  const end = () => {
    const ended = current;
    current = undefined;
    ended?.socket.close();
  };
  const receive = (event: IpcMainEvent, raw: unknown) => {
    const message = readIpcMessage(raw);
    if (message === undefined || !trusted(event, contents)) return;
    const { kind, connection, text } = message;
    if (kind === 'open') {
      end();
      const send = (answer: IpcMessage) => {
        if (!contents.isDestroyed()) contents.send(ipcChannel, answer);
      };
      const socket = new IpcSocket((answer) => send({ kind: 'text', connection, text: answer }));
      socket.once('close', () => send({ kind: 'closed', connection, text: '' }));
      current = { id: connection, socket };
      // The handler asks of a WebSocket no more than an IpcSocket has, and of the request its address.
      connect(socket as unknown as WebSocket, { url: '/', headers: {} } as IncomingMessage);
      send({ kind: 'opened', connection, text: '' });
    } else if (current?.id !== connection) return;
    else if (kind === 'text') current.socket.receive(text);
    else if (kind === 'close') end();
  };
  ipcMain.on(ipcChannel, receive);
  contents.on('render-process-gone', end);
  window.once('closed', () => {
    ipcMain.off(ipcChannel, receive);
    end();
  });
}

/** The page itself, in the main frame of its own window: no frame in it, no other contents, no page from elsewhere. */
function trusted({ sender, senderFrame }: IpcMainEvent, contents: WebContents): boolean {
  return sender === contents && senderFrame !== null && senderFrame.parent === null && isPageUrl(senderFrame.url);
}
