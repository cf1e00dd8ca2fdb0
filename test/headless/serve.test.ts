import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { type IncomingMessage, request } from 'node:http';
import { connect } from 'node:net';
import { networkInterfaces, tmpdir } from 'node:os';
import { join } from 'node:path';
import { createTRPCClient, createWSClient, wsLink } from '@trpc/client';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { WebSocket } from 'ws';
import type { Context } from '../../electron/api/context.ts';
import type { AppRouter } from '../../electron/api/router.ts';
import { createShellContext } from '../../electron/headless/createShell.ts';
import { serveWizard, type WizardServer } from '../../electron/headless/serve/serveWizard.ts';

interface Answer {
  readonly status: number;
  readonly headers: IncomingMessage['headers'];
  readonly body: string;
}

let root: string;
let context: Context;
let server: WizardServer;

/** Asks as no browser would: path and headers exactly as given. */
function ask(path: string, headers: Record<string, string> = {}, method = 'GET', sentBody = ''): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const sent = request({ host: '127.0.0.1', port: server.port, path, headers, method }, (response) => {
      const parts: Buffer[] = [];
      response.on('data', (part: Buffer) => parts.push(part));
      response.on('end', () =>
        resolve({
          status: response.statusCode ?? 0,
          headers: response.headers,
          body: Buffer.concat(parts).toString('utf8'),
        }),
      );
    });
    sent.on('error', reject);
    sent.end(sentBody);
  });
}

const origin = () => `http://127.0.0.1:${server.port}`;

/** The ticket of a new address. */
function newTicket(): string {
  return new URLSearchParams(new URL(server.newAddress()).hash.slice(1)).get('ticket') ?? '';
}

/** Exchanges a ticket, as a page does. */
function exchange(ticket: string, headers: Record<string, string> = { origin: origin() }): Promise<Answer> {
  return ask('/session', headers, 'POST', ticket);
}

/** Opens a new address, as the page does that it is meant for. */
async function admitted(): Promise<string> {
  const { status, body } = await exchange(newTicket());
  expect(status).toBe(200);
  return body;
}

/** Whether the server takes a WebSocket with these headers: the status that it answers with. */
function upgrade(headers: Record<string, string>, path = '/api?connectionParams=1'): Promise<number> {
  return new Promise((resolve, reject) => {
    const socket = new WebSocket(`ws://127.0.0.1:${server.port}${path}`, { headers });
    socket.on('open', () => {
      socket.close();
      resolve(101);
    });
    socket.on('unexpected-response', (_, response) => {
      resolve(response.statusCode ?? 0);
      socket.terminate();
    });
    socket.on('error', reject);
  });
}

/** What a socket hears whose first message is this, until the server ends it or half a second has passed. */
function hears(first: unknown, path = '/api?connectionParams=1', maxMilliseconds = 500): Promise<string> {
  return new Promise((resolve, reject) => {
    const socket = new WebSocket(`ws://127.0.0.1:${server.port}${path}`, { headers: { origin: origin() } });
    let heard = '';
    const question = { id: 1, method: 'query', params: { path: 'export.formats', input: null } };
    socket.on('open', () => {
      for (const message of [first, question]) if (message !== undefined) socket.send(JSON.stringify(message));
      setTimeout(() => socket.close(), maxMilliseconds).unref();
    });
    socket.on('message', (text) => {
      heard += String(text);
      if (heard.includes('"result"')) socket.close();
    });
    socket.on('close', () => resolve(heard));
    socket.on('unexpected-response', (_, response) => resolve(String(response.statusCode)));
    socket.on('error', reject);
  });
}
const says = (data: unknown) => ({ method: 'connectionParams', data });

beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'quorate-serve-'));
  const built = join(root, '.build', 'renderer');
  await mkdir(join(built, 'assets'), { recursive: true });
  await writeFile(join(built, 'index.html'), '<meta name="style-nonce" content="__STYLE_NONCE__">');
  await writeFile(join(built, 'assets', 'index.js'), 'built');
  await writeFile(join(built, 'assets', 'index.js.map'), 'not for anyone');
  await writeFile(join(root, '.build', 'secret.js'), 'outside');
  context = { ...createShellContext({ acceptNewHostKeys: false, interactive: false }), programRoot: root };
  server = await serveWizard(context, 0);
});

afterAll(async () => {
  await server?.close();
  await rm(root, { recursive: true, force: true });
});

