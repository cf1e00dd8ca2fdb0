import { describe, expect, it } from 'vitest';
import type { Access } from '../../../electron/services/hosts/openHosts.ts';
import { withConfirmedKeys } from '../../../electron/services/hosts/withConfirmedKeys.ts';
import type { NewHostKey } from '../../../electron/services/ssh/hostKeys.ts';

const access: Access = { acceptNewHostKeys: false, credentials: {}, confirmHostKey: async () => false };
const key = (name: string): NewHostKey => ({
  host: name,
  address: name,
  port: 22,
  type: 'ssh-ed25519',
  fingerprint: `SHA256:${name}`,
});

describe('host keys that a person confirms between two attempts', () => {
  it('end the first attempt and are in what it throws, each once, even where the work went on without them', async () => {
    const attempt = withConfirmedKeys(access, [], async ({ confirmHostKey }) => {
      for (const name of ['n1', 'n2', 'n1']) expect(await confirmHostKey(key(name))).toBe(false);
      return 'half';
    });
    await expect(attempt).rejects.toMatchObject({
      code: 'host-keys-new',
      kind: 'unreachable',
      details: { keys: [key('n1'), key('n2')] },
    });
  });

  it('are trusted in the next attempt, and only those', async () => {
    const answers: boolean[] = [];
    const attempt = withConfirmedKeys(access, ['SHA256:n1'], async ({ confirmHostKey }) => {
      for (const name of ['n1', 'n2']) answers.push(await confirmHostKey(key(name)));
    });
    await expect(attempt).rejects.toMatchObject({ details: { keys: [key('n2')] } });
    expect(answers).toEqual([true, false]);
    expect(await withConfirmedKeys(access, ['SHA256:n1'], async (own) => own.confirmHostKey(key('n1')))).toBe(true);
  });

  it('come before what failed because of them, and leave other failures as they are', async () => {
    const failing = (name?: string) =>
      withConfirmedKeys(access, [], async ({ confirmHostKey }) => {
        if (name !== undefined) await confirmHostKey(key(name));
        throw new Error('no way');
      });
    await expect(failing('n1')).rejects.toMatchObject({ code: 'host-keys-new' });
    await expect(failing()).rejects.toThrow('no way');
  });

  it('are asked about as always where nobody confirms between attempts', async () => {
    const asking: Access = { ...access, confirmHostKey: async ({ host }) => host === 'n1' };
    const seen = await withConfirmedKeys(asking, undefined, async ({ confirmHostKey }) => [
      await confirmHostKey(key('n1')),
      await confirmHostKey(key('n2')),
    ]);
    expect(seen).toEqual([true, false]);
  });
});
