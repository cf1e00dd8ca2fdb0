import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Command, CommanderError } from 'commander';
import { printable } from '../../core/shell/printable.ts';
import type { RunVerb } from './commands/command.ts';
import { processOutput } from './output.ts';
import { programRoot } from './programRoot.ts';
import { type Verb, verbs } from './verbs.ts';

const run: RunVerb = async (options, verb) => {
  const output = processOutput(options.json === true);
  try {
    const { createShellCaller } = await import('./createShell.ts');
    const caller = createShellCaller({ acceptNewHostKeys: options.acceptNewHostKeys === true });
    process.exitCode = await verb({ caller, output }, options);
  } catch (thrown) {
    const { exitCodes, problemOf } = await import('./exitCode.ts');
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
  .enablePositionalOptions()
  .showHelpAfterError('Add --help to see how it is used.');
for (const verb of verbs) {
  if (isAskedFor(verb)) (await verb.load())(program, run);
  else program.addCommand(listed(verb));
}
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

/** Whether a verb is the one on the command line, or the one that `help` is asked about. */
function isAskedFor({ name }: Verb): boolean {
  const [first, second] = process.argv.slice(2).filter((word) => !word.startsWith('-'));
  return name === first || (first === 'help' && name === second);
}

/** A verb as a line of the list. */
function listed({ name, takes, about }: Verb): Command {
  const command = new Command(name).description(about);
  for (const argument of takes?.split(' ').filter(Boolean) ?? []) command.argument(argument);
  if (takes === undefined) command.command('one of its own verbs', { hidden: true });
  return command;
}

/** All commands that do something: not those that only hold others. */
function everyCommand(command: Command): Command[] {
  const isGroup = command.commands.length > 0 && command.registeredArguments.length === 0;
  return [...(isGroup ? [] : [command]), ...command.commands.flatMap(everyCommand)];
}
