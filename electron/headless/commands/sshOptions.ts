import type { Command } from 'commander';

/** How hosts that stand in no plan are reached. */
export interface SshOptions {
  readonly user: string;
  readonly port: string;
  readonly key?: string;
  readonly jump?: string;
  readonly sudo?: true;
}

/** Adds the options. @param option the one that names the hosts, for the help */
export function addSshOptions(command: Command, option: string): Command {
  return command
    .option('--user <name>', `login on the hosts of ${option}`, 'root')
    .option('--port <number>', `port of SSH on the hosts of ${option}`, '22')
    .option('--key <file>', `private key for the hosts of ${option}`)
    .option('--jump <host>', `jump host for those of ${option}: [user@]host[:port]`)
    .option('--sudo', 'use sudo there; default: unless the login is root');
}

/** The options as a plan has them. */
export function sshOf({ user, port, key, jump, sudo }: SshOptions) {
  return {
    user,
    port: Number(port),
    ...(key === undefined ? {} : { key }),
    ...(jump === undefined ? {} : { jump }),
    ...(sudo === undefined ? {} : { sudo }),
  };
}
