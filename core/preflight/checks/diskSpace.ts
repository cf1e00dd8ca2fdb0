import { say } from '../../wording/phrase.ts';
import { hostCheck } from '../observation.ts';

const gib = 1024 ** 3;
/** Packages and an empty cluster take about 1 GiB; WAL kept for a lost replica needs room beyond that. */
const failBytes = 2 * gib;
export const warnBytes = 10 * gib;
/** Where packages and data are already, changes need little. */
const failBytesLater = gib / 4;

/** There is room for packages, data and retained WAL. */
export const diskSpace = hostCheck('disk-space', say`Free disk space`, ({ facts, ours }) =>
  facts.disks.map((disk) => {
    const free = Number.isFinite(disk.freeBytes) ? disk.freeBytes : 0;
    const result = free < (ours ? failBytesLater : failBytes) ? 'fail' : free < warnBytes ? 'warn' : 'pass';
    return {
      result: result as 'pass' | 'warn' | 'fail',
      measured: say`${(free / gib).toFixed(1)} GiB free for ${disk.directory}`,
      message:
        result === 'pass'
          ? say`There is room for data and WAL.`
          : say`Only ${(free / gib).toFixed(1)} GiB are free where ${disk.directory} will be.`,
      fix: result === 'pass' ? null : say`df -h ${disk.measuredAt}   # grow it or mount a larger disk there`,
    };
  }),
);
