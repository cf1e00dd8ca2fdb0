import { execFileSync, spawnSync } from 'node:child_process';
import { createHash, randomBytes } from 'node:crypto';
import { mkdirSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { connect as connectTcp, createServer, type Server } from 'node:net';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { connect } from '../../../electron/services/ssh/connect.ts';
import { HostPool } from '../../../electron/services/ssh/hostPool.ts';
import type { HostSession } from '../../../electron/services/ssh/hostSession.ts';
import { canRunSshd, Sshd } from './sshd.ts';

describe.skipIf(!canRunSshd)('a session with a real sshd', { timeout: 60_000 }, () => {
  let sshd: Sshd;
  let session: HostSession;

  beforeAll(async () => {
    sshd = new Sshd();
    await sshd.start();
    session = await connect(sshd.target(), { hostKeys: sshd.hostKeys() });
  });
  afterAll(async () => {
    await session?.close();
    await sshd?.dispose();
  });

  it('runs a script with its input and tells output, errors and status apart', async () => {
    const before = session.roundTrips;
    const script = `read -r first; rest=$(cat)\nprintf '%s|%s' "$first" "$rest"; echo ouch >&2\nexit 7`;
    const result = await session.run(script, { stdin: Buffer.from('one\ntwo\n3\u00e9') });
    expect(result).toEqual({ code: 7, stdout: 'one|two\n3\u00e9', stderr: 'ouch\n', truncated: false });
    expect((await session.run(`cat; echo "$# \${quorate_s-unset} $LC_ALL"`)).stdout).toBe('0 unset C.UTF-8\n');
    expect((await session.run('set -eu\nfalse\necho not reached')).code).toBe(1);
    expect((await session.run('set -eu\necho "$nowhere"')).stderr).toContain('nowhere: unbound variable');
    expect(await session.run('kill -KILL $$')).toMatchObject({ code: 137, signal: 'KILL' });
    expect((await session.run('cat <<"END"\n\'"`$(x)\u00fc\nEND')).stdout).toBe('\'"`$(x)\u00fc\n');
    expect(session.roundTrips - before).toBe(6);
  });

  it('hands on binary input whole, from a buffer and from a stream', async () => {
    const bytes = randomBytes(5_000_000);
    const sum = createHash('sha256').update(bytes).digest('hex');
    expect((await session.run('sha256sum', { stdin: bytes })).stdout).toBe(`${sum}  -\n`);
    const chunks = Array.from({ length: 50 }, (_unused, index) =>
      bytes.subarray(index * 100_000, (index + 1) * 100_000),
    );
    expect((await session.run('sha256sum', { stdin: Readable.from(chunks) })).stdout).toBe(`${sum}  -\n`);
  });

  it('shows nothing of a script in the list of processes', async () => {
    const { stdout } = await session.run(
      'secret=tell-nobody-1234\n(sleep 5 & ps -eo args; kill $!) ; tr "\\0" " " < /proc/$$/cmdline; tr "\\0" " " < /proc/$$/environ',
    );
    expect(stdout).toContain('sleep 5');
    expect(stdout).toContain('bash --noprofile --norc -p -c');
    expect(stdout).not.toContain('tell-nobody');
  });

  it('runs 30 scripts at once over one connection', async () => {
    const results = await Promise.all(
      Array.from({ length: 30 }, (_unused, index) => session.run(`echo ${index}; sleep 0.02`)),
    );
    expect(results.map(({ stdout }) => stdout.trim())).toEqual(
      Array.from({ length: 30 }, (_unused, index) => String(index)),
    );
  });

  it('bounds the output it keeps, hands all of it on, and ends well', async () => {
    let passedOn = 0;
    const result = await session.run('yes \u00e9\u00e9\u00e9\u00e9 | head -c 20000000; echo done >&2', {
      onStdout: (chunk) => {
        passedOn += chunk.length;
      },
      maxOutputBytes: 100_001,
    });
    expect(result).toMatchObject({ code: 0, truncated: true, stderr: 'done\n' });
    expect(Buffer.byteLength(result.stdout)).toBeLessThanOrEqual(100_001);
    expect(result.stdout.replaceAll('\u00e9\u00e9\u00e9\u00e9\n', '')).toMatch(/^\u00e9{0,3}$/);
    expect(passedOn).toBeGreaterThan(10_000_000);
  });

  it('is not held up by a program that a script leaves in the background', async () => {
    const result = await session.run('sleep 30 & echo $!');
    expect(result.code).toBe(0);
    process.kill(Number(result.stdout));
  });

  it('stops a script at its time limit and when aborted', async () => {
    const command = `sleep ${60 + process.pid}.25`;
    const gone = () => expect.poll(() => spawnSync('pgrep', ['-f', `^${command}$`]).status).toBe(1);
    // The first limit ends before the script has begun on the host, the second one later.
    for (const timeoutSeconds of [0.001, 0.5]) {
      await expect(session.run(command, { timeoutSeconds })).rejects.toMatchObject({
        code: 'timeout',
        message: expect.stringContaining(`not done after ${timeoutSeconds} seconds`),
      });
      await gone();
    }
    const stop = new AbortController();
    const reason = new Error('enough');
    const aborted = session.run(`echo started; ${command}`, {
      signal: stop.signal,
      onStdout: () => stop.abort(reason),
    });
    await expect(aborted).rejects.toBe(reason);
    await gone();
    expect((await session.run('echo alive')).stdout).toBe('alive\n');
  });

  it('does not run a script of which the end is missing', async () => {
    const { loaderCommand } = await import('../../../electron/services/ssh/scriptLoader.ts');
    const marker = join(sshd.directory, 'ran');
    const command = loaderCommand('login');
    const cut = execFileSync('sh', ['-c', `${command}; echo "status $?"`], {
      input: `900\ntouch ${marker}\n`,
      encoding: 'utf8',
      stdio: 'pipe',
    });
    expect(cut).toContain('status 125');
    expect(readdirSync(sshd.directory)).not.toContain('ran');
  });

  it('copes with login scripts that talk, and refuses a login without a shell', async () => {
    const forced = new Sshd();
    try {
      await forced.start('ForceCommand echo "good morning"; eval "$SSH_ORIGINAL_COMMAND"');
      const chatty = await connect(forced.target(), { hostKeys: forced.hostKeys() });
      expect((await chatty.run('echo mine')).stdout).toBe('mine\n');
      await chatty.close();
      await forced.stop();
      await forced.start('ForceCommand echo "This account is not available"; exit 1');
      const mute = await connect(forced.target(), { hostKeys: forced.hostKeys() });
      await expect(mute.run('echo mine')).rejects.toMatchObject({
        code: 'auth-failed',
        message: expect.stringContaining('account is not available'),
      });
      await mute.close();
    } finally {
      await forced.dispose();
    }
  });

  it('waits for sessions when the host allows only a few', async () => {
    const narrow = new Sshd();
    try {
      await narrow.start('MaxSessions 2');
      const few = await connect(narrow.target(), { hostKeys: narrow.hostKeys() });
      const results = await Promise.all(Array.from({ length: 6 }, (_unused, index) => few.run(`echo ${index}`)));
      expect(results.map(({ stdout }) => stdout)).toEqual(['0\n', '1\n', '2\n', '3\n', '4\n', '5\n']);
      await few.close();
    } finally {
      await narrow.dispose();
    }
  });

  it('puts files under any name, with mode and owner, and leaves the old one when it fails', async () => {
    const folder = join(sshd.directory, "odd 'folder' $(touch pwned)\nline `x`");
    mkdirSync(folder);
    const before = session.roundTrips;
    for (const name of [
      'plain',
      "it's",
      'a\nb',
      '$(touch pwned)',
      '`touch pwned`',
      '-rf',
      '"; touch pwned; "',
      '*',
      '\\',
      '\u00fc ',
    ]) {
      await session.putFile(join(folder, name), `content of ${name}\0`, { mode: 0o640, owner: 'root:root' });
      expect(readFileSync(join(folder, name), 'utf8')).toBe(`content of ${name}\0`);
      expect(statSync(join(folder, name)).mode & 0o7777).toBe(0o640);
    }
    expect(session.roundTrips - before).toBe(10);
    expect(readdirSync(folder)).toHaveLength(10);
    for (const path of ['relative', '/etc/../etc/x', `${folder}/../x`, '/a/', '/a/./b', '/a\0b', '']) {
      await expect(session.putFile(path, 'x', { mode: 0o600 })).rejects.toMatchObject({ code: 'remote-path' });
    }
    const plain = join(folder, 'plain');
    const short = { stream: Readable.from(['short']), sizeBytes: 6 };
    await expect(session.putFile(plain, short, { mode: 0o600 })).rejects.toMatchObject({
      code: 'remote-write-failed',
      message: expect.stringContaining('only 5 of 6 bytes'),
    });
    const broken = new Readable({ read: () => {} });
    const failing = session.putFile(plain, { stream: broken, sizeBytes: 6 }, { mode: 0o600 });
    broken.destroy(new Error('the disk here failed'));
    await expect(failing).rejects.toThrow('the disk here failed');
    await expect(session.putFile(plain, 'x', { mode: 0o600, owner: 'nobody-at-all' })).rejects.toMatchObject({
      code: 'remote-write-failed',
    });
    await expect(session.putFile(join(plain, 'below'), 'x', { mode: 0o600 })).rejects.toMatchObject({
      code: 'remote-write-failed',
    });
    await expect(session.putFile(folder, 'x', { mode: 0o600 })).rejects.toMatchObject({ code: 'remote-write-failed' });
    expect(readFileSync(plain, 'utf8')).toBe('content of plain\0');
    await expect.poll(() => readdirSync(folder)).toHaveLength(10);
    expect(readdirSync(sshd.directory)).not.toContain('pwned');
  });

  describe('forwarding', () => {
    let echo: Server;
    let port: number;
    beforeAll(async () => {
      echo = createServer((socket) => socket.on('error', () => {}).pipe(socket));
      await new Promise<void>((done) => echo.listen(0, '127.0.0.1', done));
      port = (echo.address() as { port: number }).port;
    });
    afterAll(() => new Promise((done) => echo.close(done)));

    it('carries a stream that behaves as a socket', async () => {
      const stream = await session.forward('127.0.0.1', port);
      stream.setNoDelay().setKeepAlive().ref().unref();
      await new Promise<void>((done) => stream.connect().once('connect', done));
      stream.write('ping');
      expect(String(await new Promise((done) => stream.once('data', done)))).toBe('ping');
      const closed = new Promise((done) => stream.once('close', done));
      stream.end();
      await closed;
      await expect(session.forward('127.0.0.1', 1)).rejects.toMatchObject({ code: 'unreachable', host: 'n1' });
    });

    it('listens on loopback only, for 100 connections, and closes them', async () => {
      const listener = await session.listenLocal('127.0.0.1', port);
      const say = (text: string) =>
        new Promise<string>((resolve, reject) => {
          const socket = connectTcp(listener.port, '127.0.0.1', () => socket.write(text));
          socket.on('error', reject).once('data', (data) => {
            resolve(data.toString());
            socket.end();
          });
        });
      const words = Array.from({ length: 100 }, (_unused, index) => `word ${index}`);
      expect(await Promise.all(words.map(say))).toEqual(words);
      const open = connectTcp(listener.port, '127.0.0.1');
      await new Promise((done) => open.once('connect', done));
      const closed = new Promise((done) => open.once('close', done));
      await listener.close();
      await closed;
      await expect(say('x')).rejects.toThrow('ECONNREFUSED');
    });

    it('frees every forward when a listener is closed before its clients: more of them than may be open at once', async () => {
      for (let round = 0; round < 70; round += 1) {
        const listener = await session.listenLocal('127.0.0.1', port);
        const socket = connectTcp(listener.port, '127.0.0.1', () => socket.write('x'));
        await new Promise((resolve, reject) => socket.on('error', reject).once('data', resolve));
        await listener.close();
      }
    });
  });

  it('says that a connection was lost while a script ran, and the pool makes a new one', async () => {
    const pool = new HostPool({ hostKeys: sshd.hostKeys() });
    const target = sshd.target();
    try {
      const first = await pool.session(target);
      expect(await pool.session(target)).toBe(first);
      const kill = first.run('echo $PPID; sleep 60', { onStdout: (chunk) => process.kill(Number(chunk), 'SIGKILL') });
      const queued = Array.from({ length: 10 }, () => first.run('sleep 60'));
      for (const run of [kill, ...queued])
        await expect(run).rejects.toMatchObject({ code: 'lost', host: 'n1', kind: 'unreachable' });
      await expect(first.forward('127.0.0.1', 1)).rejects.toMatchObject({ code: 'lost' });
      const earlier = pool.roundTrips(target);
      const second = await pool.session(target);
      expect(second).not.toBe(first);
      expect((await second.run('echo back')).stdout).toBe('back\n');
      expect(pool.roundTrips(target)).toBe(earlier + 1);
    } finally {
      await pool.close();
    }
  });

  it('works on many hosts at once and reports those that cannot be reached', async () => {
    const pool = new HostPool({ hostKeys: sshd.hostKeys() }, 5);
    try {
      const good = ['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h'].map((name) => sshd.target({ name }));
      const targets = [...good, sshd.target({ name: 'down', port: 1 })];
      const outcomes = await pool.all(targets, async (host) => (await host.run(`echo ${host.name}`)).stdout.trim());
      expect(outcomes.slice(0, 8)).toEqual(good.map(({ name }) => ({ host: name, ok: true, value: name })));
      expect(outcomes[8]).toMatchObject({ host: 'down', ok: false, error: { code: 'unreachable' } });
      await expect(pool.all(good, async () => Promise.reject(new TypeError('a fault')))).rejects.toThrow('a fault');
    } finally {
      await pool.close();
    }
  });
});
