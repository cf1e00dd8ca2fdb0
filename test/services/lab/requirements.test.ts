import { afterEach, expect, it, vi } from 'vitest';
import { Problem } from '../../../core/problem.ts';
import { labUp } from '../../../electron/services/lab/labUp.ts';

afterEach(() => {
  vi.unstubAllEnvs();
  vi.restoreAllMocks();
});

it('refuses where no lab can be, naming all that is missing and what installs it', async () => {
  vi.stubEnv('PATH', '/nowhere');
  if (process.getuid !== undefined) vi.spyOn(process, 'getuid').mockReturnValue(1000);
  const refusal = await labUp({ name: 'never', hosts: 1 }).then(
    () => undefined,
    (cause: unknown) => cause,
  );
  expect(refusal).toBeInstanceOf(Problem);
  expect(refusal).toMatchObject({ code: 'lab-unsupported', kind: 'no' });
  const message = String(refusal);
  for (const word of ['systemd-nspawn', 'debootstrap', 'nft', 'apt-get install -y', 'systemd-container']) {
    expect(message).toContain(word);
  }
  if (process.platform === 'linux') expect(message).toContain('root');
});
