import { namePatterns } from '../../../plan/names.ts';
import type { Plan } from '../../../plan/plan.ts';
import { type TuningTemplate, tuningTemplates } from '../../../plan/schema.ts';
import { clusterParameters, isOwnedParameter } from '../../../render/postgresParameters.ts';
import type { HostEnvironment } from '../../../render/renderedFile.ts';
import { type Phrase, say } from '../../../wording/phrase.ts';
import { type ImportNote, noteOf } from '../variableReader.ts';

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

function notKept(name: string, value: string | number | boolean): Phrase | undefined {
  if (!namePatterns.parameter.test(name)) return say`is no name of a parameter`;
  if (isOwnedParameter(name)) return say`Patroni and the program set it themselves`;
  // Commands run on the hosts and often hold keys of an archive.
  if (/_command$|conninfo|passw/i.test(name) || /passw|secret/i.test(String(value)))
    return say`may hold a command or a secret: set it yourself if it is wanted`;
  return String(value).length > 1000 ? say`is too long` : undefined;
}
