import type { TuningTemplate } from '../plan/schema.ts';
import type { HostEnvironment } from './renderedFile.ts';

/** One PostgreSQL setting that follows from a machine's cores, memory and disk, and why it is what it is. */
export interface TunedParameter {
  readonly name: string;
  readonly value: string | number;
  /** The formula with its inputs filled in. */
  readonly formula: string;
  /**
   * `cluster`: equal on every member, from the smallest: a standby refuses to start with less than its primary
   * (PostgreSQL documentation, 26.4.4 Administrator's Overview). `host`: each member's own.
   */
  readonly scope: 'cluster' | 'host';
}

interface Machine {
  readonly cores: number;
  readonly memoryMiB: number;
  readonly diskMiB: number;
}

/**
 * WAL of at most a third of its disk: a dead replica's slot keeps three times max_wal_size, and as much as max_wal_size lies there beside it for
 * the next checkpoint.
 */
const walDiskShare = 12;

const bytesPerMiB = 1024 ** 2;

/**
 * Memory, connection, worker and WAL settings of a tuning template for one machine with its disk.
 *
 * `tiny` hardly looks at the machine: it is for several hosts on one, each of which sees all of its memory and cores.
 * Sources: PostgreSQL documentation chapter 19 (a quarter of the memory for shared_buffers), and Pigsty's templates of the same names.
 */
export function tune(template: TuningTemplate, environment: HostEnvironment): readonly TunedParameter[] {
  const machine: Machine = {
    cores: Math.max(1, environment.cores),
    memoryMiB: Math.max(256, Math.floor(environment.memoryBytes / bytesPerMiB)),
    diskMiB: Math.floor(environment.diskBytes / bytesPerMiB),
  };
  return [
    ...connections(template, machine),
    ...memory(template, machine),
    ...workers(template, machine),
    ...wal(template, machine),
  ];
}

/** max_connections of a template that gives every machine the same; undefined where it follows from the memory. */
export function templateConnections(template: TuningTemplate): number | undefined {
  return template === 'tiny' ? 100 : undefined;
}

function connections(template: TuningTemplate, { memoryMiB }: Machine): readonly TunedParameter[] {
  const same = templateConnections(template);
  if (same !== undefined) return [cluster('max_connections', same, `${template}: ${same}`)];
  const [share, most] = template === 'olap' ? [64, 300] : [16, 500];
  const value = clamp(Math.floor(memoryMiB / share), 100, most);
  return [cluster('max_connections', value, `memory / ${share} MiB, 100 to ${most} = ${memoryMiB} / ${share}`)];
}

function memory(template: TuningTemplate, { memoryMiB }: Machine): readonly TunedParameter[] {
  if (template === 'tiny') {
    const buffers = clamp(Math.floor(memoryMiB / 8), 32, 128);
    return [
      host('shared_buffers', mib(buffers), `memory / 8, 32 to 128 MiB = ${memoryMiB} MiB / 8`),
      host(
        'effective_cache_size',
        mib(clamp(Math.floor(memoryMiB / 4), 128, 512)),
        `memory / 4, 128 to 512 MiB = ${memoryMiB} MiB / 4`,
      ),
      host('maintenance_work_mem', mib(32), 'tiny: 32 MiB'),
      host('work_mem', mib(4), 'tiny: 4 MiB'),
    ];
  }
  const olap = template === 'olap';
  const buffers = clamp(Math.floor(memoryMiB / 4), 64, 65_536);
  const connectionShare = olap ? 64 : 16;
  const expected = clamp(Math.floor(memoryMiB / connectionShare), 100, olap ? 300 : 500);
  const [workShare, workLeast, workMost] = olap ? [2, 16, 4096] : [4, 4, 64];
  const [maintenanceShare, maintenanceMost] = olap ? [8, 8192] : [16, 2048];
  return [
    host('shared_buffers', mib(buffers), `memory / 4, at most 64 GiB = ${memoryMiB} MiB / 4`),
    host(
      'effective_cache_size',
      mib(Math.max(128, memoryMiB - buffers - Math.floor(memoryMiB / 8))),
      `memory - shared_buffers - memory / 8 for the rest = ${memoryMiB} - ${buffers} - ${Math.floor(memoryMiB / 8)} MiB`,
    ),
    host(
      'maintenance_work_mem',
      mib(clamp(Math.floor(memoryMiB / maintenanceShare), 64, maintenanceMost)),
      `memory / ${maintenanceShare}, 64 to ${maintenanceMost} MiB = ${memoryMiB} MiB / ${maintenanceShare}`,
    ),
    host(
      'work_mem',
      mib(clamp(Math.floor(memoryMiB / workShare / expected), workLeast, workMost)),
      `memory / ${workShare} / connections, ${workLeast} to ${workMost} MiB = ${memoryMiB} MiB / ${workShare} / ${expected}`,
    ),
  ];
}

