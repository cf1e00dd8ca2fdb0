import { execFile } from 'node:child_process';
import { createReadStream } from 'node:fs';
import { mkdtemp, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { bundleReceiveScript, bundleRoot } from '../../core/operations/packages/bundleReceiveScript.ts';
import { resultOf } from '../../electron/api/streamed.ts';
import { createShellCaller } from '../../electron/headless/createShell.ts';
import { localBuilder } from '../../electron/services/bundle/bundleBuilder.ts';
import { ensureBundle } from '../../electron/services/bundle/ensureBundle.ts';
import { bundleId } from '../../electron/services/bundle/readManifest.ts';
import { uploadPieceBytes } from '../../electron/services/procedures/runBatch.ts';
import { connect } from '../../electron/services/ssh/connect.ts';
import { HostKeys } from '../../electron/services/ssh/hostKeys.ts';
import { type Measured, say } from './measured.ts';

const labName = 'bench-upload';
const rounds = 3;
const run = promisify(execFile);

/** Sends the bundle to three hosts at once, and the same file with scp, in turns; the best of each counts, since others use the machine. */
export async function benchUpload(): Promise<readonly Measured[]> {
  const caller = createShellCaller({ acceptNewHostKeys: true });
  const bundle = await ensureBundle({ release: 'bookworm', builder: localBuilder, createdAt: new Date() });
  const [id, { size }, folder] = [await bundleId(bundle), await stat(bundle), await mkdtemp(join(tmpdir(), 'upload-'))];
  try {
    await caller.lab.down({ name: labName }).catch(() => undefined);
    const { lab } = await resultOf(await caller.lab.up({ name: labName, hosts: 3, release: 'bookworm' }), say);
    const hostKeys = new HostKeys(join(folder, 'known_hosts'), { acceptNew: true, alsoRead: [] });
    const sessions = await Promise.all(
      lab.hosts.map(({ name, address, user, key }) =>
        connect({ name, address, port: 22, user, auth: { keyPath: key }, sudo: false }, { hostKeys }),
      ),
    );
    const known = join(folder, 'scp_hosts');
    await writeFile(known, lab.hosts.map((host) => `${host.address} ${host.hostKey}\n`).join(''));
    const clean = () => Promise.all(sessions.map((one) => one.run(`rm -rf ${bundleRoot} /root/copy; sync`)));
    const ours: number[] = [];
    const checked: number[] = [];
    const theirs: number[] = [];
    say('uploading the bundle and copying it with scp, in turns ...');
    for (let round = 0; round < rounds; round++) {
      await clean();
      const begin = performance.now();
      const arrivals: number[] = [];
      await Promise.all(
        sessions.map(async (session) => {
          const { code, stderr } = await session.run(bundleReceiveScript(id, size), {
            stdin: createReadStream(bundle, { highWaterMark: uploadPieceBytes }),
            onStdout: (text) => {
              if (text.includes('has arrived')) arrivals.push((performance.now() - begin) / 1000);
            },
          });
          if (code !== 0) throw new Error(stderr);
        }),
      );
      ours.push(Math.max(...arrivals));
      checked.push((performance.now() - begin) / 1000);
      await clean();
      theirs.push(
        await seconds(async () => {
          await Promise.all(
            lab.hosts.map(({ address, user, key }) =>
              run('scp', [
                '-q',
                '-i',
                key,
                '-o',
                `UserKnownHostsFile=${known}`,
                bundle,
                `${user}@${address}:/root/copy`,
              ]),
            ),
          );
        }),
      );
    }
    await Promise.all(sessions.map((session) => session.close()));
    const [best, bestScp] = [Math.min(...ours), Math.min(...theirs)];
    const rate = (time: number) => `${Math.round((3 * size) / time / 1e6)} MB/s`;
    return [
      {
        name: 'scp to three hosts at once / bundle arrived on them',
        value: bestScp / best,
        unit: 'ratio',
        atLeast: 0.9,
        detail: `${best.toFixed(2)} s, ${rate(best)} / ${bestScp.toFixed(2)} s, ${rate(bestScp)}`,
      },
      {
        name: 'bundle on three hosts, unpacked and checked',
        value: Math.min(...checked),
        unit: 's',
        detail: `${Math.round(size / 1e6)} MB each`,
      },
    ];
  } finally {
    await caller.lab.down({ name: labName }).catch(() => undefined);
    await rm(folder, { recursive: true, force: true });
  }
}

async function seconds(work: () => Promise<void>): Promise<number> {
  const begin = performance.now();
  await work();
  return (performance.now() - begin) / 1000;
}
