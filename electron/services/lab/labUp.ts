import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Problem } from '../../../core/problem.ts';
import { withFileLock } from './fileLock.ts';
import { bootHost, writeIdentity } from './host.ts';
import { ensureImage } from './image.ts';
import type { LabRelease } from './imageRecipe.ts';
import { labDown } from './labDown.ts';
import { type LabView, viewLab } from './labList.ts';
import { bridgeName, labDirectory, labsRoot, labTag, machineName } from './labPaths.ts';
import { checkName, type LabHostRecord, type LabRecord, labKeyFile, labNames, readLab, writeLab } from './labState.ts';
import { freeSubnet, makeNetwork } from './network.ts';
import { checkLabRequirements } from './requirements.ts';
import { runProgram } from './runProgram.ts';

/** One host that a lab shall have. */
export interface LabHostSpec {
  readonly name: string;
  /** Debian release; that of the lab where it is left out. */
  readonly release?: LabRelease;
  /** The site it stands in, so that a whole site can be cut off. */
  readonly site?: string;
}

/** What lab to make. */
export interface LabSpec {
  readonly name: string;
  /** How many hosts, then named n1, n2 and so on; or each of them. */
  readonly hosts: number | readonly LabHostSpec[];
  /** Debian release of the hosts; bookworm where it is left out. */
  readonly release?: LabRelease;
  /** An IPv4 /24 such as 10.198.7.0/24; a free one where it is left out. */
  readonly subnet?: string;
  /** Directories laid over the image of each host, uppermost first: such as one with packages already installed. */
  readonly imageLayers?: readonly string[];
  readonly onProgress?: (line: string) => void;
}

const mostHosts = 50;

/**
 * Makes a lab: real systemd hosts on an isolated bridge, each with sshd, and waits until all of them answer.
 * Called again for a lab that is up, returns it. A lab that does not come up is taken down again.
 * @returns the lab as `labList` shows it; `created` false when it was up already
 * @throws Problem `lab-unsupported`, `lab-name`, `lab-exists`, `lab-subnet`, `lab-image`, `lab-boot`
 */
export async function labUp(spec: LabSpec): Promise<{ lab: LabView; created: boolean }> {
  await checkLabRequirements();
  const specs = hostSpecs(spec);
  const existing = await readLab(spec.name);
  if (existing !== undefined) return { lab: await sameLab(existing, specs), created: false };
  const release = spec.release ?? 'bookworm';
  const images = new Map<LabRelease, string>();
  for (const wanted of new Set(specs.map((host) => host.release ?? release))) {
    images.set(wanted, await ensureImage(wanted, spec.onProgress));
  }
  const layersOf = (of: LabRelease) => [...(spec.imageLayers ?? []), images.get(of) ?? ''];
  const lab = await reserve(spec, (tag, subnet) =>
    specs.map((host, index) => ({
      name: host.name,
      address: `${subnet}.${index + 11}`,
      release: host.release ?? release,
      ...(host.site === undefined ? {} : { site: host.site }),
      machine: machineName(tag, index),
      hostKey: '',
      layers: layersOf(host.release ?? release),
    })),
  );
  try {
    return { lab: await fill(lab, spec.onProgress), created: true };
  } catch (cause) {
    await labDown(lab.name);
    throw cause;
  }
}

function hostSpecs(spec: LabSpec): readonly LabHostSpec[] {
  checkName(spec.name, 'lab');
  const count = typeof spec.hosts === 'number' ? spec.hosts : spec.hosts.length;
  if (!Number.isInteger(count) || count < 1 || count > mostHosts) {
    throw new Problem('lab-hosts', 'usage', `A lab has 1 to ${mostHosts} hosts, not ${count}.`);
  }
  const hosts =
    typeof spec.hosts === 'number' ? Array.from({ length: count }, (_, i) => ({ name: `n${i + 1}` })) : spec.hosts;
  for (const host of hosts) checkName(host.name, 'host');
  if (new Set(hosts.map((host) => host.name)).size < count) {
    throw new Problem('lab-hosts', 'usage', 'Two hosts of the lab have the same name.');
  }
  return hosts;
}

