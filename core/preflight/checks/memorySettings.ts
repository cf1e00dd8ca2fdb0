import { sharesKernel } from '../../facts/platform.ts';
import { memberOn } from '../../plan/plan.ts';
import { releases } from '../../plan/schema.ts';
import { readPostgresSize } from '../../render/postgresSize.ts';
import { say } from '../../wording/phrase.ts';
import { memberSetting } from '../memberSetting.ts';
import { hostCheck, type Judgement, pass } from '../observation.ts';

const gib = 1024 ** 3;
/** What the system, Patroni, etcd and the proxies want at least. */
const restBytes = 256 * 1024 ** 2;
/** From here on page tables cost what is worth a line: 2 MiB for each GiB and connection. */
const largeBuffers = 8 * gib;
/** PostgreSQL's shared memory is a little more than its buffers: locks, WAL buffers, statistics. */
const sharedOverhead = 1.05;

/** The memory that the plan gives PostgreSQL is there. */
export const memorySettings = hostCheck('memory-settings', say`Memory settings`, ({ host, facts }, { plan }) => {
  const release = releases.find((one) => one === facts.platform.codename);
  const { cores, memoryBytes } = facts.hardware;
  if (memberOn(plan, host) === undefined || release === undefined || !Number.isFinite(memoryBytes)) return undefined;
  const value = (name: string) =>
    memberSetting(plan, host, { release, cores, memoryBytes, diskBytes: Number.NaN }, name);
  const buffers = readPostgresSize(value('shared_buffers'), 8192) ?? 0;
  const work = readPostgresSize(value('work_mem'), 1024) ?? 4 * 1024 ** 2;
  const connections = Number(value('max_connections') ?? 100);
  const shared = buffers * sharedOverhead;
  const measured = say`shared_buffers ${inGib(buffers)} GiB of ${inGib(memoryBytes)} GiB`;
  const lower = say`set postgres.parameters.shared_buffers to ${inGib(memoryBytes / 4)}GB or less, or give the host more memory`;
  if (shared + restBytes > memoryBytes)
    return {
      result: 'fail',
      measured,
      message: say`shared_buffers of ${inGib(buffers)} GiB does not fit into the ${inGib(memoryBytes)} GiB of the host: PostgreSQL would not start.`,
      fix: lower,
    };
  const mode = String(value('huge_pages') ?? 'try').toLowerCase();
  const huge = hugePages(mode, shared, facts.condition.hugePages, memoryBytes);
  if (huge !== undefined) return { ...huge, measured };
  const most = shared + Math.max(1, connections) * work;
  if (buffers > 0.6 * memoryBytes)
    return {
      result: 'warn',
      measured,
      message: say`shared_buffers takes ${Math.round((buffers / memoryBytes) * 100)} % of the memory; a quarter is usual, and the rest serves connections and the cache of files.`,
      fix: lower,
    };
  if (most > memoryBytes)
    return {
      result: 'warn',
      measured,
      message: say`shared_buffers with ${connections} connections of ${Math.round(work / 1024 ** 2)} MiB each (work_mem) would be ${inGib(most)} GiB, more than the ${inGib(memoryBytes)} GiB of the host.`,
      fix: say`lower work_mem or max_connections in postgres.parameters; PgBouncer needs few server connections`,
    };
  const { total, sizeBytes } = facts.condition.hugePages;
  if (mode === 'try' && total === 0 && sizeBytes > 0 && buffers >= largeBuffers && !sharesKernel(facts.platform))
    return {
      result: 'warn',
      measured,
      message: say`No huge pages are reserved, and each connection keeps a table of the small pages of ${inGib(buffers)} GiB: PostgreSQL works, slower and with less memory for the rest.`,
      fix: reserve(Math.ceil(shared / sizeBytes)),
    };
  return pass(measured, say`The memory settings fit the host.`);
});

/** The huge pages are the kernel's: PostgreSQL finds them when it starts. */
function reserve(pages: number): string {
  return `echo 'vm.nr_hugepages = ${pages}' > /etc/sysctl.d/60-hugepages.conf && sysctl --system`;
}

function hugePages(
  mode: string,
  sharedBytes: number,
  { total, sizeBytes }: { readonly total: number; readonly sizeBytes: number },
  memoryBytes: number,
): Omit<Judgement, 'measured'> | undefined {
  if (!Number.isFinite(total) || !(sizeBytes > 0)) return undefined;
  const wanted = Math.ceil(sharedBytes / sizeBytes);
  if (mode === 'on' && total < wanted)
    return {
      result: 'fail',
      message: say`huge_pages is on, and the host has ${total} huge pages where PostgreSQL needs ${wanted}: it would not start.`,
      fix: reserve(wanted),
    };
  // Reserved pages are gone for everything else: with too few of them PostgreSQL takes its shared memory from what is left.
  const reserved = total * sizeBytes;
  if (total > 0 && total < wanted && sharedBytes + restBytes > memoryBytes - reserved)
    return {
      result: 'fail',
      message: say`${total} huge pages are reserved, too few for shared_buffers (${wanted}), which does not fit into the memory that is left beside them.`,
      fix: reserve(wanted),
    };
  return undefined;
}

function inGib(bytes: number): string {
  return (bytes / gib).toFixed(bytes < 10 * gib ? 1 : 0);
}