function workers(template: TuningTemplate, { cores }: Machine): readonly TunedParameter[] {
  if (template === 'tiny') {
    return [
      cluster('max_worker_processes', 8, 'tiny: 8'),
      host('max_parallel_workers', 2, 'tiny: 2'),
      host('max_parallel_workers_per_gather', 0, 'tiny: 0, hosts share their cores'),
      host('max_parallel_maintenance_workers', 1, 'tiny: 1'),
      host('autovacuum_max_workers', 2, 'tiny: 2'),
    ];
  }
  const olap = template === 'olap';
  const parallel = olap ? cores : Math.max(2, Math.floor(cores / 2));
  const perGather = olap ? Math.max(2, Math.floor(cores / 2)) : clamp(Math.floor(cores / 4), 0, 2);
  return [
    cluster('max_worker_processes', cores + 8, `cores + 8 = ${cores} + 8`),
    host('max_parallel_workers', parallel, olap ? `cores = ${cores}` : `cores / 2, at least 2 = ${cores} / 2`),
    host(
      'max_parallel_workers_per_gather',
      perGather,
      olap ? `cores / 2, at least 2 = ${cores} / 2` : `cores / 4, at most 2 = ${cores} / 4`,
    ),
    host(
      'max_parallel_maintenance_workers',
      clamp(Math.floor(cores / 3), 1, olap ? 16 : 4),
      `cores / 3, 1 to ${olap ? 16 : 4} = ${cores} / 3`,
    ),
    host('autovacuum_max_workers', clamp(Math.floor(cores / 4), 3, 8), `cores / 4, 3 to 8 = ${cores} / 4`),
  ];
}

function wal(template: TuningTemplate, { memoryMiB, diskMiB }: Machine): readonly TunedParameter[] {
  const tiny = template === 'tiny';
  const wanted = tiny ? 512 : clamp(Math.floor(memoryMiB / 4), 1024, 16_384);
  // PostgreSQL wants two segments of 16 MiB at the very least, for min_wal_size too.
  const most = clamp(wanted, 128, Math.max(128, Math.floor(diskMiB / walDiskShare)));
  const kept = Math.min(tiny ? 128 : 1024, most);
  const byMemory = tiny ? 'tiny: 512 MiB' : `memory / 4, 1 to 16 GiB = ${memoryMiB} MiB / 4`;
  const formula = `${byMemory}; at most disk / ${walDiskShare} = ${diskMiB} MiB / ${walDiskShare}`;
  return [
    cluster('max_wal_size', mib(most), formula),
    cluster('min_wal_size', mib(most / 4), `max_wal_size / 4 = ${most} / 4 MiB`),
    cluster(
      'wal_keep_size',
      mib(kept),
      `${tiny ? 'tiny: 128 MiB' : '1 GiB: a replica without a slot can be away for a moment'}; at most max_wal_size`,
    ),
    // Without it, the slot of a dead replica keeps WAL until the disk is full and the primary stops.
    cluster('max_slot_wal_keep_size', mib(most * 3), `max_wal_size * 3 = ${most} * 3 MiB`),
  ];
}

function cluster(name: string, value: string | number, formula: string): TunedParameter {
  return { name, value, formula, scope: 'cluster' };
}

function host(name: string, value: string | number, formula: string): TunedParameter {
  return { name, value, formula, scope: 'host' };
}

function clamp(value: number, least: number, most: number): number {
  return Math.min(most, Math.max(least, value));
}

function mib(value: number): string {
  return `${Math.floor(value)}MB`;
}
