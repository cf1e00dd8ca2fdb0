import { createServer } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { connect } from '../../../electron/services/ssh/connect.ts';
import { SshError } from '../../../electron/services/ssh/sshError.ts';
import { troubleOf, troubleOnTheWay } from '../../../electron/services/ssh/troubleOf.ts';
import { canRunSshd, Sshd } from '../ssh/sshd.ts';

describe('what an error of the way to a host means', () => {
  it('is read from the first cause', () => {
    const cause = Object.assign(new Error('connect EHOSTUNREACH 10.0.0.1:22'), { code: 'EHOSTUNREACH' });
    expect(troubleOf(new SshError('unreachable', 'n1', 'Cannot reach n1', cause))).toBe('no-route');
    expect(troubleOf(new SshError('lost', 'n1', 'gone', new Error('Keepalive timeout')))).toBe('connection-lost');
    expect(troubleOf(new SshError('host-key-changed', 'n1', 'another'))).toBe('key-changed');
    expect(troubleOf(new Error('10.0.0.1:8008 did not answer in time'))).toBe('timed-out');
    expect(troubleOf(new SyntaxError('Unexpected token <'))).toBe('wrong-answer');
  });

  it('names the jump host when that is what cannot be reached', () => {
    const auth = {};
    const jump = { name: 'jump host j', address: '10.9.9.9', port: 2222, user: 'x', auth, sudo: false };
    const target = { name: 'n1', address: '10.0.0.1', port: 22, user: 'x', auth, sudo: false, jump };
    const refused = Object.assign(new Error('connect ECONNREFUSED'), { code: 'ECONNREFUSED' });
    const error = new SshError('unreachable', jump.name, 'Cannot reach', refused);
    expect(troubleOnTheWay(error, target)).toEqual({ id: 'refused', address: '10.9.9.9', port: 2222 });
    const through = new SshError(
      'unreachable',
      'n1',
      'Cannot reach',
      new Error('Channel open failure: Connection refused'),
    );
    expect(troubleOnTheWay(through, target)).toEqual({ id: 'refused', address: '10.0.0.1', port: 22 });
  });
});

describe.runIf(canRunSshd)('with a real sshd', () => {
  let sshd: Sshd;
  beforeAll(async () => {
    sshd = new Sshd();
    await sshd.start();
  });
  afterAll(() => sshd.dispose());
  const troubleAt = async (work: () => Promise<unknown>) =>
    work().then(
      () => 'none',
      (error: unknown) => troubleOf(error),
    );

  it('tells a refused port, a login that is not let in, and a port that says nothing', async () => {
    const options = { hostKeys: sshd.hostKeys({ acceptNew: true }), handshakeTimeoutSeconds: 30 };
    const target = sshd.target();
    expect(await troubleAt(() => connect({ ...target, port: 1 }, options))).toBe('refused');
    sshd.makeKey('stranger');
    const stranger = { ...target, auth: { keyPath: `${sshd.directory}/stranger` } };
    expect(await troubleAt(() => connect(stranger, options))).toBe('login-refused');
    const mute = createServer().listen(0, '127.0.0.1');
    await new Promise((resolve) => mute.once('listening', resolve));
    const { port } = mute.address() as { port: number };
    expect(await troubleAt(() => connect({ ...target, port }, { ...options, handshakeTimeoutSeconds: 2 }))).toBe(
      'login-timed-out',
    );
    mute.close();
    const session = await connect(target, options);
    expect(await troubleAt(() => session.forward('127.0.0.1', 1))).toBe('refused');
    await session.close();
    expect(() => session.throwIfLost()).toThrow('was lost');
  });
});
