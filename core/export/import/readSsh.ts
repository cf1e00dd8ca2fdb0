import type { FoundSsh } from './found.ts';
import type { VariableReader } from './variableReader.ts';

/** How Ansible reaches hosts; only what is said. */
export function readSsh(vars: VariableReader): FoundSsh {
  const user = vars.text('ansible_user') ?? vars.text('ansible_ssh_user');
  const port = vars.number('ansible_port') ?? vars.number('ansible_ssh_port');
  const key = vars.text('ansible_ssh_private_key_file');
  const sudo = vars.boolean('ansible_become');
  vars.take('ansible_connection');
  return {
    ...(user === undefined ? {} : { user }),
    ...(port === undefined ? {} : { port }),
    ...(key === undefined || key === '' ? {} : { key }),
    ...(sudo === undefined ? {} : { sudo }),
  };
}
