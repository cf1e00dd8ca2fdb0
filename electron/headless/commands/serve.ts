import { createInterface } from 'node:readline';
import { InvalidArgumentError } from 'commander';
import { createShellContext } from '../createShell.ts';
import { browserOpener, openBrowser } from '../serve/openBrowser.ts';
import { serveWizard } from '../serve/serveWizard.ts';
import type { AddCommand, CommonOptions } from './command.ts';

interface ServeOptions extends CommonOptions {
  readonly port: number;
  readonly open?: true;
  readonly project?: string;
}

/** `quorate serve`: the wizard for a browser on this machine, until it is interrupted. */
export const addServe: AddCommand = (program, run) => {
  program
    .command('serve')
    .description('serve the wizard to a browser on this machine, until interrupted')
    .option('--port <number>', 'port on 127.0.0.1; default: any free one', parsePort, 0)
    .option('--open', 'open it in the browser, where there is one')
    .option('--project <name>', 'open this project at once')
    .action((options: ServeOptions) =>
      run(options, async ({ output }) => {
        const context = createShellContext({
          acceptNewHostKeys: options.acceptNewHostKeys === true,
          interactive: false,
        });
        const server = await serveWizard(context, options.port, options.project);
        const address = server.newAddress();
        output.result(
          { url: address, port: server.port },
          () => `Open this address, which is good for one page once:\n\n    ${address}\n`,
        );
        let tidy = async () => {};
        if (options.open) {
          const opener = browserOpener();
          if ('command' in opener) tidy = await openBrowser(opener.command, address);
          else output.log(`No browser was opened: ${opener.missing}.`);
        }
        const lines = process.stdin.isTTY === true ? createInterface({ input: process.stdin }) : undefined;
        if (lines !== undefined) output.log('Press Enter for a new address, Ctrl-C to end.');
        lines?.on('line', () => output.log(`    ${server.newAddress()}`));
        await new Promise<void>((resolve) => {
          for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, resolve);
          lines?.once('SIGINT', resolve);
        });
        lines?.close();
        await tidy();
        await server.close();
        return 0;
      }),
    );
};

function parsePort(value: string): number {
  const port = Number(value);
  if (!Number.isInteger(port) || port < 0 || port > 65_535)
    throw new InvalidArgumentError('A port is a number from 0 (any free one) to 65535.');
  return port;
}
