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

/** What a person may say about the proof of a change. */
export interface ProofChoices {
  readonly confirm?: string;
  readonly probe?: true;
}

/** Adds `--confirm` and `--probe`. */
export function addProofChoices(command: Command): Command {
  return command
    .option('--confirm <name>', "the plan's name: go on although a loss would need somebody meanwhile")
    .option('--probe', 'write and read as a client while a running cluster is changed, and say what was noticed');
}

/** These as the router takes them. */
export function proofOf({ confirm, probe }: ProofChoices): { probe: boolean; confirmed?: string } {
  return { probe: probe === true, ...(confirm === undefined ? {} : { confirmed: confirm }) };
}

/** The choices as the router takes them. */
export function choicesOf({ takeLock, without }: HostChoices): { takeLock: boolean; without: string[] } {
  return { takeLock: takeLock === true, without: [...without] };
}
