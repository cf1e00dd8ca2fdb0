import { say } from '../../wording/phrase.ts';
import { hostCheck } from '../observation.ts';

/** etcd's guide wants the 99th percentile of fsync under 10 ms; past 100 ms elections start to fail. */
const warnSeconds = 0.01;
const failSeconds = 0.1;

/** The disks under the data directories write through fast enough for etcd and for WAL. */
export const fsyncLatency = hostCheck('fsync', say`fsync latency`, ({ facts }) =>
  facts.disks
    .filter((disk) => Number.isFinite(disk.fsyncMedianSeconds))
    .map((disk) => {
      const milliseconds = disk.fsyncMedianSeconds * 1000;
      const result =
        disk.fsyncMedianSeconds > failSeconds ? 'fail' : disk.fsyncMedianSeconds > warnSeconds ? 'warn' : 'pass';
      return {
        result: result as 'pass' | 'warn' | 'fail',
        measured: say`${milliseconds.toFixed(2)} ms median, ${(disk.fsyncWorstSeconds * 1000).toFixed(1)} ms worst (${disk.measuredAt})`,
        message:
          result === 'pass'
            ? say`The disk is fast enough for etcd.`
            : say`fsync takes ${milliseconds.toFixed(1)} ms; etcd wants less than 10 ms.`,
        fix:
          result === 'pass'
            ? null
            : say`put ${disk.directory} on an SSD with power-loss protection, apart from busy disks`,
      };
    }),
);
