import type { Host } from '../../plan/plan.ts';
import { type Phrase, type PhraseValue, say } from '../../wording/phrase.ts';
import { type Check, pass, resultOf } from '../observation.ts';

/** Every host answered over SSH with a known host key and an accepted login. */
export const reachable: Check = {
  id: 'ssh',
  title: 'SSH login and host key',
  run: (input) =>
    input.hosts.map((host) =>
      resultOf(
        'ssh',
        host.host,
        host.reached
          ? pass(say`logged in`, say`SSH works and the host key is known.`)
          : {
              result: 'fail',
              measured: codes[host.code] ?? host.code,
              message: host.said,
              fix: sshFix(
                host.code,
                input.plan.hosts.find((one) => one.name === host.host),
              ),
            },
      ),
    ),
};

const codes: Readonly<Record<string, Phrase>> = {
  unreachable: say`unreachable`,
  'auth-failed': say`auth-failed`,
  'host-key-unknown': say`host-key-unknown`,
  'host-key-changed': say`host-key-changed`,
  'sudo-needs-password': say`sudo-needs-password`,
  'sudo-refused': say`sudo-refused`,
  timeout: say`timeout`,
  lost: say`lost`,
};

function sshFix(code: string, host: Host | undefined): PhraseValue {
  const address = host?.address ?? 'HOST';
  if (code === 'auth-failed')
    return say`ssh-copy-id ${host?.ssh.user ?? 'root'}@${address}   # or set ssh.user and ssh.key in the plan`;
  if (code === 'host-key-changed') return say`ssh-keygen -R ${address}   # only after you know why the key changed`;
  if (code === 'host-key-unknown')
    return say`quorate preflight --accept-new-host-keys, after comparing the fingerprint`;
  return say`ping ${address}   # then check its power, its network and a firewall in front of SSH`;
}
