import type { Command } from 'commander';

/** What a person may say about the hosts of a change. */
export interface HostChoices {
  readonly takeLock?: true;
  readonly without: readonly string[];
}

/** Adds `--take-lock` and `--without`. */
export function addHostChoices(command: Command): Command {
  return addTakeLock(command).option(
    '--without <host>',
    'leave a host out, such as one that is dead; may be given again for further hosts',
    (host: string, before: readonly string[]) => [...before, host],
    [],
  );
}

/** Adds `--take-lock`. */
export function addTakeLock(command: Command): Command {
  return command.option('--take-lock', 'take over the lock of somebody else, after asking them');
}

/** The choices as the router takes them. */
export function choicesOf({ takeLock, without }: HostChoices): { takeLock: boolean; without: string[] } {
  return { takeLock: takeLock === true, without: [...without] };
}
