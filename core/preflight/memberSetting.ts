import { memberOn, type Plan } from '../plan/plan.ts';
import { postgresOf } from '../plan/postgresOf.ts';
import { templateParameter } from '../render/postgresParameters.ts';
import type { HostEnvironment } from '../render/renderedFile.ts';
import { tune } from '../render/tuning.ts';

/** A setting of PostgreSQL that the member on a host would get: its cluster's, else the template's; undefined when PostgreSQL's own holds. */
export function memberSetting(
  plan: Plan,
  host: string,
  machine: HostEnvironment,
  name: string,
): string | number | boolean | undefined {
  const member = memberOn(plan, host);
  const { parameters, template } = member === undefined ? plan.postgres : postgresOf(plan, member.cluster);
  const own = Object.entries(parameters).findLast(([key]) => key.toLowerCase() === name);
  return (
    own?.[1] ?? tune(template, machine).find((one) => one.name === name)?.value ?? templateParameter(template, name)
  );
}
