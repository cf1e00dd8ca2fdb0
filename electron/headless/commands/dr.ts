import { Problem } from '../../../core/problem.ts';
import { confirmTyped, interactive } from '../prompt.ts';
import type { AddCommand, CommonOptions } from './command.ts';
import { watched } from './watched.ts';

interface DrOptions extends CommonOptions {
  readonly cluster?: string;
  readonly takeLock?: true;
}

interface PromoteOptions extends DrOptions {
  readonly fenced?: true;
  readonly stopPrimary?: true;
}

/** `quorate dr`: makes the standby region the writable one, and the former primary region its standby. */
export const addDr: AddCommand = (program, run) => {
  const dr = program.command('dr').description('move the writes to the standby region, and take the other region back');

  dr.command('promote')
    .description('make the standby cluster writable, once the cluster that it follows cannot take writes')
    .argument('<plan>', 'plan file; the new roles are written into it')
    .option('--cluster <name>', 'the standby cluster; not needed when there is one')
    .option('--fenced', 'hosts of the primary region that cannot be reached are off, or their clients are cut off')
    .option('--take-lock', 'take over the lock of somebody else, after asking them')
    .option('--stop-primary', 'stop the hosts of the primary region that can be reached')
    .action((planFile: string, options: PromoteOptions) =>
      run(options, async ({ caller, output }) => {
        const cluster = options.cluster === undefined ? {} : { cluster: options.cluster };
        const pair = await caller.procedures.regionPair({ planFile, ...cluster });
        const question = `${pair.standby} becomes writable, and ${pair.upstream} must never take a write again before \`quorate dr return\`: what has not arrived is lost.`;
        await confirmed(options, question, pair.standby);
        const stream = await caller.procedures.promote({
          planFile,
          ...cluster,
          fenced: options.fenced === true,
          stopPrimary: options.stopPrimary === true,
          takeLock: options.takeLock === true,
        });
        const result = await watched(output, stream);
        output.result(result, () =>
          [
            `${result.cluster} takes writes on ${result.leaderHost} since ${result.seconds.toFixed(1)} s after the order.`,
            result.lossBytes === null
              ? `${result.formerPrimary} could not be asked what had not arrived. The last transaction replayed before was committed at ${result.lastReplayedAt ?? 'an unknown time'}; anything later may be lost.`
              : `Not arrived from ${result.formerPrimary}: ${result.lossBytes} bytes of WAL.`,
            `When the other region is back: quorate dr return ${planFile}`,
          ].join('\n'),
        );
        return 0;
      }),
    );

  dr.command('return')
    .description('make the former primary region the standby of the other; what it alone has is discarded')
    .argument('<plan>', 'plan file, as the promotion left it')
    .option('--cluster <name>', 'the cluster that shall follow; not needed when there is one')
    .option('--take-lock', 'take over the lock of somebody else, after asking them')
    .action((planFile: string, options: DrOptions) =>
      run(options, async ({ caller, output }) => {
        const cluster = options.cluster === undefined ? {} : { cluster: options.cluster };
        const pair = await caller.procedures.regionPair({ planFile, ...cluster });
        const question = `${pair.standby} is stopped and follows ${pair.upstream}: what only ${pair.standby} has is discarded.`;
        await confirmed(options, question, pair.standby);
        const stream = await caller.procedures.return({ planFile, ...cluster, takeLock: options.takeLock === true });
        const result = await watched(output, stream);
        output.result(result, () =>
          [
            `${result.cluster} follows ${result.follows} after ${result.seconds.toFixed(1)} s:`,
            ...result.members.map((member) => `  ${member.host}: ${member.role}, ${member.state}`),
            `Then: quorate deploy ${planFile}`,
          ].join('\n'),
        );
        return 0;
      }),
    );
};

async function confirmed(options: CommonOptions, question: string, typed: string): Promise<void> {
  if (options.yes === true) return;
  if (!interactive()) throw new Problem('not-confirmed', 'usage', `${question} Nobody can be asked here: give --yes.`);
  if (!(await confirmTyped(question, typed))) throw new Problem('not-confirmed', 'no', 'Nothing was changed.');
}
