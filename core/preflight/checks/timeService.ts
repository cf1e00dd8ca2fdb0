import { sharesKernel } from '../../facts/platform.ts';
import { listOf, say } from '../../wording/phrase.ts';
import { hostCheck, pass } from '../observation.ts';

/** Something keeps the clock right. A container has the clock of its machine and cannot set it. */
export const timeService = hostCheck('time-service', say`Time service`, ({ facts }) => {
  const { services, synchronized } = facts.clock;
  if (services.length > 0)
    return pass(listOf(services, 'comma'), synchronized ? say`The clock is synchronised.` : say`A time service runs.`);
  if (sharesKernel(facts.platform))
    return pass(facts.platform.virtualization, say`A container has its machine's clock.`);
  if (synchronized) return pass(say`synchronised`, say`The clock is synchronised from outside.`);
  return {
    result: 'warn',
    measured: say`none`,
    message: say`No time service runs: the clock will drift, and leases, certificates and logs with it.`,
    fix: 'apt-get install -y chrony',
  };
});