describe('who is let in', () => {
  it('listens on 127.0.0.1 alone', async () => {
    const others = Object.values(networkInterfaces())
      .flat()
      .filter((one) => one !== undefined && !one.internal && one.family === 'IPv4')
      .map((one) => one?.address ?? '');
    const reached = (address: string) =>
      new Promise<boolean>((resolve) => {
        const socket = connect({ host: address, port: server.port, timeout: 2000 });
        const end = (yes: boolean) => {
          socket.destroy();
          resolve(yes);
        };
        socket.on('connect', () => end(true));
        socket.on('error', () => end(false));
        socket.on('timeout', () => end(false));
      });
    expect(await reached('127.0.0.1')).toBe(true);
    expect(await Promise.all([...others, '127.0.0.2', '::1'].map(reached))).not.toContain(true);
  });

  it('keeps the ticket behind the #, exchanges it once, and sets no cookie', async () => {
    expect(server.newAddress()).toMatch(new RegExp(`^http://127\\.0\\.0\\.1:${server.port}/#ticket=[\\w-]{43}$`));
    const ticket = newTicket();
    const first = await exchange(ticket);
    expect([first.status, first.body]).toEqual([200, expect.stringMatching(/^[\w-]{43}$/)]);
    expect(first.body).not.toBe(ticket);
    for (const wrong of [ticket, '', first.body, `${ticket}x`, 'x'.repeat(100_000)])
      expect((await exchange(wrong)).status).toBe(403);
    for (const answer of [first, await ask('/'), await ask('/assets/index.js')])
      expect(answer.headers).not.toHaveProperty('set-cookie');
  });

  it('voids an address when a newer one is made, and not the page that was let in', async () => {
    const older = newTicket();
    const token = await admitted();
    expect((await exchange(older)).status).toBe(403);
    expect((await ask('/session/check', { origin: origin() }, 'POST', token)).status).toBe(200);
    expect((await ask('/session/check', { origin: origin() }, 'POST', `${token}x`)).status).toBe(403);
  });

  it.each(['evil.example', '127.0.0.1', '127.0.0.1:1', '[::1]'])('refuses the Host %s', async (host) => {
    expect((await ask('/', { host })).status).toBe(403);
    expect((await exchange(newTicket(), { host, origin: `http://${host}` })).status).toBe(403);
    expect(await upgrade({ host, origin: `http://${host}` })).toBe(403);
  });

  it('exchanges nothing for a page of another server, which does not use the ticket up', async () => {
    const ticket = newTicket();
    for (const other of ['http://evil.example', 'null', 'http://127.0.0.1:1', `http://localhost:${server.port}`])
      expect((await exchange(ticket, { origin: other })).status).toBe(403);
    expect((await exchange(ticket, {})).status).toBe(403);
    expect((await exchange(ticket)).status).toBe(200);
  });

  it('answers GET and HEAD, and no preflight of another origin', async () => {
    for (const method of ['POST', 'PUT', 'DELETE', 'OPTIONS'])
      expect((await ask('/', { origin: 'http://evil.example' }, method)).status).toBe(405);
    const head = await ask('/', {}, 'HEAD');
    expect([head.status, head.body]).toEqual([200, '']);
  });
});

describe('what is served', () => {
  it('gives the built files and nothing beside them, whatever the path says', async () => {
    expect(await ask('/assets/index.js')).toMatchObject({ status: 200, body: 'built' });
    for (const path of [
      '/../secret.js',
      '/assets/../../secret.js',
      '/%2e%2e/secret.js',
      '/..%2fsecret.js',
      '/assets/..%5c..%5csecret.js',
      '//secret.js',
      '/assets',
      '/assets/',
      '/assets/index.js%00',
      '/assets/index.js.map',
      '/package.json',
    ])
      expect((await ask(path)).body, path).not.toMatch(/outside|not for anyone|"name"/);
  });

  it('survives targets that are no path', async () => {
    for (const path of ['*', '//', 'http://', 'http://evil.example/', '/%', '\\\\', `/?${'a'.repeat(8000)}`])
      await ask(path);
    expect((await ask('/')).status).toBe(200);
  });

  it('allows the page its own files and its own socket alone, with a nonce for each answer', async () => {
    const first = await ask('/');
    const second = await ask('/');
    for (const answer of [first, second]) {
      const policy = String(answer.headers['content-security-policy']);
      expect(policy).toContain("default-src 'none'");
      expect(policy).toContain("script-src 'self';");
      expect(policy).not.toMatch(/unsafe|\*|https?:/);
      expect(policy).toContain(`'nonce-${/content="([^"]+)"/.exec(answer.body)?.[1]}'`);
      expect(policy).toMatch(/base-uri 'none'.*form-action 'none'.*frame-ancestors 'none'/);
      expect(answer.headers).toMatchObject({
        'x-content-type-options': 'nosniff',
        'referrer-policy': 'no-referrer',
        'cross-origin-opener-policy': 'same-origin',
        'cross-origin-resource-policy': 'same-origin',
        'cache-control': 'no-store',
      });
      expect(Object.keys(answer.headers).filter((name) => name.startsWith('access-control'))).toEqual([]);
    }
    expect(second.body).not.toBe(first.body);
  });
});

