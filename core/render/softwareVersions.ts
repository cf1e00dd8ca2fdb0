import type { Release } from '../plan/schema.ts';

/** What Debian ships, as far as the files of a host differ by it. */
export interface SoftwareVersions {
  /** Major version of PostgreSQL. */
  readonly postgres: number;
  readonly patroni: string;
  readonly etcd: string;
  readonly haproxy: string;
  readonly pgbouncer: string;
}

export const softwareVersions: Readonly<Record<Release, SoftwareVersions>> = {
  bookworm: { postgres: 15, patroni: '3.0.2', etcd: '3.4.23', haproxy: '2.6.12', pgbouncer: '1.18.0' },
  trixie: { postgres: 17, patroni: '4.0.7', etcd: '3.5.16', haproxy: '3.0.11', pgbouncer: '1.24.1' },
};

/** Whether a dotted version is at least another, number by number. */
export function versionAtLeast(version: string, least: string): boolean {
  const have = version.split('.').map(Number);
  for (const [index, wanted] of least.split('.').map(Number).entries()) {
    const part = have[index] ?? 0;
    if (part !== wanted) return part > wanted;
  }
  return true;
}
