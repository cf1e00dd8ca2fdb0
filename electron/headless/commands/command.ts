import type { Command } from 'commander';
import type { Caller } from '../../api/router.ts';
import type { Output } from '../output.ts';

/** What a verb needs to run. */
export interface Shell {
  readonly caller: Caller;
  readonly output: Output;
}

/** Options that every verb has. */
export interface CommonOptions {
  readonly json?: true;
  readonly yes?: true;
  readonly acceptNewHostKeys?: true;
}

/**
 * Runs a verb: makes the shell from its options and turns the returned number into the exit code.
 * The verb returns 0 (done), 1 (the answer is no), 2 (unreadable plan) or 3 (hosts could not be reached); problems are thrown.
 */
export type RunVerb = <Options extends CommonOptions>(
  options: Options,
  verb: (shell: Shell, options: Options) => Promise<0 | 1 | 2 | 3>,
) => Promise<void>;

/** Adds one verb to the program. */
export type AddCommand = (program: Command, run: RunVerb) => void;
