import { existsSync } from 'node:fs';
import { homedir, userInfo } from 'node:os';
import { join } from 'node:path';
import type { Host, Plan, SshSettings } from '../../../core/plan/plan.ts';
import type { Secret } from '../secrets/secret.ts';
import { HostKeys, type NewHostKey } from '../ssh/hostKeys.ts';
import { HostPool } from '../ssh/hostPool.ts';
import { knownHostsFile } from '../ssh/knownHosts.ts';
import type { SshAuth, SshTarget } from '../ssh/sshTarget.ts';

/** Credentials that are neither in the plan nor in a key file. */
export interface Credentials {
  /** Of the hosts. */
  readonly sshPassword?: Secret;
  /** Of the jump hosts: they are other people's machines as often as not, and never see the hosts' password. */
  readonly jumpPassword?: Secret;
  readonly keyPassphrase?: Secret;
  readonly sudoPassword?: Secret;
}

/** How hosts are reached: whom to ask about new host keys, and with what to log in. */
export interface Access {
  readonly confirmHostKey: (key: NewHostKey) => Promise<boolean>;
  /** Stores keys seen for the first time without asking. A changed key is refused all the same. */
  readonly acceptNewHostKeys: boolean;
  readonly credentials: Credentials;
}

/** The hosts of a plan, ready to be connected to. */
export interface PlanHosts {
  readonly pool: HostPool;
  /** In the plan's order. */
  readonly targets: readonly SshTarget[];
  /** @throws RangeError for a name that is no host of the plan */
  target(hostName: string): SshTarget;
  /** How to reach a host that is not in the plan: one that left it. */
  targetFor(host: Host): SshTarget;
}

/**
 * Prepares the connections to all hosts of a plan; nothing is connected yet.
 * @param directory the project's folder, which keeps the known host keys
 * @param patience `short` for watching: a silent host is to be noticed within seconds, not to be waited for
 */
export function openHosts(
  plan: Plan,
  directory: string,
  access: Access,
  patience: 'usual' | 'short' = 'usual',
): PlanHosts {
  const hostKeys = new HostKeys(join(directory, knownHostsFile), {
    confirm: access.confirmHostKey,
    acceptNew: access.acceptNewHostKeys,
  });
  const targets = plan.hosts.map((host) => targetOf(host, access.credentials));
  const byName = new Map(targets.map((target) => [target.name, target]));
  return {
    pool: new HostPool({
      hostKeys,
      ...(patience === 'short' ? { handshakeTimeoutSeconds: 4, keepAliveSeconds: 2 } : {}),
    }),
    targets,
    targetFor: (host) => targetOf(host, access.credentials),
    target(hostName) {
      const target = byName.get(hostName);
      if (target === undefined) throw new RangeError(`${hostName} is no host of the plan`);
      return target;
    },
  };
}

function targetOf(host: Host, credentials: Credentials): SshTarget {
  const auth = authOf(host.ssh, credentials, credentials.sshPassword);
  const { user, port, sudo, jump } = host.ssh;
  return {
    name: host.name,
    address: host.address,
    port,
    user,
    auth,
    sudo,
    ...(credentials.sudoPassword === undefined ? {} : { sudoPassword: credentials.sudoPassword }),
    ...(jump === undefined ? {} : { jump: jumpTarget(jump, authOf(host.ssh, credentials, credentials.jumpPassword)) }),
  };
}

/** Names of the keys that OpenSSH tries by itself, in its order. */
const defaultKeys = ['id_ed25519', 'id_ecdsa', 'id_rsa'];

function authOf(ssh: SshSettings, credentials: Credentials, password: Secret | undefined): SshAuth {
  const keyPath =
    ssh.key?.replace(/^~(?=\/)/, homedir()) ??
    defaultKeys.map((name) => join(homedir(), '.ssh', name)).find((path) => existsSync(path));
  return {
    ...(keyPath === undefined ? {} : { keyPath }),
    ...(credentials.keyPassphrase === undefined ? {} : { passphrase: credentials.keyPassphrase }),
    ...(password === undefined ? {} : { password }),
    agent: process.env['SSH_AUTH_SOCK'] !== undefined,
  };
}

/** `[user@]host[:port]`, as OpenSSH's ProxyJump; an IPv6 address stands in brackets. The rules have judged its form. */
function jumpTarget(jump: string, auth: SshAuth): SshTarget {
  const match = /^(?:([^@]+)@)?(?:\[([^\]]+)\]|([^:]+))(?::(\d+))?$/.exec(jump);
  const address = match?.[2] ?? match?.[3] ?? jump;
  return {
    name: `jump host ${address}`,
    address,
    port: match?.[4] === undefined ? 22 : Number(match[4]),
    user: match?.[1] ?? userInfo().username,
    auth,
    sudo: false,
  };
}
