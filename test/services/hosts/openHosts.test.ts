import { describe, expect, it } from 'vitest';
import { openHosts } from '../../../electron/services/hosts/openHosts.ts';
import { Secret } from '../../../electron/services/secrets/secret.ts';
import { planOf } from '../../core/deployment/deploymentFixture.ts';

describe('a jump host', () => {
  const plan = planOf(1, { ssh: { user: 'root', jump: 'me@gate.example.net:2222' } });
  const access = (credentials: Parameters<typeof openHosts>[2]['credentials']) =>
    openHosts(plan, '/nowhere', { confirmHostKey: () => Promise.resolve(false), acceptNewHostKeys: false, credentials })
      .targets[0];

  it('is never offered the password of the hosts behind it', () => {
    const target = access({ sshPassword: new Secret('of-the-hosts'), keyPassphrase: new Secret('of-the-key') });
    expect(target?.auth.password?.reveal()).toBe('of-the-hosts');
    expect(target?.jump).toMatchObject({ address: 'gate.example.net', port: 2222, user: 'me' });
    expect(target?.jump?.auth.password).toBeUndefined();
    expect(target?.jump?.auth.passphrase?.reveal()).toBe('of-the-key');
  });

  it('has a password of its own, which the hosts are never offered', () => {
    const target = access({ jumpPassword: new Secret('of-the-gate') });
    expect(target?.jump?.auth.password?.reveal()).toBe('of-the-gate');
    expect(target?.auth.password).toBeUndefined();
  });
});
