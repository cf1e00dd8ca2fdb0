import { memberOn } from '../plan/plan.ts';
import { postgresOf } from '../plan/postgresOf.ts';
import { fillTemplate } from '../render/fillTemplate.ts';
import type { HostContext } from '../render/hostContext.ts';
import type { ComponentFile } from '../render/renderedFile.ts';
import { madeByQuorate } from '../render/yamlText.ts';
import { paths } from '../systems/debian/paths.ts';
import type { Component } from './component.ts';

/** Kernel settings of hosts with a member. */
export const system = {
  id: 'system',
  runsOn: (plan, host) => memberOn(plan, host.name) !== undefined,
  packages: () => [],
  files: kernelFiles,
} as const satisfies Component;

/** Only with a kernel of its own; several tiny members may share a machine, which is then nobody's own. */
function kernelFiles({ plan, member, templates, environment }: HostContext): readonly ComponentFile[] {
  if (member === undefined || environment.sharesKernel === true) return [];
  if (postgresOf(plan, member.cluster).template === 'tiny') return [];
  const content = fillTemplate(templates, 'sysctl.conf.tmpl', { notice: madeByQuorate });
  return [{ path: paths.sysctl, content, mode: 0o644, owner: 'root', group: 'root', onChange: 'reload' }];
}
