/** One number of the benchmark, with the bound that the product sets itself. */
export interface Measured {
  readonly name: string;
  readonly value: number;
  readonly unit: string;
  readonly atMost?: number;
  readonly atLeast?: number;
  readonly detail?: string;
}

/** What the bound of a number came to; undefined without one. */
export function boundOf({
  value,
  atMost,
  atLeast,
}: Measured): { readonly text: string; readonly met: boolean } | undefined {
  if (atMost !== undefined) return { text: `at most ${atMost}`, met: value <= atMost };
  return atLeast === undefined ? undefined : { text: `at least ${atLeast}`, met: value >= atLeast };
}

/** Tells what goes on; results alone go to standard output. */
export function say(line: string): void {
  process.stderr.write(`${line}\n`);
}

/** Median seconds of several runs of quick work, after runs that warm the compiler up. */
export function medianSeconds(work: () => void, runs = 9): number {
  for (let run = 0; run < 3; run += 1) work();
  const seconds: number[] = [];
  for (let run = 0; run < runs; run += 1) {
    const begin = performance.now();
    work();
    seconds.push((performance.now() - begin) / 1000);
  }
  return seconds.sort((a, b) => a - b)[Math.floor(runs / 2)] ?? Number.NaN;
}
