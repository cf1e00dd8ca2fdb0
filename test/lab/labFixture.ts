import { execFile } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { labClean } from '../../electron/services/lab/labClean.ts';
import { labDown } from '../../electron/services/lab/labDown.ts';
import type { LabHostView, LabView } from '../../electron/services/lab/labList.ts';
import { labList } from '../../electron/services/lab/labList.ts';

const exec = promisify(execFile);

/** A root of labs for one test file, away from those of the user; `remove` takes everything down whatever failed. */
export function labsOfTest(): { directory: string; remove: () => Promise<void> } {
  const directory = mkdtempSync(`/var/tmp/quorate-labs-${process.pid}-`);
  process.env.QUORATE_LABS = directory;
  const remove = async () => {
    await takeDownAll(directory);
    rmSync(directory, { recursive: true, force: true });
    delete process.env.QUORATE_LABS;
  };
  return { directory, remove };
}

/** Takes down every lab below a root, and what is left of unfinished ones. */
export async function takeDownAll(directory: string): Promise<void> {
  process.env.QUORATE_LABS = directory;
  const { labs } = await labList();
  await Promise.all(labs.map((lab) => labDown(lab.name)));
  await labClean();
}

/** A host of a lab by name. */
export function hostOf(lab: LabView, name: string): LabHostView {
  const host = lab.hosts.find((one) => one.name === name);
  if (host === undefined) throw new Error(`no host ${name} in ${lab.name}`);
  return host;
}

/** Runs a command on a host with the system's own ssh, which insists on the host key that the lab names. */
export async function ssh(host: LabHostView, command: string): Promise<{ code: number; output: string }> {
  const knownHosts = join(process.env.QUORATE_LABS ?? tmpdir(), `known_hosts-${host.address}`);
  writeFileSync(knownHosts, `${host.address} ${host.hostKey}\n`);
  const options = [
    'StrictHostKeyChecking=yes',
    'BatchMode=yes',
    'ConnectTimeout=5',
    `UserKnownHostsFile=${knownHosts}`,
  ];
  const args = [
    ...options.flatMap((option) => ['-o', option]),
    '-i',
    host.key,
    `${host.user}@${host.address}`,
    command,
  ];
  try {
    const { stdout } = await exec('ssh', ['-F', '/dev/null', ...args]);
    return { code: 0, output: stdout.trim() };
  } catch (cause) {
    const { code, stdout, stderr } = cause as { code: number; stdout: string; stderr: string };
    return { code, output: `${stdout}${stderr}`.trim() };
  }
}

/** Whether one host gets an answer from an address. Several questions: after a cut, ARP asks once a second. */
export async function reaches(from: LabHostView, address: string): Promise<boolean> {
  const { code, output } = await ssh(from, `ping -c 4 -i 0.5 -W 1 ${address}`);
  if (code === 255) throw new Error(`ssh to ${from.name}: ${output}`);
  return code === 0;
}

/** What of some labs is left on this machine: mounts, interfaces, rules, cgroups, processes. */
export async function leftovers(labs: readonly LabView[], directory: string): Promise<string[]> {
  const tags = labs.map((lab) => lab.bridge.slice('qlb'.length));
  const places = [
    readFileSync('/proc/self/mountinfo', 'utf8'),
    (await exec('ip', ['-o', 'link'])).stdout,
    (await exec('nft', ['list', 'tables'])).stdout,
    (await exec('find', ['/sys/fs/cgroup', '-path', '*quorate-labs/q*', '-maxdepth', '4', '-type', 'd'])).stdout,
    (await exec('ps', ['-eo', 'args'])).stdout,
  ];
  const isOurs = (line: string) => line.includes(directory) || tags.some((tag) => line.includes(tag));
  return places.flatMap((text) => text.split('\n')).filter(isOurs);
}
