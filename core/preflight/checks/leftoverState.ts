import { hostCheck, pass } from '../observation.ts';

/** Nothing of an earlier or a foreign installation is there, which the deployment would refuse to touch. */
export const leftoverState = hostCheck(
  'leftovers',
  'Nothing left of another cluster',
  ({ facts, deployedPlan }, { plan }) => {
    const { dataDirectories, configurations, units } = facts.leftovers;
    const all = [...dataDirectories, ...configurations, ...units.map((unit) => `${unit}.service`)];
    if (all.length === 0) return pass('clean', 'The host is clean.');
    if (deployedPlan === plan.name) return pass('this cluster', 'What is there was deployed from this plan.');
    return {
      result: dataDirectories.length > 0 || units.length > 0 ? 'fail' : 'warn',
      measured: all.join(', '),
      message:
        deployedPlan === undefined
          ? 'Data, configuration or services of another installation are on the host; they will not be touched.'
          : `The host belongs to the plan '${deployedPlan}'.`,
      fix:
        deployedPlan === undefined
          ? 'save what is needed, then remove it by hand, or use another host'
          : 'quorate destroy that plan first, or use another host',
    };
  },
);
