import type { Plan } from '../plan/plan.ts';
import { type HostContext, hostContext, type RenderInput } from '../render/hostContext.ts';
import type { RenderedFile } from '../render/renderedFile.ts';
import { certificateFiles } from './certificates.ts';
import { componentsOn } from './components.ts';

/**
 * All files of one host, in a fixed order: the same plan, timing and environments give the same bytes.
 * Passwords and keys are `{{secret:NAME}}` placeholders; `secretsOf` lists their names.
 * After a file below `/etc/systemd/system` has changed, systemd must reload its units, whatever `onChange` says.
 * @throws Problem `render.*` when something in the plan cannot be written into a configuration file
 */
export function renderHost(plan: Plan, hostName: string, input: RenderInput): readonly RenderedFile[] {
  const context: HostContext = hostContext(plan, hostName, input);
  return componentsOn(plan, context.host).flatMap((component) =>
    [...certificateFiles(plan, context.host, component), ...component.files(context)].map((file) => ({
      ...file,
      component: component.id,
    })),
  );
}
