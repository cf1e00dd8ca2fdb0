import { useEffect } from 'react';
import { create } from 'zustand';
import { api, messageOf } from '../api/client.ts';
import { useWizard } from '../stores/wizard.ts';
import { useRuns } from './runStore.ts';

export type PlanChanges = Awaited<ReturnType<typeof api.projects.changes.query>>;

interface ChangesState {
  /** Whose these are. */
  readonly planFile: string | undefined;
  readonly changes: PlanChanges | undefined;
  readonly problem: string | undefined;
}

/** How the open project's plan differs from the one that was deployed last. */
export const useChanges = create<ChangesState>(() => ({ planFile: undefined, changes: undefined, problem: undefined }));

/** Keeps the differences as they are after every change of the plan's file, and after every run. For one place of the page alone. */
export function useFreshChanges(): void {
  const planFile = useWizard((state) => state.project?.planFile);
  const revision = useWizard((state) => state.saved.revision);
  const deployed = useWizard((state) => state.deployed);
  const end = useRuns((state) => state.deploy?.view.end);
  // biome-ignore lint/correctness/useExhaustiveDependencies: asked again when the file, the deployment or a run has changed
  useEffect(() => {
    if (planFile === undefined) return undefined;
    let stopped = false;
    api.projects.changes.query({ planFile }).then(
      (changes) => !stopped && useChanges.setState({ planFile, changes, problem: undefined }),
      (thrown: unknown) =>
        !stopped && useChanges.setState({ planFile, changes: undefined, problem: messageOf(thrown) }),
    );
    return () => {
      stopped = true;
    };
  }, [planFile, revision, deployed, end]);
}

/** The differences of the open project; undefined until they are known. */
export function useOwnChanges(): Pick<ChangesState, 'changes' | 'problem'> {
  const own = useWizard((state) => state.project?.planFile);
  const { planFile, changes, problem } = useChanges();
  return planFile === own ? { changes, problem } : { changes: undefined, problem: undefined };
}
