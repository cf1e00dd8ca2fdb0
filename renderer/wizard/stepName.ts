import type { Step } from '../stores/steps.ts';
import { useWizard } from '../stores/wizard.ts';
import { useText } from '../text/language.ts';

/** What a step is called: the first deployment makes a cluster, later ones change it. */
export function useStepName(): (step: Step) => string {
  const t = useText();
  const deployed = useWizard((state) => state.railDeployed);
  return (step) => t(step === 'deploy' && deployed ? 'step.changes' : `step.${step}`);
}