/** A lab of this name is there: the same one when it has the hosts that are wished for and all of them run. */
async function sameLab(lab: LabRecord, specs: readonly LabHostSpec[]): Promise<LabView> {
  const view = await viewLab(lab);
  const names = (hosts: readonly { name: string }[]) => hosts.map((host) => host.name).join(', ');
  const off = view.hosts.filter((host) => host.state === 'off');
  if (names(view.hosts) !== names(specs)) {
    throw new Problem(
      'lab-exists',
      'no',
      `The lab ${lab.name} is there, with the hosts ${names(view.hosts)}. Choose another name or take it down first.`,
    );
  }
  if (off.length === 0 && lab.complete) return view;
  const state = off.length === 0 ? 'was not finished' : `is there, but ${names(off)} off`;
  throw new Problem(
    'lab-exists',
    'no',
    `The lab ${lab.name} ${state}. Power it on (lab fault) or take it down (lab down ${lab.name}).`,
  );
}

/** Takes a name, a subnet and a bridge, so that no other `up` can: the record is there before anything else of the lab. */
function reserve(spec: LabSpec, hosts: (tag: string, subnet: string) => LabHostRecord[]): Promise<LabRecord> {
  return withFileLock(join(labsRoot(), '.lock'), async () => {
    if ((await readLab(spec.name)) !== undefined) {
      throw new Problem('lab-exists', 'no', `The lab ${spec.name} is being made by another program.`);
    }
    const others = await Promise.all((await labNames()).map((name) => readLab(name).catch(() => undefined)));
    const directory = labDirectory(spec.name);
    const tag = labTag(directory);
    const subnet = await freeSubnet(
      tag,
      others.flatMap((lab) => lab?.subnet ?? []),
      spec.subnet,
    );
    const lab = { name: spec.name, tag, bridge: bridgeName(tag), subnet, complete: false, hosts: hosts(tag, subnet) };
    await writeLab(lab);
    await makeNetwork(tag, lab.bridge, subnet, directory);
    return lab;
  });
}

async function fill(reserved: LabRecord, onProgress?: (line: string) => void): Promise<LabView> {
  const key = labKeyFile(reserved.name);
  await newKey(key, `quorate-lab-${reserved.name}`);
  const authorized = await readFile(`${key}.pub`, 'utf8');
  const hostKeys = await Promise.all(reserved.hosts.map((host) => newHostKey(`${key}-${host.name}`)));
  const lab: LabRecord = {
    ...reserved,
    hosts: reserved.hosts.map((host, index) => ({ ...host, hostKey: hostKeys[index]?.line ?? '' })),
  };
  await writeLab(lab);
  await Promise.all(
    lab.hosts.map(async (host, index) => {
      await writeIdentity(lab, host, { authorized, hostKey: hostKeys[index]?.text ?? '' });
      await bootHost(lab, host);
      onProgress?.(`${host.name} (${host.address}) is up`);
    }),
  );
  const complete = { ...lab, complete: true };
  await writeLab(complete);
  return viewLab(complete);
}

async function newKey(file: string, comment: string): Promise<void> {
  await runProgram('ssh-keygen', ['-q', '-t', 'ed25519', '-N', '', '-C', comment, '-f', file]);
}

/** Makes a host's key: it lives on the host alone, here only while it is made. */
async function newHostKey(file: string): Promise<{ text: string; line: string }> {
  await newKey(file, '');
  const [text, line] = await Promise.all([readFile(file, 'utf8'), readFile(`${file}.pub`, 'utf8')]);
  await runProgram('rm', [file, `${file}.pub`]);
  return { text, line: line.trim() };
}
