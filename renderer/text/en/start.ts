/** The projects on this machine. */
export const start = {
  'start.lead': 'Plan a PostgreSQL cluster that survives failures, prove it on paper, deploy it, and drill it.',
  'start.new': 'New project',
  'start.name': 'Name',
  'start.nameHint': 'Letters, digits, hyphens and underscores. The cluster is called pg-NAME.',
  'start.create': 'Create project',
  'start.projects': 'Projects',
  'start.loading': 'Reading the projects …',
  'start.none': 'No projects yet. The first one takes about five minutes to plan.',
};
