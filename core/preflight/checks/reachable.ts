import type { Host } from '../../plan/plan.ts';
import type { Check } from '../observation.ts';

/** Every host answered over SSH with a known host key and an accepted login. */
export const reachable: Check = {
  id: 'ssh',
  title: 'SSH login and host key',
  run: (input) =>
    input.hosts.map((host) =>
      host.reached
        ? {
            id: 'ssh',
            host: host.host,
            result: 'pass',
            measured: 'logged in',
            message: 'SSH works and the host key is known.',
            fix: null,
          }
        : {
            id: 'ssh',
            host: host.host,
            result: 'fail',
            measured: host.code,
            message: host.message,
            fix: sshFix(
              host.code,
              input.plan.hosts.find((one) => one.name === host.host),
            ),
          },
    ),
};

function sshFix(code: string, host: Host | undefined): string {
  const address = host?.address ?? 'HOST';
  if (code === 'auth-failed')
    return `ssh-copy-id ${host?.ssh.user ?? 'root'}@${address}   # or set ssh.user and ssh.key in the plan`;
  if (code === 'host-key-changed') return `ssh-keygen -R ${address}   # only after you know why the key changed`;
  if (code === 'host-key-unknown') return 'quorate preflight --accept-new-host-keys, after comparing the fingerprint';
  return `ping ${address}   # then check its power, its network and a firewall in front of SSH`;
}
