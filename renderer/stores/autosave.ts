import { messageOf } from '../api/client.ts';
import { useWizard } from './wizard.ts';

/** What autosave needs of the router. */
export interface ProjectCalls {
  readonly save: {
    mutate(input: { name: string; planText: string; revision: string }): Promise<{ revision: string }>;
  };
  readonly saveStep: { mutate(input: { name: string; step: string }): Promise<unknown> };
}

/**
 * Writes every change of the plan to its file, one write at a time: what changes meanwhile is written next. A failure is kept in the
 * store, and the next change tries again.
 * @returns a function that ends it
 */
export function startAutosave(projects: ProjectCalls): () => void {
  let writing = false;
  const write = async () => {
    if (writing) return;
    writing = true;
    try {
      for (;;) {
        const { project, saved, text } = useWizard.getState();
        if (project === undefined || saved.text === text) return;
        const { revision } = await projects.save.mutate({
          name: project.name,
          planText: text,
          revision: saved.revision,
        });
        if (useWizard.getState().project === project)
          useWizard.setState({ saved: { text, revision }, saveProblem: undefined });
      }
    } catch (thrown) {
      useWizard.setState({ saveProblem: messageOf(thrown) });
    } finally {
      writing = false;
    }
  };
  return useWizard.subscribe((state, before) => {
    if (state.project !== undefined && state.text !== before.text) void write();
    if (state.project !== undefined && state.project === before.project && state.step !== before.step) {
      // Reopening at another step is no loss worth a message.
      projects.saveStep.mutate({ name: state.project.name, step: state.step }).catch(() => undefined);
    }
  });
}
