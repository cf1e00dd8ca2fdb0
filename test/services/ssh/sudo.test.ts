import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Secret } from '../../../electron/services/secrets/secret.ts';
import { connect } from '../../../electron/services/ssh/connect.ts';
import type { HostSession } from '../../../electron/services/ssh/hostSession.ts';
import type { SshTarget } from '../../../electron/services/ssh/sshTarget.ts';
import { canRunSshd, Sshd } from './sshd.ts';

const canSudo =
  canRunSshd && ['/usr/bin/sudo', '/usr/sbin/useradd', '/usr/sbin/userdel'].every((path) => existsSync(path));
const user = `quorate-test-${process.pid}`;
const password = `it's a "pass" $(word) ${process.pid}`;
const rules = `/etc/sudoers.d/${user}`;

describe.skipIf(!canSudo)('scripts through sudo, as a throw-away user', { timeout: 60_000 }, () => {
  let sshd: Sshd;

  beforeAll(async () => {
    process.once('exit', removeUser);
    execFileSync('useradd', ['--no-create-home', '--home-dir', '/nonexistent', '--shell', '/bin/bash', user], {
      stdio: 'pipe',
    });
    execFileSync('chpasswd', { input: `${user}:${password}\n`, stdio: ['pipe', 'pipe', 'pipe'] });
    sshd = new Sshd();
    await sshd.start();
  });
  afterAll(async () => {
    await sshd?.dispose();
    removeUser();
    process.off('exit', removeUser);
  });

  /** @param rule what sudo allows the user, in the words of sudoers(5) */
  async function withSudo<T>(
    rule: string,
    changes: Partial<SshTarget>,
    work: (session: HostSession) => Promise<T>,
  ): Promise<T> {
    writeFileSync(rules, `${rule}\n`, { mode: 0o440 });
    const session = await connect(sshd.target({ user, sudo: true, ...changes }), { hostKeys: sshd.hostKeys() });
    try {
      return await work(session);
    } finally {
      await session.close();
    }
  }

  const show = 'id -un; cat';
  const everything = `${user} ALL=(ALL:ALL) ALL`;
  const sudoPassword = new Secret(password);

  it('needs no password where sudo asks for none, and ignores one that is given', async () => {
    const rule = `${user} ALL=(ALL:ALL) NOPASSWD: ALL`;
    for (const changes of [{}, { sudoPassword }]) {
      await withSudo(rule, changes, async (session) => {
        const result = await session.run(show, { stdin: Buffer.from('input\n') });
        expect(result).toEqual({ code: 0, stdout: 'root\ninput\n', stderr: '', truncated: false });
        expect((await session.run(show, { sudo: false })).stdout).toBe(`${user}\n`);
      });
    }
  });

  it.each([
    ['with a pseudo-terminal', 'use_pty'],
    ['without', '!use_pty'],
    ['with its lecture', 'lecture=always'],
    ['asking each time', 'timestamp_timeout=0'],
  ])('gives sudo its password, %s, and nobody else', async (_what, setting) => {
    await withSudo(`Defaults:${user} ${setting}\n${everything}`, { sudoPassword }, async (session) => {
      const result = await session.run(
        `${show}; ps -eo args; tr "\\0" "\\n" < /proc/$$/environ; echo oops >&2; exit 3`,
        { stdin: Buffer.from('input\n') },
      );
      expect(result).toMatchObject({ code: 3, stdout: expect.stringMatching(/^root\ninput\n/), stderr: 'oops\n' });
      expect(result.stdout).toContain('sudo -H -S -p quorate-sudo-password:');
      expect(result.stdout).not.toContain('$(word)');
      await session.putFile(join(sshd.directory, 'owned'), 'x', { mode: 0o600, owner: 'root:root' });
    });
  });

  it('stops a script of root at its time limit', async () => {
    await withSudo(everything, { sudoPassword }, async (session) => {
      const mark = `${41_000 + process.pid}.5`;
      await expect(session.run(`sleep ${mark}`, { timeoutSeconds: 0.5 })).rejects.toMatchObject({ code: 'timeout' });
      await expect.poll(() => spawnSync('pgrep', ['-f', `^sleep ${mark}$`], { encoding: 'utf8' }).stdout).toBe('');
    });
  });

  it('says that sudo wants a password, that the password is wrong, and that sudo refuses', async () => {
    await withSudo(everything, {}, (session) =>
      expect(session.run('true')).rejects.toMatchObject({
        code: 'sudo-needs-password',
        host: 'n1',
        kind: 'unreachable',
      }),
    );
    await withSudo(everything, { sudoPassword: new Secret('wrong') }, async (session) => {
      const refused = { code: 'sudo-refused', message: expect.stringContaining('the sudo password was refused') };
      await expect(session.run('touch /never')).rejects.toMatchObject(refused);
    });
    await withSudo(`${user} ALL=(ALL:ALL) /bin/true`, { sudoPassword }, (session) =>
      expect(session.run('true')).rejects.toMatchObject({
        code: 'sudo-refused',
        message: expect.stringContaining('not allowed'),
      }),
    );
    await withSudo(`# nothing for ${user}`, { sudoPassword }, (session) =>
      expect(session.run('true')).rejects.toMatchObject({
        code: 'sudo-refused',
        message: expect.stringContaining('not in the sudoers file'),
      }),
    );
  });

  it('logs in with a password', async () => {
    const auth = { password: new Secret(password) };
    await withSudo(`${user} ALL=(ALL:ALL) NOPASSWD: ALL`, { auth }, async (session) => {
      expect((await session.run('id -un')).stdout).toBe('root\n');
    });
    await expect(
      withSudo(everything, { auth: { password: new Secret('wrong') } }, async () => {}),
    ).rejects.toMatchObject({
      code: 'auth-failed',
      message: expect.not.stringContaining('wrong'),
    });
  });
});

function removeUser(): void {
  rmSync(rules, { force: true });
  spawnSync('userdel', ['--force', user], { stdio: 'ignore' });
  rmSync(`/run/sudo/ts/${user}`, { force: true });
  rmSync(`/var/lib/sudo/lectured/${user}`, { force: true });
}
