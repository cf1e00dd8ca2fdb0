import { type Cluster, memberOn, type Plan } from '../../plan/plan.ts';
import { clusterParameters, familyEnvironments } from '../../render/postgresParameters.ts';
import type { HostEnvironment } from '../../render/renderedFile.ts';
import { say } from '../../wording/phrase.ts';
import { hostCheck, type ObservedFacts, type PreflightInput } from '../observation.ts';
import { warnBytes } from './diskSpace.ts';

const gib = 1024 ** 3;

/** The disk has room for the WAL that a dead replica would make the primary keep. */
export const walSpace = hostCheck('wal-space', say`Room for WAL`, ({ host, facts, deployedPlan }, input) => {
  const member = memberOn(input.plan, host);
  const disk = walDiskOf(input.plan, facts);
  // WAL of a cluster that runs already has taken its room, and the check of free space speaks of a disk that is too small for anything.
  if (member === undefined || disk === undefined || deployedPlan !== undefined || !(disk.freeBytes >= warnBytes))
    return [];
  const most = maxWalBytes(input.plan, member.cluster, environments(input));
  if (most === undefined) return [];
  const fits = most <= disk.freeBytes;
  const needed = (most / gib).toFixed(1);
  return [
    {
      result: fits ? ('pass' as const) : ('warn' as const),
      measured: say`${(disk.freeBytes / gib).toFixed(1)} GiB free for ${disk.directory}`,
      message: fits
        ? say`WAL takes ${needed} GiB at most, with a dead replica's slot.`
        : say`With a dead replica's slot WAL takes up to ${needed} GiB, more than is free: the primary would stop with a full disk.`,
      fix: fits
        ? null
        : say`set postgres.parameters.max_slot_wal_keep_size and max_wal_size to less, or make room at ${disk.measuredAt}`,
    },
  ];
});

function walDiskOf(plan: Plan, facts: ObservedFacts) {
  const { walDirectory } = plan.postgres;
  if (walDirectory !== undefined) return facts.disks.find(({ directory }) => directory === walDirectory);
  return facts.disks.find(({ directory }) => directory.startsWith('/var/lib/postgresql')) ?? facts.disks[0];
}

function environments({ hosts, plan }: PreflightInput): Readonly<Record<string, HostEnvironment>> {
  const known: Record<string, HostEnvironment> = {};
  for (const one of hosts) {
    if (!one.reached) continue;
    const { cores, memoryBytes } = one.facts.hardware;
    const diskBytes = walDiskOf(plan, one.facts)?.sizeBytes ?? Number.NaN;
    if (cores > 0 && memoryBytes > 0 && diskBytes > 0)
      known[one.host] = { release: 'bookworm', cores, memoryBytes, diskBytes };
  }
  return known;
}

/** What a dead slot keeps and what lies there for the next checkpoint; undefined when it cannot be told or has no bound. */
function maxWalBytes(
  plan: Plan,
  cluster: Cluster,
  known: Readonly<Record<string, HostEnvironment>>,
): number | undefined {
  const family = familyEnvironments(plan, cluster, known);
  if (family.length === 0) return undefined;
  const parameters = clusterParameters(plan, cluster, family);
  const sizes = [parameters.max_wal_size, parameters.max_slot_wal_keep_size].map(sizeInBytes);
  return sizes.every((size) => size !== undefined && size >= 0)
    ? sizes.reduce<number>((sum, size) => sum + (size ?? 0), 0)
    : undefined;
}

const units: Readonly<Record<string, number>> = { kB: 1024, MB: 1024 ** 2, GB: gib, TB: 1024 ** 4 };

/** A size as PostgreSQL reads it: these settings count in MB where no unit is given. */
function sizeInBytes(value: unknown): number | undefined {
  const [, number, unit] = /^\s*(-?\d+(?:\.\d+)?)\s*([kMGT]B)?\s*$/.exec(String(value)) ?? [];
  return number === undefined ? undefined : Number(number) * (units[unit ?? 'MB'] ?? 1);
}
