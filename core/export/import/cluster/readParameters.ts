import type { Plan } from '../../../plan/plan.ts';
import { type TuningTemplate, tuningTemplates } from '../../../plan/schema.ts';
import { clusterParameters } from '../../../render/postgresParameters.ts';
import type { HostEnvironment } from '../../../render/renderedFile.ts';
import { say } from '../../../wording/phrase.ts';
import { type ImportNote, noteOf } from '../importNote.ts';
import { notKept } from '../parameters.ts';

type Values = Readonly<Record<string, string | number | boolean>>;

/**
 * Finds the tuning template that explains most of a cluster's parameters on its machines; what it does not explain is kept as it is.
 * @param running `postgresql.parameters` of Patroni's dynamic configuration
 * @param planWith a plan that has only this template
 */
export function readParameters(
  running: Values,
  environments: readonly HostEnvironment[],
  planWith: (template: TuningTemplate) => Plan,
  notes: ImportNote[],
): { readonly template: TuningTemplate; readonly parameters: Values } {
  const candidates = tuningTemplates.map((template) => {
    const plan = planWith(template);
    const [cluster] = plan.clusters;
    const own =
      environments.length === 0 || cluster === undefined ? {} : clusterParameters(plan, cluster, environments);
    const differences = Object.entries(running).filter(([name, value]) => String(own[name]) !== String(value));
    return { template, own, differences };
  });
  const best = candidates.reduce((least, one) => (one.differences.length < least.differences.length ? one : least));
  const parameters: Record<string, string | number | boolean> = {};
  for (const [name, value] of best.differences) {
    const reason = notKept(name, value);
    if (reason === undefined) parameters[name] = value;
    else notes.push(noteOf('ignored', `postgresql.parameters.${name.slice(0, 80)}`, reason));
  }
  for (const name of Object.keys(best.own))
    if (!Object.hasOwn(running, name))
      notes.push(
        noteOf(
          'defaulted',
          `postgres.parameters.${name}`,
          say`not set in the cluster; the template ${best.template} sets ${String(best.own[name])}`,
        ),
      );
  notes.push(
    noteOf(
      'understood',
      'postgresql.parameters',
      say`closest to the template ${best.template}; ${Object.keys(parameters).length} kept as they are`,
    ),
  );
  return { template: best.template, parameters };
}
