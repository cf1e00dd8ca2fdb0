import { type OpenProject, openProject, useWizard } from './wizard.ts';

const key = 'quorate-open-project';

/**
 * Opens the project that the page's address asks for, else the one that was open before the page was reloaded, and remembers from now on
 * which one is. Each tab has its own.
 * @param asked name of the project in the address, or null
 * @param open reads a project by its name
 */
export async function reopenProject(asked: string | null, open: (name: string) => Promise<OpenProject>): Promise<void> {
  const name = asked ?? sessionStorage.getItem(key);
  if (name !== null) {
    try {
      openProject(await open(name), asked === null);
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
