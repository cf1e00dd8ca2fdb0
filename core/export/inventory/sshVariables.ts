import type { SshSettings } from '../../plan/plan.ts';

/** How Ansible reaches a host. A jump host is left out: it would become an argument of ssh. */
export function sshVariables(ssh: SshSettings): Record<string, unknown> {
  return {
    ansible_user: ssh.user,
    ...(ssh.port === 22 ? {} : { ansible_port: ssh.port }),
    ...(ssh.key === undefined ? {} : { ansible_ssh_private_key_file: ssh.key }),
    ...(ssh.sudo || ssh.user !== 'root' ? { ansible_become: ssh.sudo } : {}),
  };
}

/** What a host needs beyond the variables of all hosts. */
export function ownSshVariables(ssh: SshSettings, common: SshSettings): Record<string, unknown> {
  return {
    ...(ssh.user === common.user ? {} : { ansible_user: ssh.user }),
    ...(ssh.port === common.port ? {} : { ansible_port: ssh.port }),
    ...(ssh.key === common.key || ssh.key === undefined ? {} : { ansible_ssh_private_key_file: ssh.key }),
    ...(ssh.sudo === common.sudo ? {} : { ansible_become: ssh.sudo }),
  };
}
