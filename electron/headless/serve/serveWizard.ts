import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { TRPCError } from '@trpc/server';
import { applyWSSHandler } from '@trpc/server/adapters/ws';
import { type WebSocket, WebSocketServer } from 'ws';
import { Problem } from '../../../core/problem.ts';
import type { Context } from '../../api/context.ts';
import { appRouter } from '../../api/router.ts';
import { loadWizardFiles, pageWithNonce, type ServedFile, securityHeaders } from '../../services/page/wizardFiles.ts';
import { WizardAccess } from './wizardAccess.ts';

/** The wizard as it is served to the browsers of this machine. */
export interface WizardServer {
  readonly port: number;
  /** A new address, good for one page once. */
  newAddress(): string;
  close(): Promise<void>;
}

/** Larger than any plan with its envelope. */
const maxMessageBytes = 8 * 1024 * 1024;
const maxTicketBytes = 200;
/** A socket that has not said by then who it is, is closed. */
const maxSecondsWithoutToken = 10;

/**
 * Serves the wizard and the router on 127.0.0.1.
 * @param port 0 for any free one
 * @param project the project that the page opens at first
 * @throws Problem `wizard-not-built` (usage), `port-taken` (usage)
 */
export async function serveWizard(context: Context, port: number, project?: string): Promise<WizardServer> {
  const files = await loadWizardFiles(join(context.programRoot, '.build', 'renderer'));
  const server = createServer();
  const bound = await listen(server, port);
  const access = new WizardAccess(bound, project);
  server.on('request', (request, response) => void answer(request, response, access, files));

  const sockets = new WebSocketServer({ noServer: true, maxPayload: maxMessageBytes });
  const handler = applyWSSHandler({
    wss: sockets,
    router: appRouter,
    createContext: ({ info, res }) => {
      const token = info.connectionParams?.['token'];
      if (token === undefined || !access.admits(token))
        throw new TRPCError({ code: 'UNAUTHORIZED', message: 'This page was not let in.' });
      clearTimeout(silent.get(res));
      return context;
    },
    keepAlive: { enabled: true },
  });
  const silent = new WeakMap<WebSocket, NodeJS.Timeout>();
  server.on('upgrade', (request, socket, head) => {
    // With this word the router waits for the first message before anything else.
    const allowed =
      request.url === '/api?connectionParams=1' && access.hostAllowed(request) && access.originAllowed(request);
    if (!allowed) {
      socket.end('HTTP/1.1 403 Forbidden\r\nConnection: close\r\n\r\n');
      return;
    }
    sockets.handleUpgrade(request, socket, head, (client) => {
      const limit = setTimeout(() => client.terminate(), maxSecondsWithoutToken * 1000);
      silent.set(client, limit);
      client.on('close', () => clearTimeout(limit));
      sockets.emit('connection', client, request);
    });
  });

  return {
    port: bound,
    newAddress: () => access.newAddress(),
    async close() {
      handler.broadcastReconnectNotification();
      for (const client of sockets.clients) client.terminate();
      sockets.close();
      server.closeAllConnections();
      await new Promise<void>((resolve) => server.close(() => resolve()));
    },
  };
}

async function answer(
  request: IncomingMessage,
  response: ServerResponse,
  access: WizardAccess,
  files: ReadonlyMap<string, ServedFile>,
): Promise<void> {
  const send = (status: number, type: string, body: string | Buffer, nonce = '') => {
    response.writeHead(status, {
      ...securityHeaders(nonce, [`ws://127.0.0.1:${access.port}`, `ws://localhost:${access.port}`]),
      'Content-Type': type,
      'Content-Length': Buffer.byteLength(body),
    });
    response.end(request.method === 'HEAD' ? undefined : body);
  };
  const refuse = (status: number, text: string) => send(status, 'text/plain; charset=utf-8', `${text}\n`);

  const target = request.url ?? '/';
  // `//` and the like are no address at all, and anybody on this machine may send them.
  if (!target.startsWith('/') || !URL.canParse(target, 'http://127.0.0.1')) {
    refuse(400, 'This is no address of the wizard.');
    return;
  }
  const url = new URL(target, 'http://127.0.0.1');
  const page = url.pathname === '/';
  if (!access.hostAllowed(request)) {
    refuse(403, 'This server answers only under its own address.');
    return;
  }
  if (request.method === 'POST' && (url.pathname === '/session' || url.pathname === '/session/check')) {
    const given = access.originAllowed(request) ? await bodyOf(request) : '';
    const answered = url.pathname === '/session' ? access.redeem(given) : access.admits(given) ? 'known' : undefined;
    if (answered === undefined) refuse(403, 'This is used up or incomplete.');
    else send(200, 'text/plain; charset=utf-8', answered);
    return;
  }
  if (request.method !== 'GET' && request.method !== 'HEAD') {
    refuse(405, 'Only GET is answered.');
    return;
  }
  // The files are the program's own and hold nothing of anybody: what matters goes through the socket.
  const file = files.get(page ? '/index.html' : url.pathname);
  if (file === undefined) refuse(404, 'There is nothing here.');
  else if (page) {
    const { body, nonce } = pageWithNonce(file.body);
    send(200, file.type, body, nonce);
  } else send(200, file.type, file.body);
}

/** The body of a request, as far as a ticket can be long; empty when its sender went away. */
async function bodyOf(request: IncomingMessage): Promise<string> {
  let body = '';
  try {
    for await (const part of request.setEncoding('utf8')) {
      body += String(part);
      if (body.length > maxTicketBytes) return '';
    }
  } catch {
    return '';
  }
  return body;
}

async function listen(server: Server, port: number): Promise<number> {
  await new Promise<void>((resolve, reject) => {
    server.once('error', (cause: NodeJS.ErrnoException) =>
      reject(
        cause.code === 'EADDRINUSE' || cause.code === 'EACCES'
          ? new Problem(
              'port-taken',
              'usage',
              `Port ${port} of 127.0.0.1 cannot be used: ${cause.message}. Choose another with --port, or leave it out.`,
              { cause },
            )
          : cause,
      ),
    );
    server.listen(port, '127.0.0.1', resolve);
  });
  return (server.address() as AddressInfo).port;
}
