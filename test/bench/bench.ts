import { benchDeployment } from './deployBench.ts';
import { boundOf, type Measured, say } from './measured.ts';
import { benchPlan } from './planBench.ts';
import { benchQuorum } from './quorumBench.ts';
import { benchUpload } from './uploadBench.ts';
import { benchWizard } from './wizardBench.ts';

/*
 * npm run bench: each number against a floor measured in the same run, or against its bound. Ends with 1 when a bound is missed.
 * `npm run bench -- plan` leaves out what needs a lab.
 */

const measured: Measured[] = [...benchPlan(), ...benchQuorum(), ...(await benchWizard())];
if (process.argv[2] !== 'plan') {
  // The upload first: what deployments leave to be written to the disk would be counted with it.
  if (process.getuid?.() === 0) measured.push(...(await benchUpload()), ...(await benchDeployment()));
  else say('The deployment was not measured: the lab needs root.');
}
for (const one of measured) {
  const bound = boundOf(one);
  const judged = bound === undefined ? '' : ` (${bound.text}: ${bound.met ? 'met' : 'MISSED'})`;
  process.stdout.write(
    `${one.name}: ${Number(one.value.toPrecision(3))} ${one.unit}${judged}${one.detail === undefined ? '' : `; ${one.detail}`}\n`,
  );
}
process.exitCode = measured.some((one) => boundOf(one)?.met === false) ? 1 : 0;
