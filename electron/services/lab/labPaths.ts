import { createHash } from 'node:crypto';
import { join, resolve } from 'node:path';

/** Where labs live: `QUORATE_LABS`, else `/var/lib/quorate-labs`. */
export function labsRoot(): string {
  return resolve(process.env.QUORATE_LABS || '/var/lib/quorate-labs');
}

/** Where images are kept between labs: `QUORATE_CACHE`, else `/var/cache/quorate`. */
export function imagesRoot(): string {
  return resolve(process.env.QUORATE_CACHE || '/var/cache/quorate', 'images');
}

/** The directory of one lab. */
export function labDirectory(name: string): string {
  return join(labsRoot(), name);
}

/**
 * The lock under which a lab is made or taken down. Not in its directory, which comes and goes.
 * @param directory that of the lab
 */
export function labLock(directory: string): string {
  return `/run/lock/quorate-lab-${labTag(directory)}`;
}

/** The lock under which a lab takes its subnet: all labs of a machine share its addresses, whatever their root is. */
export const networkLock = '/run/lock/quorate-lab-network';

/** Eight characters that name what a lab owns in the kernel: interface names hold no more than 15 characters. */
export function labTag(directory: string): string {
  return createHash('sha256').update(directory).digest('hex').slice(0, 8);
}

/** The bridge of a lab. */
export function bridgeName(tag: string): string {
  return `qlb${tag}`;
}

/** The machine name of a lab's host, which also names its cgroup. */
export function machineName(tag: string, index: number): string {
  return `q${tag}${String(index).padStart(2, '0')}`;
}

/** The machine's end of its cable: systemd-nspawn puts `vb-` before the machine name. */
export function vethName(machine: string): string {
  return `vb-${machine}`;
}

/** The nftables tables of a lab are both of this name, one in family bridge, one in inet. */
export function tableName(tag: string): string {
  return `quorate_${tag}`;
}
