import { readFile } from 'node:fs/promises';
import { Problem } from '../../../core/problem.ts';
import { say } from '../../../core/wording/phrase.ts';
import { withFileLock } from '../programs/fileLock.ts';
import { bootHost, writeIdentity } from './host.ts';
import { ensureImage } from './image.ts';
import type { LabRelease } from './imageRecipe.ts';
import { removeLab } from './labDown.ts';
import { type LabView, viewLab } from './labList.ts';
import { bridgeName, labDirectory, labLock, labTag, machineName, networkLock } from './labPaths.ts';
import { hostSpecs, type LabHostSpec, type LabSpec } from './labSpec.ts';
import { type LabRecord, labKeyFile, labNames, readLab, writeLab } from './labState.ts';
import { freeSubnet, makeNetwork } from './network.ts';
import { checkLabRequirements } from './requirements.ts';
import { runProgram } from './runProgram.ts';

/**
 * Makes a lab: real systemd hosts on an isolated bridge, each with sshd, and waits until all of them answer.
 * Called again for a lab that is up, returns it. What a killed `up` of this name left is removed first; a lab that does
 * not come up is removed again.
 * @returns the lab as `labList` shows it; `created` false when it was up already
 * @throws Problem `lab-unsupported`, `lab-name`, `lab-hosts`, `lab-exists`, `lab-subnet`, `lab-image`, `lab-boot`
 */
export async function labUp(spec: LabSpec): Promise<{ lab: LabView; created: boolean }> {
  await checkLabRequirements();
  const specs = hostSpecs(spec);
  const directory = labDirectory(spec.name);
  return withFileLock(labLock(directory), async () => {
    const existing = await readLab(spec.name);
    if (existing?.complete === true) return { lab: await sameLab(existing, specs), created: false };
    if ((await labNames()).includes(spec.name)) await removeLab(directory);
    const images = await imagesOf(spec, specs);
    try {
      return { lab: await fill(await reserve(spec, specs, images), spec.onProgress), created: true };
    } catch (cause) {
      await removeLab(directory);
      throw cause;
    }
  });
}

const defaultRelease: LabRelease = 'bookworm';

function releaseOf(spec: LabSpec, host: LabHostSpec): LabRelease {
  return host.release ?? spec.release ?? defaultRelease;
}

async function imagesOf(spec: LabSpec, hosts: readonly LabHostSpec[]): Promise<ReadonlyMap<LabRelease, string>> {
  const images = new Map<LabRelease, string>();
  for (const release of new Set(hosts.map((host) => releaseOf(spec, host)))) {
    images.set(release, await ensureImage(release, spec.onProgress));
  }
  return images;
}

/** A finished lab of this name is there: the same one when it has the hosts that are wished for and all have power. */
async function sameLab(lab: LabRecord, specs: readonly LabHostSpec[]): Promise<LabView> {
  const view = await viewLab(lab);
  const names = (hosts: readonly { name: string }[]) => hosts.map((host) => host.name).join(', ');
  if (names(view.hosts) !== names(specs)) {
    throw new Problem(
      'lab-exists',
      'no',
      say`The lab ${lab.name} is there, with the hosts ${names(view.hosts)}. Choose another name, or take it down first.`,
    );
  }
  const off = view.hosts.filter((host) => host.state === 'off');
  if (off.length === 0) return view;
  throw new Problem(
    'lab-exists',
    'no',
    say`The lab ${lab.name} is there, but these hosts are off: ${names(off)}. Power them on, or take the lab down.`,
  );
}

/** Takes a subnet and a bridge, so that no other lab can: the record is there before anything else of the lab. */
function reserve(
  spec: LabSpec,
  specs: readonly LabHostSpec[],
  images: ReadonlyMap<LabRelease, string>,
): Promise<LabRecord> {
  return withFileLock(networkLock, async () => {
    const others = await Promise.all((await labNames()).map((name) => readLab(name).catch(() => undefined)));
    const directory = labDirectory(spec.name);
    const tag = labTag(directory);
    const taken = others.flatMap((lab) => lab?.subnet ?? []);
    const subnet = await freeSubnet(tag, taken, spec.subnet);
    const hosts = specs.map((host, index) => ({
      name: host.name,
      address: `${subnet}.${index + 11}`,
      release: releaseOf(spec, host),
      ...(host.site === undefined ? {} : { site: host.site }),
      machine: machineName(tag, index),
      hostKey: '',
      layers: [...(spec.imageLayers ?? []), images.get(releaseOf(spec, host)) ?? ''],
    }));
    const lab = { name: spec.name, tag, bridge: bridgeName(tag), subnet, complete: false, hosts };
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
