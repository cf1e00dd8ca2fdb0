import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { BundleBuilder } from '../../../electron/services/bundle/bundleBuilder.ts';
import { sshBuilder } from '../../../electron/services/bundle/sshBuilder.ts';
import { sha256OfFile } from '../../../electron/services/bundle/writeBundle.ts';
import { connect } from '../../../electron/services/ssh/connect.ts';
import type { HostSession } from '../../../electron/services/ssh/hostSession.ts';
import { canRunSshd, Sshd } from '../ssh/sshd.ts';
import { stopped } from './stopped.ts';

describe.skipIf(!canRunSshd)('building on a host over SSH', () => {
  let sshd: Sshd;
  let session: HostSession;
  let out: string;

  beforeAll(async () => {
    sshd = new Sshd();
    await sshd.start();
    session = await connect(sshd.target(), { hostKeys: sshd.hostKeys() });
    out = await mkdtemp(join(tmpdir(), 'ssh-builder-'));
  });
  afterAll(async () => {
    await session?.close();
    await sshd?.dispose();
    await rm(out, { recursive: true, force: true });
  });

  it('brings every byte of what the script leaves, and leaves nothing there', async () => {
    const lines: string[] = [];
    await sshBuilder(session).run(
      'echo "phase download"; mkdir "$OUT/pool"; head -c 5000001 /dev/urandom >"$OUT/pool/a.deb"; sha256sum <"$OUT/pool/a.deb"; echo "$OUT"',
      out,
      (line) => lines.push(line),
    );
    const { sha256, sizeBytes } = await sha256OfFile(join(out, 'pool', 'a.deb'));
    expect(sizeBytes).toBe(5_000_001);
    expect(lines.slice(0, 2)).toEqual(['phase download', `${sha256}  -`]);
    expect(existsSync(lines[2] ?? '')).toBe(false);
    expect(await readdir(out)).toEqual(['pool']);
  });

  it('fetches no package that is here already', async () => {
    await rm(join(out, 'pool'), { recursive: true, force: true });
    const content = 'old content';
    const sha256 = createHash('sha256').update(content).digest('hex');
    await mkdir(join(out, 'have'));
    await writeFile(join(out, 'have', sha256), content);
    const lines: string[] = [];
    const script = `mkdir "$OUT/pool"; printf %s '${content}' >"$OUT/pool/a_1_all.deb"; echo new >"$OUT/pool/b_1_all.deb"`;
    await sshBuilder(session).run(script, out, (line) => lines.push(line));
    expect(lines).toEqual(['reused 1']);
    expect((await readdir(join(out, 'pool'))).sort()).toEqual(['a_1_all.deb', 'b_1_all.deb']);
    expect(await readFile(join(out, 'pool', 'a_1_all.deb'), 'utf8')).toBe(content);
    expect(await readdir(out)).toEqual(['pool']);
  });

  it('hands on why the script failed', async () => {
    await expect(sshBuilder(session).run('echo no keyring >&2; exit 3', out, () => undefined)).rejects.toMatchObject({
      code: 'bundle-builder-failed',
      kind: 'usage',
      message: expect.stringContaining('no keyring'),
    });
  });

  it('ends what runs there when it is stopped, and leaves no folder', async () => {
    const folders: string[] = [];
    const watching: BundleBuilder = {
      title: 'watching',
      run: (script, outDirectory, onLine, signal) =>
        sshBuilder(session).run(
          `echo "$OUT"\n${script}`,
          outDirectory,
          (line) => {
            if (line.startsWith('/tmp/')) folders.push(line);
            else onLine(line);
          },
          signal,
        ),
    };
    expect(await stopped(watching, out)).toBe(false);
    expect(folders).toHaveLength(1);
    expect(existsSync(folders[0] ?? '')).toBe(false);
  });
});
