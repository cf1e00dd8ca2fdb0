import { existsSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { takeDownAll } from './labFixture.ts';

/** Before the first lab test: a run that was killed could not take its labs down, and their hosts would work on for ever. */
export async function setup(): Promise<void> {
  for (const name of readdirSync('/var/tmp')) {
    const pid = /^quorate-labs-(\d+)-/.exec(name)?.[1];
    if (pid !== undefined && !existsSync(`/proc/${pid}`)) {
      await takeDownAll(join('/var/tmp', name));
      rmSync(join('/var/tmp', name), { recursive: true, force: true });
    }
  }
  delete process.env.QUORATE_LABS;
}
