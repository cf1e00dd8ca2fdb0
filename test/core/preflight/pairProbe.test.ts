import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:net';
import { describe, expect, it } from 'vitest';
import { parseProbe, probeScript } from '../../../core/preflight/pairProbe.ts';

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  await once(server, 'close');
  if (address === null || typeof address === 'string') throw new Error('no port');
  return address.port;
}

describe.skipIf(process.platform !== 'linux')('the probe between hosts', () => {
  it('listens, leaves served ports alone, reaches what listens and says why it does not reach the rest', async () => {
    const [open, closed] = [await freePort(), await freePort()];
    const served = createServer().listen(0, '0.0.0.0');
    await once(served, 'listening');
    const address = served.address();
    if (address === null || typeof address === 'string') throw new Error('no port');
    const targets = [open, closed, address.port].map((port) => ({ address: '127.0.0.1', port }));
    const listener = spawn('bash', ['-c', probeScript([open, address.port], targets)]);
    try {
      let stdout = '';
      for await (const chunk of listener.stdout) {
        stdout += String(chunk);
        if (/^connected$/m.test(stdout)) break;
        if (/^ready$/m.test(stdout)) listener.stdin.write('connect\n');
      }
      expect(stdout.split('\n')).toContain(`listening ${open}`);
      expect(stdout.split('\n')).toContain(`busy ${address.port}`);
      expect(parseProbe(stdout)).toMatchObject([
        { port: open, outcome: 'open' },
        { port: closed, outcome: 'refused', detail: 'Connection refused' },
        { port: address.port, outcome: 'open' },
      ]);
      expect(parseProbe(stdout)[0]?.rttSeconds).toBeGreaterThan(0);
    } finally {
      const ended = once(listener, 'exit');
      listener.stdin.end();
      await ended;
      served.close();
    }
  });

  it('reads hostile output as nothing', () => {
    expect(parseProbe('probe\t\u001b[31m\nprobe\n\0\nprobe\ta\t1\tboom\t\t\n')).toMatchObject([
      { address: 'a', outcome: 'error' },
    ]);
  });
});
