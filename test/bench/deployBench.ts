import { execFileSync } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { resultOf } from '../../electron/api/streamed.ts';
import { createShellCaller } from '../../electron/headless/createShell.ts';
import { localBuilder } from '../../electron/services/bundle/bundleBuilder.ts';
import { ensureBundle } from '../../electron/services/bundle/ensureBundle.ts';
import type { LabView } from '../../electron/services/lab/labList.ts';
import { bareDeployment } from './bareDeployment.ts';
import { type Measured, say } from './measured.ts';

const labName = 'bench';

/** Deploys three hosts from a bundle with this program and with the bare script, on labs of the same shape and addresses, and applies a second time. */
export async function benchDeployment(): Promise<readonly Measured[]> {
  const caller = createShellCaller({ acceptNewHostKeys: true });
  const bundle = await ensureBundle({ release: 'bookworm', builder: localBuilder, createdAt: new Date() });
  const folder = await mkdtemp(join(tmpdir(), 'quorate-bench-'));
  const freshLab = async (): Promise<LabView> => {
    await caller.lab.down({ name: labName }).catch(() => undefined);
    return (await resultOf(await caller.lab.up({ name: labName, hosts: 3, release: 'bookworm' }), say)).lab;
  };
  try {
    let lab = await freshLab();
    const planFile = join(folder, 'plan.yaml');
    const { text } = await caller.plan.create({
      topology: 'three-node',
      name: 'bench',
      hosts: lab.hosts.map(({ name, address }) => ({ name, address })),
      sections: {
        ssh: { key: lab.hosts[0]?.key },
        postgres: { template: 'tiny' },
        packages: { source: 'bundle', file: bundle },
      },
    });
    await writeFile(planFile, text);
    const deploy = async () =>
      resultOf(await caller.procedures.deploy({ planFile, dryRun: false, takeLock: false }), () => undefined);

    say('deploying with this program ...');
    const first = await deploy();
    if (!first.ok)
      throw new Error(`the deployment failed: ${JSON.stringify([first.refusals, first.failures, first.checks])}`);
    const second = await deploy();
    if (!second.ok) throw new Error('the second apply failed');

    say('taking the finished files of each host ...');
    const ssh = (address: string, key: string, command: string) =>
      execFileSync(
        'ssh',
        [
          '-q',
          '-i',
          key,
          '-o',
          'StrictHostKeyChecking=no',
          '-o',
          'UserKnownHostsFile=/dev/null',
          `root@${address}`,
          command,
        ],
        {
          maxBuffer: 64 * 1024 ** 2,
        },
      );
    const hosts = [];
    let packages: string[] = [];
    for (const host of lab.hosts) {
      const filesTar = join(folder, `${host.name}.tar`);
      await writeFile(
        filesTar,
        ssh(
          host.address,
          host.key,
          '{ cat /var/lib/quorate/files; sed "s/^[0-9a-f]* *//" /var/lib/quorate/applied/*; } | grep "^/" | sort -u | tar -C / -cPf - --files-from=- 2>/dev/null',
        ),
      );
      packages = ssh(host.address, host.key, 'cat /var/lib/quorate/packages').toString().split(/\s+/).filter(Boolean);
      hosts.push({ name: host.name, address: host.address, key: host.key, filesTar });
    }

    lab = await freshLab();
    say('deploying with the bare parallel script ...');
    const bare = await bareDeployment(folder, hosts, bundle, packages);
    return [
      {
        name: 'deployment / bare script until the primary service answers',
        value: first.seconds / bare.answering,
        unit: 'ratio',
        atMost: 1.25,
        detail: `${first.seconds.toFixed(1)} s / ${bare.answering.toFixed(1)} s`,
      },
      {
        name: 'deployment / bare script until the cluster has formed',
        value: first.seconds / bare.formed,
        unit: 'ratio',
        detail: `${first.seconds.toFixed(1)} s / ${bare.formed.toFixed(1)} s; services started after ${bare.started.toFixed(1)} s`,
      },
      { name: 'second apply: changes', value: second.steps.length, unit: 'steps', atMost: 0 },
      { name: 'second apply: round trips of a host', value: second.roundTripsPerHost, unit: 'scripts', atMost: 3 },
      { name: 'second apply', value: second.seconds, unit: 's', atMost: 3 },
    ];
  } finally {
    await caller.lab.down({ name: labName }).catch(() => undefined);
    await rm(folder, { recursive: true, force: true });
  }
}
