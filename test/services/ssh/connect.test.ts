import { execFileSync, spawn } from 'node:child_process';
import { readFileSync, statSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { utils } from 'ssh2';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Secret } from '../../../electron/services/secrets/secret.ts';
import { type ConnectOptions, connect } from '../../../electron/services/ssh/connect.ts';
import type { NewHostKey } from '../../../electron/services/ssh/hostKeys.ts';
import type { SshTarget } from '../../../electron/services/ssh/sshTarget.ts';
import { canRunSshd, Sshd } from './sshd.ts';

describe.skipIf(!canRunSshd)('connecting to a real sshd', { timeout: 60_000 }, () => {
  let sshd: Sshd;
  let inner: Sshd;

  beforeAll(async () => {
    sshd = new Sshd();
    inner = new Sshd();
    sshd.makeKey('locked', 'pass phrase');
    sshd.makeKey('stranger');
    sshd.authorize('user', 'locked');
    await sshd.start();
    await inner.start();
  });
  afterAll(async () => {
    await sshd?.dispose();
    await inner?.dispose();
  });

  async function runs(target: SshTarget, options: Partial<ConnectOptions> = {}): Promise<string> {
    const session = await connect(target, { hostKeys: sshd.hostKeys(), ...options });
    try {
      // The port stands in the command line of the sshd that the script descends from; its variables do not reach a script.
      const { stdout } = await session.run(
        'p=$$; while [ "$p" -gt 1 ]; do tr "\\0" " " <"/proc/$p/cmdline"; echo; p=$(awk \'/^PPid/ { print $2 }\' "/proc/$p/status"); done',
      );
      return / -p (\d+) /.exec(stdout)?.[1] ?? '';
    } finally {
      await session.close();
    }
  }

  const withKey = (name: string, passphrase?: string) =>
    sshd.target({
      auth: {
        keyPath: join(sshd.directory, name),
        ...(passphrase === undefined ? {} : { passphrase: new Secret(passphrase) }),
      },
    });

  it('logs in with a key, and with a key and its passphrase', async () => {
    expect(await runs(sshd.target())).toBe(String(sshd.port));
    expect(await runs(withKey('locked', 'pass phrase'))).toBe(String(sshd.port));
  });

  it('does not log in to this machine for a host that has no address yet', async () => {
    await expect(connect({ ...sshd.target(), address: '' }, { hostKeys: sshd.hostKeys() })).rejects.toMatchObject({
      code: 'unreachable',
      trouble: 'no-address',
      message: expect.stringContaining('has no address yet'),
    });
  });

  it('logs in with an agent', async () => {
    const socket = join(sshd.directory, 'agent');
    const agent = spawn('ssh-agent', ['-D', '-a', socket], { stdio: 'ignore' });
    const before = process.env.SSH_AUTH_SOCK;
    try {
      process.env.SSH_AUTH_SOCK = socket;
      await expect.poll(() => statSync(socket, { throwIfNoEntry: false })?.isSocket()).toBe(true);
      execFileSync('ssh-add', ['-q', sshd.keyPath], { env: process.env, stdio: 'ignore' });
      expect(await runs(sshd.target({ auth: { agent: true } }))).toBe(String(sshd.port));
    } finally {
      if (before === undefined) delete process.env.SSH_AUTH_SOCK;
      else process.env.SSH_AUTH_SOCK = before;
      agent.kill();
    }
  });

  it.each([
    ['a key that is not authorized', () => withKey('stranger'), 'refused the login'],
    ['a wrong passphrase', () => withKey('locked', 'wrong'), 'Give its passphrase'],
    ['a missing passphrase', () => withKey('locked'), 'Give its passphrase'],
    ['a missing key file', () => withKey('nowhere'), 'ENOENT'],
    ['a public key', () => withKey('user.pub'), 'without .pub'],
    ['no way to log in', () => sshd.target({ auth: {} }), 'no key, agent or password'],
  ])('refuses %s', async (_what, target, message) => {
    await expect(runs(target())).rejects.toMatchObject({
      code: 'auth-failed',
      kind: 'unreachable',
      host: 'n1',
      message: expect.stringContaining(message),
    });
  });

  it('says that nothing listens, and that a silent port timed out', async () => {
    await expect(runs(sshd.target({ port: 1 }))).rejects.toMatchObject({ code: 'unreachable' });
    const silent = createServer((socket) => socket.resume());
    await new Promise<void>((done) => silent.listen(0, '127.0.0.1', done));
    const { port } = silent.address() as { port: number };
    const silence = runs(sshd.target({ port }), { handshakeTimeoutSeconds: 0.2 });
    await expect(silence).rejects.toMatchObject({
      code: 'timeout',
      message: expect.stringContaining('its login was not done'),
    });
    await new Promise((done) => silent.close(done));
  });

  it('asks once about an unknown key, stores it, and asks no more', async () => {
    const asked: NewHostKey[] = [];
    const name = 'known_hosts.confirm';
    const confirm = (key: NewHostKey) => {
      asked.push(key);
      return true;
    };
    const hostKeys = sshd.hostKeys({ confirm }, name);
    await Promise.all([
      runs(sshd.target(), { hostKeys }),
      runs(sshd.target(), { hostKeys }),
      runs(sshd.target(), { hostKeys }),
    ]);
    expect(asked).toEqual([
      { host: 'n1', address: '127.0.0.1', port: sshd.port, type: 'ssh-ed25519', fingerprint: sshd.fingerprint() },
    ]);
    expect(statSync(join(sshd.directory, name)).mode & 0o777).toBe(0o600);
    expect(
      execFileSync('ssh-keygen', ['-F', `[127.0.0.1]:${sshd.port}`, '-f', join(sshd.directory, name)], {
        encoding: 'utf8',
      }),
    ).toContain('ssh-ed25519');
    expect(await runs(sshd.target(), { hostKeys: sshd.hostKeys({}, name) })).toBe(String(sshd.port));
  });

  it('refuses an unknown key that nobody confirms, before it logs in', async () => {
    const refusal = { code: 'host-key-unknown', message: expect.stringContaining('SHA256:') };
    await expect(runs(sshd.target(), { hostKeys: sshd.hostKeys({}) })).rejects.toMatchObject(refusal);
    const hostKeys = sshd.hostKeys({ confirm: () => false });
    await expect(runs(sshd.target(), { hostKeys })).rejects.toMatchObject(refusal);
  });

  it('stops at a changed key whatever the flags, and names file and line', async () => {
    const name = 'known_hosts.changed';
    const other = readFileSync(join(inner.directory, 'host.pub'), 'utf8').split(' ').slice(0, 2).join(' ');
    writeFileSync(join(sshd.directory, name), `# first line\n[127.0.0.1]:${sshd.port} ${other}\n`);
    const hostKeys = sshd.hostKeys({ acceptNew: true, confirm: () => true }, name);
    await expect(runs(sshd.target(), { hostKeys })).rejects.toMatchObject({
      code: 'host-key-changed',
      message: expect.stringContaining(`${name} line 2`),
    });
    await hostKeys.forget('127.0.0.1', sshd.port);
    expect(await runs(sshd.target(), { hostKeys })).toBe(String(sshd.port));
  });

  it('asks for the type of key that is recorded', async () => {
    sshd.makeKey('host-again');
    execFileSync('ssh-keygen', ['-q', '-t', 'ecdsa', '-N', '', '-f', join(sshd.directory, 'host-ecdsa')]);
    const both = new Sshd();
    try {
      await both.start(`HostKey ${join(sshd.directory, 'host-ecdsa')}`);
      const hostKeys = both.hostKeys({});
      const key = utils.parseKey(readFileSync(join(sshd.directory, 'host-ecdsa.pub')));
      if (key instanceof Error) throw key;
      await hostKeys.store('127.0.0.1', both.port, key.getPublicSSH());
      expect(await runs(both.target(), { hostKeys })).toBe(String(both.port));
    } finally {
      await both.dispose();
    }
  });

  it('goes through a jump host, verifying both', async () => {
    const jump = sshd.target({ name: 'jump' });
    const target = inner.target({ name: 'inside', jump });
    const asked: string[] = [];
    const hostKeys = sshd.hostKeys({
      confirm: ({ host }) => {
        asked.push(host);
        return true;
      },
    });
    expect(await runs(target, { hostKeys })).toBe(String(inner.port));
    expect(asked).toEqual(['jump', 'inside']);
    await expect(runs({ ...target, port: 1 }, { hostKeys })).rejects.toMatchObject({
      code: 'unreachable',
      host: 'inside',
      message: expect.stringContaining('its jump host jump could not connect'),
    });
    await expect(
      runs({ ...target, jump: { ...jump, auth: withKey('stranger').auth } }, { hostKeys }),
    ).rejects.toMatchObject({
      code: 'auth-failed',
      host: 'jump',
    });
  });

  it('comes back after MaxStartups turned it away, and gives up when that does not end', async () => {
    const busy = new Sshd();
    try {
      await busy.start('MaxStartups 2:100:3');
      const hostKeys = busy.hostKeys();
      expect(await Promise.all(Array.from({ length: 15 }, () => runs(busy.target(), { hostKeys })))).toEqual(
        Array.from({ length: 15 }, () => String(busy.port)),
      );
    } finally {
      await busy.dispose();
    }
    const rude = createServer((socket) => socket.resume().end('Exceeded MaxStartups\r\n'));
    await new Promise<void>((done) => rude.listen(0, '127.0.0.1', done));
    const { port } = rude.address() as { port: number };
    await expect(runs(sshd.target({ port }), { attempts: 2 })).rejects.toMatchObject({
      code: 'unreachable',
      message: expect.stringContaining('closed 2 connections'),
    });
    await new Promise((done) => rude.close(done));
  });

  it('can be aborted', async () => {
    const reason = new Error('enough');
    await expect(runs(sshd.target(), { signal: AbortSignal.abort(reason) })).rejects.toBe(reason);
  });
});
