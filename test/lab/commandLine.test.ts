import { execFileSync, spawn } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { stringify } from 'yaml';
import { localBuilder } from '../../electron/services/bundle/bundleBuilder.ts';
import { ensureBundle } from '../../electron/services/bundle/ensureBundle.ts';
import { labFault } from '../../electron/services/lab/labFault.ts';
import type { LabView } from '../../electron/services/lab/labList.ts';
import { labUp } from '../../electron/services/lab/labUp.ts';
import { ensurePackagesLayer } from '../../electron/services/lab/packagesLayer.ts';
import { hostOf, labsOfTest, ssh } from './labFixture.ts';
import { whole } from './wholeMatrix.ts';

interface Ended {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** A plan as it is written to a file: what a test changes in it. */
type Draft = Record<string, unknown> & { hosts: Record<string, unknown>[]; ssh: Record<string, unknown> };

const traces =
  'ls -d /var/lib/quorate /run/quorate /etc/patroni/config.yml /etc/etcd/etcd.yaml /var/lib/postgresql/15 2>/dev/null; true';

describe('the command line on real hosts', () => {
  const labs = labsOfTest();
  const folder = mkdtempSync(join(tmpdir(), 'quorate-command-'));
  /** Hosts with the packages in them. */
  let lab: LabView;
  /** Hosts that need a bundle. */
  let bare: LabView;
  let bundle: string;

  beforeAll(async () => {
    bundle = await ensureBundle({ release: 'bookworm', builder: localBuilder, createdAt: new Date() });
    const layer = await ensurePackagesLayer(bundle);
    ({ lab } = await labUp({ name: 'cl', hosts: 3, release: 'bookworm', imageLayers: [layer.directory] }));
    ({ lab: bare } = await labUp({ name: 'cl-bare', hosts: 3, release: 'bookworm' }));
  });
  afterAll(async () => {
    await labs.remove();
    rmSync(folder, { recursive: true, force: true });
  });

  /** Runs the program as a user does, while the test looks at the hosts. */
  function quorate(args: readonly string[], environment: Record<string, string> = {}): Promise<Ended> {
    const child = spawn(process.execPath, ['bin/quorate.mjs', ...args], {
      stdio: ['ignore', 'pipe', 'pipe'],
      env: { ...process.env, ...environment },
    });
    let stdout = '';
    let stderr = '';
    child.stdout.on('data', (chunk: Buffer) => {
      stdout += chunk.toString();
    });
    child.stderr.on('data', (chunk: Buffer) => {
      stderr += chunk.toString();
    });
    return new Promise((resolve) => child.on('close', (code) => resolve({ code, stdout, stderr })));
  }

  /** A project of its own with a plan for the lab. */
  function project(name: string, change: (plan: Draft) => void = () => undefined, hosts: LabView = lab): string {
    const directory = join(folder, name);
    mkdirSync(directory, { recursive: true });
    const plan: Draft = {
      quorate: 1,
      name: 'orders',
      topology: 'three-node',
      ssh: { user: 'root', key: hosts.hosts[0]?.key },
      hosts: hosts.hosts.map((host) => ({ name: host.name, address: host.address })),
      clusters: [
        {
          name: 'pg-orders',
          members: hosts.hosts.map((host, index) => ({
            host: host.name,
            seq: index + 1,
            role: index === 0 ? 'primary' : 'replica',
          })),
        },
      ],
      postgres: { template: 'tiny', databases: [{ name: 'app', owner: 'app' }], users: [{ name: 'app' }] },
      packages: { source: 'bundle', file: bundle },
    };
    change(plan);
    const file = join(directory, 'orders.yaml');
    writeFileSync(file, stringify(plan));
    return file;
  }

  const on = async (host: string, command: string, within: LabView = lab) =>
    (await ssh(hostOf(within, host), command)).output;
  const untouched = async () => {
    for (const each of [lab, bare])
      for (const host of each.hosts) expect(await on(host.name, traces, each), host.name).toBe('');
  };
  const deploy = (plan: string, environment?: Record<string, string>) =>
    quorate(['deploy', plan, '--yes', '--accept-new-host-keys', '--json'], environment);
  const deployed = async (plan: string, environment?: Record<string, string>) => {
    const ended = await deploy(plan, environment);
    expect(ended.code, ended.stderr + ended.stdout).toBe(0);
    expect(JSON.parse(ended.stdout)).toMatchObject({ ok: true, changed: true });
  };
  const destroyed = async (plan: string, environment?: Record<string, string>) => {
    const ended = await quorate(['destroy', plan, '--yes', '--json'], environment);
    expect(ended.code, ended.stderr + ended.stdout).toBe(0);
    await untouched();
  };
  /** Nothing was deployed, with the exit code and the words that say why. */
  const refused = async (ended: Ended, code: number, words: RegExp) => {
    expect({ code: ended.code, text: ended.stdout + ended.stderr }).toEqual({
      code,
      text: expect.stringMatching(words),
    });
    await untouched();
  };

  it('finds fresh hosts ready, measures every pair, and leaves nothing on them', async () => {
    const ended = await quorate(['preflight', project('ready'), '--json', '--accept-new-host-keys']);
    expect(ended.code, ended.stderr + ended.stdout).toBe(0);
    const { ok, checks, rtt } = JSON.parse(ended.stdout) as {
      ok: boolean;
      checks: { id: string; host: string; result: string }[];
      rtt: { from: string; to: string; milliseconds: number }[];
    };
    expect(ok).toBe(true);
    expect(checks.filter((check) => check.result === 'fail')).toEqual([]);
    expect(new Set(checks.map((check) => check.id)).size).toBeGreaterThan(12);
    expect(rtt.map(({ from, to }) => `${from}-${to}`).sort()).toEqual([
      'n1-n2',
      'n1-n3',
      'n2-n1',
      'n2-n3',
      'n3-n1',
      'n3-n2',
    ]);
    await untouched();
  });

  it('refuses hosts whose keys it has never seen when nobody confirms them', async () => {
    await refused(await quorate(['deploy', project('unseen'), '--yes', '--json']), 3, /SHA256:/);
  });

  it('stops at a changed host key whatever the flags', async () => {
    const plan = project('changed');
    const [n1, n2] = [hostOf(lab, 'n1'), hostOf(lab, 'n2')];
    mkdirSync(join(folder, 'changed', '.quorate', 'orders'), { recursive: true });
    writeFileSync(join(folder, 'changed', '.quorate', 'orders', 'known_hosts'), `${n1.address} ${n2.hostKey}\n`);
    await refused(await deploy(plan), 3, /n1.*(changed|another|different)/s);
  });

  it('names the host that refuses the key', async () => {
    const wrong = join(folder, 'wrong-key');
    execFileSync('ssh-keygen', ['-q', '-t', 'ed25519', '-N', '', '-f', wrong]);
    const plan = project('key', (draft) => {
      draft.hosts[1] = { ...draft.hosts[1], ssh: { key: wrong } };
    });
    await refused(await deploy(plan), 3, /n2/);
  });

  it('names the host without power', async () => {
    await labFault(lab.name, { kind: 'power-off', host: 'n3' });
    try {
      const ended = await deploy(project('dark'));
      expect({ code: ended.code, text: ended.stdout + ended.stderr }).toEqual({
        code: 3,
        text: expect.stringMatching(/n3/),
      });
      expect(await on('n1', traces)).toBe('');
    } finally {
      await labFault(lab.name, { kind: 'power-on', host: 'n3' });
    }
  });

  it.runIf(whole)('refuses a bundle of another release', async () => {
    const other = await ensureBundle({ release: 'trixie', builder: localBuilder, createdAt: new Date() });
    const plan = project(
      'release',
      (draft) => {
        draft.packages = { source: 'bundle', file: other };
      },
      bare,
    );
    const preflight = await quorate(['preflight', plan, '--json', '--accept-new-host-keys']);
    await refused(preflight, 1, /trixie/);
    await refused(await deploy(plan), 1, /trixie/);
  });

  it.each([
    ['truncated', (file: string) => truncateSync(file, statSync(file).size - 1000)],
    ['of which one byte was flipped', flipByte],
  ])('refuses a bundle that is %s before any host changes', async (_name, damage) => {
    const file = join(folder, 'damaged.bundle');
    cpSync(bundle, file);
    damage(file);
    const plan = project(
      'damaged',
      (draft) => {
        draft.packages = { source: 'bundle', file };
      },
      bare,
    );
    await refused(await deploy(plan), 1, /damaged\.bundle/);
  });

  it('says what a user without sudo lacks', async () => {
    await addUser('plain', '');
    await refused(await deploy(project('plain', asUser('plain'))), 3, /sudo/);
  });

  it('refuses text that a shell or a path could take for something else, before it reaches a host', async () => {
    const marks = [
      '$(touch /tmp/marked)',
      '`touch /tmp/marked`',
      '; touch /tmp/marked',
      '../../tmp/marked',
      "a'b",
      'a\nb',
    ];
    for (const [index, mark] of marks.entries()) {
      const fields: ((draft: Draft) => void)[] = [
        (draft) => {
          draft.name = mark;
        },
        (draft) => {
          draft.hosts[0] = { ...draft.hosts[0], name: mark };
        },
        (draft) => {
          draft.hosts[0] = { ...draft.hosts[0], address: mark };
        },
        (draft) => {
          draft.postgres = { databases: [{ name: mark, owner: 'app' }], users: [{ name: 'app' }] };
        },
      ];
      // Each field with some of them: unit tests give every text to every field.
      for (const change of fields.filter((_, field) => field === index % fields.length)) {
        const ended = await quorate(['validate', project('hostile', change), '--json']);
        expect([1, 2], `${mark}: ${ended.stdout}`).toContain(ended.code);
      }
    }
    await untouched();
  });

  it('deploys as a user with sudo and a password, through a jump host', async () => {
    await addUser('admin', 'admin ALL=(ALL) ALL');
    await on('n1', "echo 'admin:of the admin' | chpasswd");
    const plan = project('admin', (draft) => {
      asUser('admin')(draft);
      const { address } = hostOf(lab, 'n1');
      for (const index of [1, 2]) draft.hosts[index] = { ...draft.hosts[index], ssh: { jump: `admin@${address}` } };
    });
    for (const host of ['n2', 'n3']) await on(host, "echo 'admin:of the admin' | chpasswd");
    await refused(await deploy(plan), 3, /sudo/);
    await refused(await deploy(plan, { QUORATE_SUDO_PASSWORD: 'another' }), 3, /sudo/);
    const environment = { QUORATE_SUDO_PASSWORD: 'of the admin' };
    await deployed(plan, environment);
    expect(await on('n1', 'ls -l --time-style=+ /etc/patroni/config.yml')).toMatch(/^-rw-r----- 1 root postgres/);
    await destroyed(plan, environment);
  });

  it.runIf(whole)('deploys without TLS when the plan says so, and warns', async () => {
    const plan = project('plain-text', (draft) => {
      draft.security = { tls: false };
    });
    const { stdout } = await quorate(['validate', plan, '--json']);
    const { findings } = JSON.parse(stdout) as { findings: { severity: string; field: string }[] };
    expect(findings).toContainEqual(expect.objectContaining({ severity: 'warning', field: 'security.tls' }));
    await deployed(plan);
    const status = await quorate(['status', plan, '--json']);
    expect(JSON.parse(status.stdout)).toMatchObject({ clusters: [{ leader: 'pg-orders-1' }] });
    await destroyed(plan);
  });

  function asUser(user: string) {
    return (draft: Draft) => {
      draft.ssh = { ...draft.ssh, user };
    };
  }

  async function addUser(user: string, sudoers: string): Promise<void> {
    for (const host of lab.hosts) {
      await on(
        host.name,
        `useradd --create-home --shell /bin/bash ${user} && mkdir -p /home/${user}/.ssh && cp /root/.ssh/authorized_keys /home/${user}/.ssh/ && chown -R ${user}: /home/${user}/.ssh
printf '%s\\n' '${sudoers}' >/etc/sudoers.d/${user}`,
      );
    }
  }
});

function flipByte(file: string): void {
  const content = readFileSync(file);
  const at = content.length - 5_000_000;
  content[at] = (content[at] ?? 0) ^ 1;
  writeFileSync(file, content);
}
