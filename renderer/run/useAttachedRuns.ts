import { useEffect } from 'react';
import { useWizard } from '../stores/wizard.ts';
import { attachRuns } from './runStore.ts';

/** Follows the runs of the open project, also those that began before this page was loaded. */
export function useAttachedRuns(): void {
  const planFile = useWizard((state) => state.project?.planFile);
  useEffect(() => {
    if (planFile !== undefined) void attachRuns(planFile);
  }, [planFile]);
}
