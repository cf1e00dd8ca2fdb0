import { randomBytes } from 'node:crypto';
import { chmod, mkdir, writeFile } from 'node:fs/promises';
import { createConnection } from 'node:net';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { Problem } from '../../../core/problem.ts';
import { say } from '../../../core/wording/phrase.ts';
import { hostDirectory, type LabHostRecord, type LabRecord } from './labState.ts';
import { isMachineRunning, machineLogTail, startMachine } from './machine.ts';
import { mountOverlay } from './overlay.ts';

const bootLimitMs = 60_000;

/** Gives a new host its own identity: name, addresses, keys. `hostKey` is the private key's text. */
export async function writeIdentity(
  lab: LabRecord,
  host: LabHostRecord,
  keys: { readonly authorized: string; readonly hostKey: string },
): Promise<void> {
  const root = await mountOverlay(hostDirectory(lab.name, host.name), host.layers);
  const file = async (path: string, text: string, mode = 0o644) => {
    await writeFile(join(root, path), text, { mode });
    await chmod(join(root, path), mode);
  };
  const names = lab.hosts.map(({ address, name }) => `${address} ${name}`).join('\n');
  await mkdir(join(root, 'root/.ssh'), { recursive: true, mode: 0o700 });
  await file('etc/hostname', `${host.name}\n`);
  await file('etc/machine-id', `${randomBytes(16).toString('hex')}\n`, 0o444);
  await file('etc/hosts', `127.0.0.1 localhost\n::1 localhost ip6-localhost ip6-loopback\n${names}\n`);
  await file('etc/resolv.conf', '# an isolated lab has no name server\n');
  await file(
    'etc/systemd/network/10-lab.network',
    `[Match]\nName=host0\n\n[Network]\nAddress=${host.address}/24\nLinkLocalAddressing=no\nIPv6AcceptRA=no\n`,
  );
  await file('root/.ssh/authorized_keys', keys.authorized, 0o600);
  await file('etc/ssh/ssh_host_ed25519_key', keys.hostKey, 0o600);
  await file('etc/ssh/ssh_host_ed25519_key.pub', `${host.hostKey}\n`);
}

/**
 * Boots a host and waits until its sshd answers. Does nothing when it runs.
 * @throws Problem `lab-boot` with the end of its log
 */
export async function bootHost(lab: LabRecord, host: LabHostRecord): Promise<void> {
  const directory = hostDirectory(lab.name, host.name);
  const log = join(directory, 'console.log');
  if (!(await isMachineRunning(host.machine))) {
    const root = await mountOverlay(directory, host.layers);
    await startMachine({ machine: host.machine, hostname: host.name, root, bridge: lab.bridge, log });
  }
  const deadline = performance.now() + bootLimitMs;
  while (performance.now() < deadline) {
    if (await answersAsSshd(host.address)) return;
    if (!(await isMachineRunning(host.machine))) break;
    await sleep(25);
  }
  throw new Problem(
    'lab-boot',
    'no',
    say`Host ${host.name} of lab ${lab.name} did not come up. The end of ${log}: ${(await machineLogTail(log)) || say`nothing`}`,
  );
}

/** Whether something accepts a connection on port 22 within 0.2 s, and then greets as SSH within 3 s. */
export function answersAsSshd(address: string): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = createConnection({ host: address, port: 22 });
    const end = (answer: boolean) => {
      socket.destroy();
      resolve(answer);
    };
    socket.setTimeout(200, () => end(false));
    socket.once('connect', () => socket.setTimeout(3000));
    socket.once('error', () => end(false));
    socket.once('close', () => resolve(false));
    socket.once('data', (data) => end(data.toString('latin1').startsWith('SSH-')));
  });
}
