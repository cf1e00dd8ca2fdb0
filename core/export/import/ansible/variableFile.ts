import type { PlanPath } from '../../../plan/planPath.ts';
import type { Definition, InventoryDraft, Variables } from './inventory.ts';

/**
 * Puts a file of variables where Ansible puts it: `group_vars/NAME.yml` and `host_vars/NAME.yml` belong to a group or host, any other one
 * is loaded by a playbook and wins over the inventory.
 */
export function fileOfVariables(
  draft: InventoryDraft,
  file: string,
  values: Variables,
  lineOf: (path: PlanPath) => number,
): void {
  const [, kind, name = ''] =
    /(?:^|[\\/])(group_vars|host_vars)[\\/]([^\\/]+?)(?:\.ya?ml|\.json)?(?:[\\/][^\\/]+)?$/.exec(file) ?? [];
  const definition = (place: string): Definition => ({ place, file, values, lineOf });
  if (kind === 'group_vars') draft.group(name).definitions.push(definition(name === 'all' ? 'all.vars' : name));
  else if (kind === 'host_vars') draft.hosts.set(name, [definition(name)]);
  else draft.files.push(definition(file));
}
