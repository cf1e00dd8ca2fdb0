import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Command, CommanderError } from 'commander';
import { printable } from '../../core/operations/printable.ts';
import { addBundle } from './commands/bundle.ts';
import type { AddCommand, RunVerb } from './commands/command.ts';
import { addDeploy } from './commands/deploy.ts';
import { addDestroy } from './commands/destroy.ts';
import { addDr } from './commands/dr.ts';
import { addExport } from './commands/export.ts';
import { addImport } from './commands/import.ts';
import { addLab } from './commands/lab.ts';
import { addNew } from './commands/new.ts';
import { addPreflight } from './commands/preflight.ts';
import { addRender } from './commands/render.ts';
import { addSecret } from './commands/secret.ts';
import { addServe } from './commands/serve.ts';
import { addSimulate } from './commands/simulate.ts';
import { addStatus } from './commands/status.ts';
import { addTiming } from './commands/timing.ts';
import { addValidate } from './commands/validate.ts';
import { createShellCaller, programRoot } from './createShell.ts';
import { exitCodes, problemOf } from './exitCode.ts';
import { processOutput } from './output.ts';

const verbs: readonly AddCommand[] = [
  addNew,
  addValidate,
  addTiming,
  addSimulate,
  addRender,
  addPreflight,
  addDeploy,
  addStatus,
  addDestroy,
  addDr,
  addExport,
  addImport,
  addSecret,
  addServe,
  addBundle,
  addLab,
];

const run: RunVerb = async (options, verb) => {
  const output = processOutput(options.json === true);
  const caller = createShellCaller({ acceptNewHostKeys: options.acceptNewHostKeys === true });
  try {
    process.exitCode = await verb({ caller, output }, options);
  } catch (thrown) {
    const problem = problemOf(thrown);
    if (problem === undefined) throw thrown;
    output.log(problem.message);
    if (output.json)
      output.result({ error: { code: problem.code, message: problem.message, details: problem.details } }, () => '');
    process.exitCode = exitCodes[problem.kind];
  }
};

// A reader that has seen enough (`| head -1`) closes the pipe: no reason for a stack trace.
for (const stream of [process.stdout, process.stderr]) {
  stream.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code === 'EPIPE') process.exit();
    throw error;
  });
}

const program = new Command('quorate')
  .description('Plan, prove, deploy and watch a PostgreSQL high-availability cluster.')
  .version(programVersion())
  .exitOverride()
  .showHelpAfterError('Add --help to see how it is used.');
for (const add of verbs) add(program, run);
for (const command of everyCommand(program)) {
  command
    .exitOverride()
    .option('--json', 'print one JSON document on standard output and nothing else')
    .option('--yes', 'answer every confirmation with yes')
    .option('--accept-new-host-keys', 'store host keys seen for the first time; a changed key is refused all the same');
}

try {
  await program.parseAsync();
} catch (thrown) {
  // Commander has said what was wrong; help and version end with 0.
  process.exitCode = thrown instanceof CommanderError ? (thrown.exitCode === 0 ? 0 : 2) : reportFault(thrown);
}

/** A fault of the program itself: a sentence for a person, and the details for whoever mends it. */
function reportFault(thrown: unknown): number {
  const error = thrown instanceof Error ? thrown : new Error(String(thrown));
  const details =
    process.env['QUORATE_DEBUG'] === undefined
      ? 'Set QUORATE_DEBUG=1 to see where, and report it with that text.'
      : error.stack;
  process.stderr.write(
    `This is a fault of the program, not of your input: ${printable(error.message, 500)}\n${details}\n`,
  );
  return 1;
}

function programVersion(): string {
  const manifest = JSON.parse(readFileSync(join(programRoot, 'package.json'), 'utf8')) as { version: string };
  return manifest.version;
}

/** All commands that do something: those without commands of their own. */
function everyCommand(command: Command): Command[] {
  return command.commands.length === 0 ? [command] : command.commands.flatMap(everyCommand);
}
