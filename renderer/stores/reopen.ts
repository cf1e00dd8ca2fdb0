import { type OpenProject, openProject, useWizard } from './wizard.ts';

const key = 'quorate-open-project';

/**
 * Opens the project again that was open before the page was reloaded, and remembers from now on which one is. Each tab has its own.
 * @param open reads a project by its name
 */
export async function reopenProject(open: (name: string) => Promise<OpenProject>): Promise<void> {
  const name = sessionStorage.getItem(key);
  if (name !== null) {
    try {
      openProject(await open(name));
    } catch {
      // It is gone, or not to be read: the list of projects says more.
      sessionStorage.removeItem(key);
    }
  }
  useWizard.subscribe(({ project }) => {
    if (project === undefined) sessionStorage.removeItem(key);
    else sessionStorage.setItem(key, project.name);
  });
}
