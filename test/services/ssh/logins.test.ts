import { execFileSync, spawnSync } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { type AddressInfo, createConnection, createServer, type Socket } from 'node:net';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { connect } from '../../../electron/services/ssh/connect.ts';
import type { HostSession } from '../../../electron/services/ssh/hostSession.ts';
import type { SshTarget } from '../../../electron/services/ssh/sshTarget.ts';
import { canRunSshd, Sshd } from './sshd.ts';

const canSudo = ['/usr/bin/sudo', '/usr/sbin/useradd', '/usr/sbin/userdel', '/usr/bin/chage'].every((path) =>
  existsSync(path),
);
const user = `quorate-login-${process.pid}`;
const home = `/tmp/${user}`;
const rules = `/etc/sudoers.d/${user}`;
const everything = `${user} ALL=(ALL:ALL) NOPASSWD: ALL`;

describe.skipIf(!canRunSshd || !canSudo)('logins as people have them', { timeout: 60_000 }, () => {
  let sshd: Sshd;

  beforeAll(async () => {
    process.once('exit', removeUser);
    execFileSync('useradd', ['--create-home', '--home-dir', home, '--shell', '/bin/bash', user], { stdio: 'pipe' });
    // An account without any password counts as locked.
    execFileSync('usermod', ['-p', '*', user]);
    sshd = new Sshd();
    await sshd.start('PermitUserEnvironment yes');
  });
  afterEach(() => {
    for (const name of ['.bashrc', '.zshenv', '.cshrc', '.ssh/environment', '.config/fish/config.fish'])
      rmSync(join(home, name), { force: true });
    execFileSync('usermod', ['--shell', '/bin/bash', user]);
    rmSync(rules, { force: true });
  });
  afterAll(async () => {
    await sshd?.dispose();
    removeUser();
    process.off('exit', removeUser);
  });

  async function withLogin<T>(
    work: (session: HostSession) => Promise<T>,
    changes: Partial<SshTarget> = {},
    server = sshd,
  ): Promise<T> {
    const session = await connect(server.target({ user, ...changes }), { hostKeys: server.hostKeys(), attempts: 2 });
    try {
      return await work(session);
    } finally {
      await session.close();
    }
  }

  function put(name: string, text: string): void {
    const path = join(home, name);
    mkdirSync(join(path, '..'), { recursive: true });
    writeFileSync(path, text);
    execFileSync('chown', ['-R', user, home]);
  }

  const variables = 'TMPDIR PERL5OPT PYTHONPATH GREP_OPTIONS CDPATH LANG BASH_ENV SHELLOPTS LD_PRELOAD_X QUORATE_X';
  const leaky = [
    'ls() { echo mine; }; export -f ls; printf() { :; }; export -f printf; env() { :; }; export -f env',
    `echo noisy; echo noisy >&2; export ${variables.split(' ').slice(0, 6).join('=/nowhere ')}=de_DE.UTF-8 QUORATE_X=1`,
    `export BASH_ENV=${home}/.env SHELLOPTS`,
    'ulimit -S -f 1; cd /tmp',
    'set -eu; shopt -s expand_aliases nullglob; alias cat=false ls=false exec=false; umask 077; IFS=x',
    '',
  ].join('\n');
  const state = `ls -d /; umask; echo "$-" | tr -d pBhc; shopt nullglob; printf '%s\\n' "$LC_ALL" "$PATH" "$HOME"; ulimit -S -f
for v in ${variables.replace('SHELLOPTS ', '')}; do [ -z "\${!v+x}" ] || echo "leaks $v"; done; bash -c 'type -t ls; type -t printf'`;
  const wanted = (ownHome: string) =>
    `/\n0022\n\nnullglob       \toff\nC.UTF-8\n/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin\n${ownHome}\nunlimited\nfile\nbuiltin\n`;

  it('starts every script from the same state, whatever the start-up files of the login do', async () => {
    put('.env', 'echo from BASH_ENV; set -u');
    put('.ssh/environment', `BASH_ENV=${home}/.env\nPERL5OPT=-Mnone\nTMPDIR=/nowhere\n`);
    put('.bashrc', leaky);
    await withLogin(async (session) => {
      expect(await session.run(state)).toMatchObject({ code: 0, stdout: wanted(home), stderr: '' });
    });
  });

  it('starts the scripts of sudo from it too, also where sudo keeps the environment', async () => {
    writeFileSync(rules, `Defaults:${user} !env_reset\n${everything}\n`, { mode: 0o440 });
    put('.env', 'echo from BASH_ENV; set -u');
    put('.bashrc', leaky);
    await withLogin(
      async (session) => {
        expect(await session.run(state)).toMatchObject({ code: 0, stdout: wanted('/root'), stderr: '' });
      },
      { sudo: true },
    );
  });

  it.each([
    ['/bin/dash', '.none', ''],
    ['/bin/zsh', '.zshenv', 'echo noisy; setopt NO_UNSET ERR_EXIT; export TMPDIR=/nowhere'],
    ['/bin/tcsh', '.cshrc', 'echo noisy; setenv TMPDIR /nowhere; alias exec false'],
    ['/usr/bin/fish', '.config/fish/config.fish', 'echo noisy; set -x TMPDIR /nowhere'],
  ])('runs scripts under the login shell %s', async (shell, file, text) => {
    if (!existsSync(shell)) return;
    execFileSync('usermod', ['--shell', shell, user]);
    put(file, `${text}\n`);
    writeFileSync(rules, `${everything}\n`, { mode: 0o440 });
    await withLogin(async (session) => {
      expect(await session.run(state)).toMatchObject({ stdout: wanted(home) });
      expect(await session.run(state, { sudo: true })).toMatchObject({ stdout: wanted('/root') });
    });
  });

  it.each([
    ['a start-up file that reads input', { '.bashrc': 'read -r line; read -r line' }, 'login-reads-input'],
    ['a start-up file that ends the shell', { '.bashrc': 'exit 0' }, 'forced-command'],
    [
      'the login of a cloud that wants another user',
      { '.bashrc': `echo 'Please login as the user "admin" rather than the user "root".'; exit 142` },
      'other-user',
    ],
  ])('names %s', async (_what, files, trouble) => {
    for (const [name, text] of Object.entries(files)) put(name, `${text}\n`);
    await withLogin((session) =>
      expect(session.run('true')).rejects.toMatchObject({ code: 'auth-failed', trouble, host: 'n1' }),
    );
  });

  it('names a login shell that lets nobody in', async () => {
    execFileSync('usermod', ['--shell', '/usr/sbin/nologin', user]);
    await withLogin((session) => expect(session.run('true')).rejects.toMatchObject({ trouble: 'no-shell' }));
  });

  describe('of sshd', () => {
    let other: Sshd;
    beforeAll(() => {
      other = new Sshd();
    });
    afterEach(() => other.stop());
    afterAll(() => other.dispose());

    it.each([
      ['ForceCommand /bin/echo hello', 'forced-command'],
      ['ForceCommand internal-sftp', 'sftp-only'],
    ])('%s', async (setting, trouble) => {
      await other.start(setting);
      const session = withLogin((one) => one.run('true', { timeoutSeconds: 10 }), {}, other);
      await expect(session).rejects.toMatchObject({ trouble });
    });

    it.each([
      ['ForceCommand /bin/echo hello', 'forced-command'],
      ['ForceCommand internal-sftp', 'sftp-only'],
    ])('%s, when all that the host says of it arrives in one piece', async (setting, trouble) => {
      await other.start(setting);
      const slow = await inPieces(other.port);
      try {
        const session = await connect(other.target({ user, port: slow.port }), {
          hostKeys: other.hostKeys(),
          attempts: 2,
        });
        try {
          await expect(session.run('true', { timeoutSeconds: 10 })).rejects.toMatchObject({ trouble });
        } finally {
          await session.close();
        }
      } finally {
        slow.close();
      }
    });

    it.each([
      ['an account that has expired', ['-E', '2001-01-01'], 'account-expired'],
      ['a password that has expired', ['-d', '0'], 'password-expired'],
    ])('%s', async (_what, words, trouble) => {
      await other.start('#', 'UsePAM yes');
      try {
        execFileSync('chage', [...words, user]);
        await expect(withLogin((one) => one.run('true'), {}, other)).rejects.toMatchObject({ trouble });
      } finally {
        execFileSync('chage', ['-E', '-1', '-d', '2020-01-01', '-M', '-1', user]);
      }
    });

    it('more keys than it looks at, and an account that it does not allow', async () => {
      await other.start('MaxAuthTries 1', 'AuthenticationMethods publickey');
      other.makeKey('stranger');
      const agent = await agentWith([join(other.directory, 'stranger')], other);
      try {
        await expect(withLogin((one) => one.run('true'), { auth: { agent: true } }, other)).rejects.toMatchObject({
          code: 'auth-failed',
          trouble: 'too-many-keys',
        });
      } finally {
        agent();
      }
      await other.stop();
      await other.start(`DenyUsers ${user}`);
      await expect(withLogin((one) => one.run('true'), {}, other)).rejects.toMatchObject({ code: 'auth-failed' });
    });

    it('one session at a time: scripts follow each other, and a stopped one is ended', async () => {
      await other.start('MaxSessions 1');
      await withLogin(
        async (session) => {
          const results = await Promise.all([1, 2, 3, 4].map((n) => session.run(`sleep 0.2; echo ${n}`)));
          expect(results.map((one) => one.stdout)).toEqual(['1\n', '2\n', '3\n', '4\n']);
          const mark = `${45_000 + process.pid}.5`;
          await expect(session.run(`sleep ${mark}`, { timeoutSeconds: 0.3 })).rejects.toMatchObject({
            code: 'timeout',
          });
          const found = () => spawnSync('pgrep', ['-f', `^sleep ${mark}$`], { encoding: 'utf8' }).stdout;
          await expect.poll(found, { timeout: 15_000 }).toBe('');
        },
        {},
        other,
      );
    });

    it.each([['AllowTcpForwarding no'], ['DisableForwarding yes'], ['PermitOpen none'], ['PermitOpen 127.0.0.1:1']])(
      'no forwarding (%s): connections are carried by a script',
      async (setting) => {
        const echo = createServer((socket) => socket.on('error', () => {}).pipe(socket));
        await new Promise<void>((done) => echo.listen(0, '127.0.0.1', done));
        const { port } = echo.address() as { port: number };
        await other.start(setting);
        try {
          await withLogin(
            async (session) => {
              for (let round = 0; round < 2; round += 1) {
                const stream = await session.forward('127.0.0.1', port);
                const sent = Buffer.alloc(3_000_000, `${round}\0\n\u00ff`);
                stream.end(sent);
                const got: Buffer[] = [];
                for await (const chunk of stream) got.push(chunk as Buffer);
                expect(Buffer.concat(got).equals(sent)).toBe(true);
              }
              await expect(session.forward('127.0.0.1', 1)).rejects.toMatchObject({
                code: 'unreachable',
                message: expect.stringContaining('refused'),
              });
              await expect.poll(() => spawnSync('pgrep', ['-u', user, 'perl']).status, { timeout: 5000 }).toBe(1);
            },
            {},
            other,
          );
          // A jump host carries the connection in the same way.
          const inner = sshd.target({ name: 'inside', user, jump: other.target({ name: 'jump', user }) });
          const session = await connect(inner, { hostKeys: other.hostKeys() });
          expect((await session.run('id -un')).stdout).toBe(`${user}\n`);
          await session.close();
        } finally {
          await new Promise((done) => echo.close(done));
        }
      },
    );
  });

  describe('of sudo', () => {
    it.each([
      ['a terminal that it wants', `Defaults:${user} requiretty\n${everything}`, 'sudo-wants-terminal'],
      ['a password', `${user} ALL=(ALL:ALL) ALL`, 'sudo-needs-password'],
      ['one program alone', `${user} ALL=(ALL:ALL) NOPASSWD: /bin/true`, 'sudo-needs-password'],
      ['nothing', `# nothing for ${user}`, 'sudo-needs-password'],
    ])('%s', async (_what, rule, trouble) => {
      writeFileSync(rules, `${rule}\n`, { mode: 0o440 });
      await withLogin((session) => expect(session.run('true')).rejects.toMatchObject({ trouble }), { sudo: true });
    });
  });
});

