import { listOf, say } from '../../wording/phrase.ts';
import { hostCheck, pass } from '../observation.ts';

/** Nothing of an earlier or a foreign installation is there, which the deployment would refuse to touch. */
export const leftoverState = hostCheck(
  'leftovers',
  say`Nothing left of another cluster`,
  ({ facts, deployedPlan, ours }) => {
    const { dataDirectories, configurations, units } = facts.leftovers;
    const all = [...dataDirectories, ...configurations, ...units.map((unit) => `${unit}.service`)];
    if (all.length === 0) return pass(say`clean`, say`The host is clean.`);
    if (ours) return pass(say`this cluster`, say`What is there was deployed from this plan.`);
    return {
      result: dataDirectories.length > 0 || units.length > 0 ? 'fail' : 'warn',
      measured: listOf(all, 'comma'),
      message:
        deployedPlan === undefined
          ? say`Data, configuration or services of another installation are on the host; they will not be touched.`
          : say`The host belongs to the plan '${deployedPlan}'.`,
      fix:
        deployedPlan === undefined
          ? say`save what is needed, then remove it by hand, or use another host`
          : say`quorate destroy that plan first, or use another host`,
    };
  },
);
