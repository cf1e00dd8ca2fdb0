import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Cluster, Plan } from '../../../core/plan/plan.ts';
import { tuningTemplates } from '../../../core/plan/schema.ts';
import { clusterParameters, memberParameters } from '../../../core/render/postgresParameters.ts';
import type { HostEnvironment } from '../../../core/render/renderedFile.ts';
import { tune } from '../../../core/render/tuning.ts';
import { environment, planOf, topologyInputs } from './renderPlans.ts';

const gibibyte = 1024 ** 3;

function clusterOf(plan: Plan): Cluster {
  const [cluster] = plan.clusters;
  if (cluster === undefined) throw new Error('the plan has no cluster');
  return cluster;
}

const machine = (cores: number, gibibytes: number, diskGibibytes = 500): HostEnvironment => ({
  release: 'bookworm',
  cores,
  memoryBytes: gibibytes * gibibyte,
  diskBytes: diskGibibytes * gibibyte,
});
const value = (parameters: readonly { name: string; value: string | number }[], name: string) =>
  Number.parseInt(String(parameters.find((one) => one.name === name)?.value), 10);
const machines = fc.record({
  cores: fc.integer({ min: 1, max: 256 }),
  memoryBytes: fc.integer({ min: 512 * 1024 ** 2, max: 2048 * gibibyte }),
  diskBytes: fc.integer({ min: 4 * gibibyte, max: 8192 * gibibyte }),
});

describe('tune', () => {
  it('gives a production machine a quarter of its memory for buffers', () => {
    const tuned = tune('oltp', machine(8, 32));
    expect(tuned.find((one) => one.name === 'shared_buffers')).toEqual({
      name: 'shared_buffers',
      value: '8192MB',
      formula: 'memory / 4, at most 64 GiB = 32768 MiB / 4',
      scope: 'host',
    });
    expect(value(tuned, 'max_connections')).toBe(500);
    expect(value(tuned, 'max_worker_processes')).toBe(16);
  });

  it('lets seven tiny hosts share one machine of 24 GiB', () => {
    const tuned = tune('tiny', machine(4, 24));
    // The worst that one can take: its buffers, and every connection with two sorts at once.
    const maxMiB = value(tuned, 'shared_buffers') + value(tuned, 'max_connections') * value(tuned, 'work_mem') * 2;
    expect(maxMiB * 7).toBeLessThan(24 * 1024);
    expect(value(tuned, 'shared_buffers')).toBe(128);
  });

  it.each(tuningTemplates)('keeps every machine within its means: %s', (template) => {
    fc.assert(
      fc.property(machines, ({ cores, memoryBytes, diskBytes }) => {
        const tuned = tune(template, { release: 'bookworm', cores, memoryBytes, diskBytes });
        const memoryMiB = memoryBytes / 1024 ** 2;
        expect(value(tuned, 'shared_buffers')).toBeLessThanOrEqual(memoryMiB / 4 + 64);
        expect(value(tuned, 'effective_cache_size') + value(tuned, 'shared_buffers')).toBeLessThanOrEqual(memoryMiB);
        expect(value(tuned, 'max_parallel_workers')).toBeLessThanOrEqual(value(tuned, 'max_worker_processes'));
        expect(value(tuned, 'max_parallel_workers_per_gather')).toBeLessThanOrEqual(
          Math.max(2, value(tuned, 'max_parallel_workers')),
        );
        // PostgreSQL wants twice a segment at least, and a dead slot must not fill the disk.
        expect(value(tuned, 'min_wal_size')).toBeGreaterThanOrEqual(32);
        expect(value(tuned, 'max_slot_wal_keep_size')).toBeGreaterThan(value(tuned, 'max_wal_size'));
        // All WAL together leaves the disk to the data: kept for a dead slot, and for the next checkpoint.
        const maxWal = value(tuned, 'max_wal_size') + value(tuned, 'max_slot_wal_keep_size');
        expect(maxWal).toBeLessThanOrEqual(Math.max(512, diskBytes / 1024 ** 2 / 3));
        expect(value(tuned, 'wal_keep_size')).toBeLessThanOrEqual(value(tuned, 'max_slot_wal_keep_size'));
        expect(tuned.every((one) => one.formula.length > 0)).toBe(true);
      }),
    );
  });
});

describe('parameters of a cluster', () => {
  const plan = planOf(topologyInputs['three-node']);

  it('follows its smallest member where all must be equal, and each machine elsewhere', () => {
    const large = machine(32, 128);
    const small = machine(2, 2);
    expect(clusterParameters(plan, clusterOf(plan), [large, small])).toMatchObject({
      max_connections: 128,
      max_worker_processes: 10,
    });
    expect(clusterParameters(plan, clusterOf(plan), [large, small])).toEqual(
      clusterParameters(plan, clusterOf(plan), [small, large]),
    );
    expect(memberParameters(plan, clusterOf(plan), large).shared_buffers).toBe('32768MB');
    expect(memberParameters(plan, clusterOf(plan), small).shared_buffers).toBe('512MB');
  });

  it('keeps as much WAL as the smallest disk has room for, and says by what', () => {
    const large = machine(16, 64, 2000);
    const small = machine(16, 64, 30);
    expect(clusterParameters(plan, clusterOf(plan), [large])).toMatchObject({
      max_wal_size: '16384MB',
      max_slot_wal_keep_size: '49152MB',
    });
    const both = {
      max_wal_size: '2560MB',
      min_wal_size: '640MB',
      wal_keep_size: '1024MB',
      max_slot_wal_keep_size: '7680MB',
    };
    expect(clusterParameters(plan, clusterOf(plan), [large, small])).toMatchObject(both);
    expect(clusterParameters(plan, clusterOf(plan), [small, large])).toMatchObject(both);
    expect(tune('oltp', small).find(({ name }) => name === 'max_wal_size')?.formula).toContain(
      'at most disk / 12 = 30720 MiB / 12',
    );
  });

  it('puts what the plan sets before everything that is derived', () => {
    const own = planOf({
      ...topologyInputs['three-node'],
      postgres: { parameters: { shared_buffers: '1GB', max_connections: 77 } },
    });
    expect(clusterParameters(own, clusterOf(own), [environment])).toMatchObject({
      shared_buffers: '1GB',
      max_connections: 77,
    });
    expect(memberParameters(own, clusterOf(own), environment)).not.toHaveProperty('shared_buffers');
  });

  it.each(['port', 'Synchronous_Standby_Names', 'ssl_key_file'])(
    "refuses %s, which is not the plan's to set",
    (name) => {
      const own = planOf({ ...topologyInputs['three-node'], postgres: { parameters: { [name]: 'x' } } });
      expect(() => clusterParameters(own, clusterOf(own), [environment])).toThrow(`postgres.parameters.${name}`);
    },
  );
});