/** An agent with keys, as SSH_AUTH_SOCK of this process. @returns what ends it */
async function agentWith(keys: readonly string[], sshd: Sshd): Promise<() => void> {
  const socket = join(sshd.directory, 'agent');
  const started = execFileSync('ssh-agent', ['-a', socket], { encoding: 'utf8' });
  const pid = Number(/SSH_AGENT_PID=(\d+)/.exec(started)?.[1]);
  const before = process.env.SSH_AUTH_SOCK;
  process.env.SSH_AUTH_SOCK = socket;
  chmodSync(socket, 0o600);
  execFileSync('ssh-add', ['-q', ...keys], { env: process.env, stdio: 'ignore' });
  return () => {
    if (before === undefined) delete process.env.SSH_AUTH_SOCK;
    else process.env.SSH_AUTH_SOCK = before;
    process.kill(pid);
  };
}

function removeUser(): void {
  rmSync(rules, { force: true });
  spawnSync('userdel', ['--force', user], { stdio: 'ignore' });
  rmSync(home, { recursive: true, force: true });
}

/** A way to a port of this machine on which answers wait for each other, as they do when either side is busy. */
async function inPieces(port: number): Promise<{ port: number; close: () => void }> {
  const sockets = new Set<Socket>();
  const server = createServer((client) => {
    const host = createConnection(port, '127.0.0.1');
    const waiting: Buffer[] = [];
    const flush = setInterval(() => {
      if (waiting.length > 0 && !client.destroyed) client.write(Buffer.concat(waiting.splice(0)));
    }, 250);
    host.on('data', (chunk: Buffer) => waiting.push(chunk));
    client.on('data', (chunk: Buffer) => host.write(chunk));
    for (const socket of [client, host]) {
      sockets.add(socket);
      socket
        .on('error', () => undefined)
        .on('close', () => {
          clearInterval(flush);
          client.destroy();
          host.destroy();
        });
    }
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const close = () => {
    server.close();
    for (const socket of sockets) socket.destroy();
  };
  return { port: (server.address() as AddressInfo).port, close };
}
