/** The screens of an open project. Projects keep these names on the disk, to be opened there again. */
const planSteps = ['topology', 'hosts', 'objectives', 'options', 'review'] as const;
const clusterSteps = ['dashboard', 'deploy', 'preflight', 'operations', 'history'] as const;
export const steps = [...planSteps, ...clusterSteps] as const;
export type Step = (typeof steps)[number];

/** Before there is a cluster: the way to one, from the first choice to the first deployment. */
const firstPath: readonly Step[] = [...planSteps, 'preflight', 'deploy'];

/** The two parts of the rail. What leads to the first deployment comes first until there is one, and then what is looked at every day. */
export function railOf(deployed: boolean): { readonly plan: readonly Step[]; readonly cluster: readonly Step[] } {
  return {
    plan: planSteps,
    cluster: deployed ? clusterSteps : ['preflight', 'deploy', 'dashboard', 'operations', 'history'],
  };
}

/** The place of a step on the way to the first deployment, from 1; undefined for what is no part of it, and once that is over. */
export function placeOf(step: Step, deployed: boolean): number | undefined {
  const index = deployed ? -1 : firstPath.indexOf(step);
  return index === -1 ? undefined : index + 1;
}

/** Where a screen leads; undefined where it leads nowhere else. */
export function nextStep(step: Step, deployed: boolean): Step | undefined {
  if (step === 'review' && deployed) return 'deploy';
  const index = firstPath.indexOf(step);
  return index === -1 ? undefined : firstPath[index + 1];
}
