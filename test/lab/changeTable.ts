import { appendFileSync, mkdirSync } from 'node:fs';
import type { RunnerResult } from './deployFixture.ts';

/** What a client that writes without an end noticed. */
interface Counts {
  readonly acknowledged: number;
  readonly lost: number;
}

/**
 * Notes a change that was made on running hosts, as a row of the README's table: how long it took, for how long writes stopped by the prediction
 * (typical, worst) and by the probe, and what became of the rows that a client wrote meanwhile. Rows gather in `.build/changes.md`.
 */
export function noteChange(what: string, release: string, { seconds, stages }: RunnerResult, counts: Counts): void {
  const predicted = stages.flatMap((stage) => (stage.predicted?.writes ? [stage.predicted.writes] : []));
  const observed = stages.flatMap((stage) =>
    typeof stage.observed?.writes === 'number' ? [stage.observed.writes] : [],
  );
  const most = (values: readonly number[]) => (values.length === 0 ? '-' : Math.max(...values).toFixed(1));
  const cells = [
    what,
    release,
    seconds.toFixed(0),
    `${most(predicted.map(({ typical }) => typical))} / ${most(predicted.map(({ worst }) => worst))}`,
    most(observed),
    String(counts.acknowledged),
    String(counts.lost),
  ];
  const row = `| ${cells.join(' | ')} |\n`;
  mkdirSync('.build', { recursive: true });
  appendFileSync('.build/changes.md', row);
  process.stdout.write(row);
}
