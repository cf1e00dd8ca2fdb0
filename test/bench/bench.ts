import { benchDeployment } from './deployBench.ts';
import { type Measured, say } from './measured.ts';
import { benchPlan } from './planBench.ts';
import { benchQuorum } from './quorumBench.ts';

/*
 * npm run bench: each number against a floor measured in the same run, or against its bound. Ends with 1 when a bound is missed.
 * `npm run bench -- plan` leaves out what needs a lab.
 */

const measured: Measured[] = [...benchPlan(), ...benchQuorum()];
if (process.argv[2] !== 'plan') {
  if (process.getuid?.() === 0) measured.push(...(await benchDeployment()));
  else say('The deployment was not measured: the lab needs root.');
}
for (const one of measured) {
  const bound =
    one.atMost === undefined ? '' : ` (at most ${one.atMost}: ${one.value <= one.atMost ? 'met' : 'MISSED'})`;
  process.stdout.write(
    `${one.name}: ${Number(one.value.toPrecision(3))} ${one.unit}${bound}${one.detail === undefined ? '' : `; ${one.detail}`}\n`,
  );
}
process.exitCode = measured.some((one) => one.atMost !== undefined && one.value > one.atMost) ? 1 : 0;
