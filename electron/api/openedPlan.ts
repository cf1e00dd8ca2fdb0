import type { Plan } from '../../core/plan/plan.ts';
import type { Templates } from '../../core/render/renderedFile.ts';
import { openHosts, type PlanHosts } from '../services/hosts/openHosts.ts';
import { openProject, type Project } from '../services/projects/openProject.ts';
import { SecretStore } from '../services/secrets/secretStore.ts';
import { loadTemplates } from '../services/templates/loadTemplates.ts';
import type { Context } from './context.ts';
import { parsedPlan } from './planInput.ts';

/** A plan file opened to work on its hosts. */
export interface OpenedPlan {
  readonly project: Project;
  readonly plan: Plan;
  readonly hosts: PlanHosts;
  readonly secrets: SecretStore;
  readonly templates: Templates;
}

/**
 * Opens a plan with its project folder, works with it, and ends every connection however the work ended.
 * @throws Problem as reading, parsing and opening the secrets do
 */
export async function withOpenedPlan<T>(
  context: Context,
  planFile: string,
  work: (opened: OpenedPlan) => Promise<T>,
  options: { readonly patience?: 'usual' | 'short' } = {},
): Promise<T> {
  const opened = await openPlan(context, planFile, options);
  try {
    return await work(opened);
  } finally {
    await opened.hosts.pool.close();
  }
}

/** As `withOpenedPlan`, for work that outlives one call: the caller closes `hosts.pool`. */
export async function openPlan(
  context: Context,
  planFile: string,
  options: { readonly patience?: 'usual' | 'short' } = {},
): Promise<OpenedPlan> {
  const project = await openProject(planFile);
  const { plan } = parsedPlan(project.planText, planFile);
  const [secrets, templates] = await Promise.all([
    SecretStore.open(project.directory),
    loadTemplates(context.programRoot),
  ]);
  return {
    project,
    plan,
    secrets,
    templates,
    hosts: openHosts(plan, project.directory, context.access, options.patience),
  };
}
