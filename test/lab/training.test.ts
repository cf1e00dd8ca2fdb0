import { execFile } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { parsePlan } from '../../core/plan/parse.ts';
import { localBuilder } from '../../electron/services/bundle/bundleBuilder.ts';
import { ensureBundle } from '../../electron/services/bundle/ensureBundle.ts';
import { ensureImage } from '../../electron/services/lab/image.ts';
import { labsOfTest } from './labFixture.ts';

const exec = promisify(execFile);
const network = 'r-train';

interface Status {
  readonly healthy: boolean;
  readonly clusters: readonly { readonly leader: string; readonly members: readonly { readonly state: string }[] }[];
}

/** The program and its labs in a network that has nothing in it: what works here works on a plane. */
describe('a lab for training, without any network', () => {
  const labs = labsOfTest();
  const folder = mkdtempSync(join(tmpdir(), 'quorate-train-'));
  const planFile = join(folder, 'pair.yaml');
  const saved = join(folder, 'pair.lab');
  const quorate = async (...args: string[]) => {
    const inside = [`--net=/run/netns/${network}`, process.execPath, 'bin/quorate.mjs', ...args];
    return (await exec('nsenter', inside)).stdout;
  };
  const onLeader = async (sql: string) => {
    const key = join(labs.directory, 'pair', 'key');
    const { plan } = planOf(planFile);
    const host = plan.hosts[0]?.address ?? '';
    const login = [
      '-F',
      '/dev/null',
      '-i',
      key,
      '-o',
      'StrictHostKeyChecking=no',
      '-o',
      'UserKnownHostsFile=/dev/null',
    ];
    const command = `runuser -u postgres -- psql -h /var/run/postgresql -XAtc "${sql}"`;
    return (await exec('nsenter', [`--net=/run/netns/${network}`, 'ssh', '-q', ...login, `root@${host}`, command]))
      .stdout;
  };

  beforeAll(async () => {
    // What must be there beforehand, and is made with the network.
    await ensureImage('bookworm');
    await ensureBundle({ release: 'bookworm', builder: localBuilder, createdAt: new Date() });
    await exec(process.execPath, ['bin/quorate.mjs', '--version']);
    // Of a run that was killed.
    await exec('ip', ['netns', 'delete', network]).catch(() => undefined);
    await exec('ip', ['netns', 'add', network]);
    await exec('ip', ['-n', network, 'link', 'set', 'lo', 'up']);
  });
  afterAll(async () => {
    await labs.remove();
    await exec('ip', ['netns', 'delete', network]).catch(() => undefined);
    rmSync(folder, { recursive: true, force: true });
  });

  it('makes the hosts of a topology and a plan for them, which deploys as it is', async () => {
    const up = ['lab', 'up', '--topology', 'two-node', '--name', 'pair', '--plan', planFile];
    const made = JSON.parse(await quorate(...up, '--json')) as { hosts: { name: string }[] };
    expect(made.hosts.map((host) => host.name)).toEqual(['n1', 'n2', 'n3']);
    const text = readFileSync(planFile, 'utf8');
    expect(planOf(planFile).plan.topology).toBe('two-node');
    await quorate(...up);
    expect(readFileSync(planFile, 'utf8')).toBe(text);
    await quorate('deploy', planFile, '--yes');
  });

  it('does not write over the plan of somebody else, and reads no file of another kind', async () => {
    const other = join(folder, 'other.yaml');
    writeFileSync(other, 'not a plan\n');
    await expect(
      quorate('lab', 'up', '--topology', 'two-node', '--name', 'other', '--plan', other),
    ).rejects.toMatchObject({ stderr: expect.stringContaining('is there already') });
    expect(readFileSync(other, 'utf8')).toBe('not a plan\n');
    await expect(quorate('lab', 'restore', other)).rejects.toMatchObject({
      code: 2,
      stderr: expect.stringContaining('is no file that quorate lab save has written'),
    });
  });

  it('comes back as it was saved, whatever has happened since', async () => {
    await onLeader('create table kept (row int); insert into kept values (42)');
    await quorate('lab', 'save', 'pair', saved);
    await quorate('lab', 'down', '--name', 'pair');
    await quorate('lab', 'restore', saved);
    await expect
      .poll(
        async () => {
          const status = JSON.parse(await quorate('status', planFile, '--json').catch(() => '{}')) as Partial<Status>;
          return status.healthy;
        },
        { timeout: 120_000, interval: 2000 },
      )
      .toBe(true);
    const { clusters } = JSON.parse(await quorate('status', planFile, '--json')) as Status;
    expect(clusters[0]?.members).toHaveLength(2);
    expect(await onLeader('select row from kept')).toBe('42\n');
    await expect(quorate('lab', 'restore', saved)).rejects.toMatchObject({
      stderr: expect.stringContaining('There is a lab pair already'),
    });
  });

  function planOf(file: string) {
    const parsed = parsePlan(readFileSync(file, 'utf8'));
    if (!parsed.ok) throw new Error(JSON.stringify(parsed.problems));
    return parsed.parsed;
  }
});