describe('the socket', () => {
  it('is for a page of this server', async () => {
    expect(await upgrade({ origin: origin() })).toBe(101);
    expect(await upgrade({})).toBe(403);
    for (const other of ['null', 'http://evil.example', `http://localhost:${server.port}`])
      expect(await upgrade({ origin: other })).toBe(403);
    expect(await upgrade({ origin: origin() }, '/other')).toBe(403);
    expect(await upgrade({ origin: origin() }, '/api')).toBe(403);
  });

  it('answers nobody whose first message has no token of this server', async () => {
    const token = await admitted();
    // The first question loads its part of the router; from then on an answer comes at once.
    expect(await hears(says({ token }), undefined, 30_000)).toContain('"result"');
    for (const first of [
      undefined,
      says({}),
      says(null),
      says({ token: '' }),
      says({ token: `${token}x` }),
      says({ token: newTicket() }),
      { id: 0, method: 'query', params: { path: 'projects.list', input: null } },
    ])
      expect(await hears(first)).not.toContain('"result"');
  });

  it('carries the router', async () => {
    const client = socketClient(await admitted());
    try {
      expect(await client.api.export.formats.query()).toContainEqual(expect.objectContaining({ id: 'plan' }));
    } finally {
      client.close();
    }
  });
});

describe('work that goes on', () => {
  it('is followed again from its beginning by a page that was reloaded', async () => {
    let tell: (line: string) => void = () => undefined;
    let finish: () => void = () => undefined;
    const { id } = context.live.runs.start('deploy', '/reload.yaml', async ({ emit }) => {
      tell = (line) => emit({ type: 'deploy', event: { code: 'output', id: 'a', host: 'n1', lines: [line] } });
      await new Promise<void>((resolve) => {
        finish = resolve;
      });
      return { outcome: 'stopped' };
    });
    const token = await admitted();
    tell('one');
    const before = follow(token, id);
    await before.until(['one']);
    before.client.close();
    tell('two');
    const after = follow(token, id);
    await after.until(['one', 'two']);
    // The network is lost and comes back: what was told meanwhile arrives, and nothing arrives twice.
    after.client.drop();
    tell('three');
    await after.until(['one', 'two', 'three']);
    finish();
    await after.ended;
    expect(after.lines).toEqual(['one', 'two', 'three']);
    after.client.close();
  });
});

/** Follows a run as the page does. */
function follow(token: string, id: string) {
  const client = socketClient(token);
  const lines: string[] = [];
  let look: () => void = () => undefined;
  const ended = new Promise<void>((resolve, reject) => {
    client.api.runs.follow.subscribe(
      { id },
      {
        onData({ data }) {
          for (const { event } of data)
            if (event.type === 'deploy' && event.event.code === 'output') lines.push(...event.event.lines);
          look();
        },
        onComplete: resolve,
        onError: reject,
      },
    );
  });
  const until = (wanted: readonly string[]) =>
    new Promise<void>((resolve) => {
      look = () => {
        if (wanted.every((line) => lines.includes(line))) resolve();
      };
      look();
    });
  return { client, lines, until, ended };
}

/** The page's client, with the headers that a browser would add. */
function socketClient(token: string) {
  const sockets: WebSocket[] = [];
  class Socket extends WebSocket {
    constructor(url: string) {
      super(url, { headers: { origin: origin() } });
      sockets.push(this);
    }
  }
  const client = createWSClient({
    url: `ws://127.0.0.1:${server.port}/api`,
    WebSocket: Socket as unknown as typeof globalThis.WebSocket,
    connectionParams: { token },
    retryDelayMs: () => 50,
  });
  return {
    api: createTRPCClient<AppRouter>({ links: [wsLink({ client })] }),
    /** Ends the connection as a lost network does. */
    drop: () => sockets.at(-1)?.terminate(),
    close: () => void client.close(),
  };
}
