import { Problem } from '../../../core/problem.ts';
import { resultOf } from '../../api/streamed.ts';
import { confirmTyped, interactive } from '../prompt.ts';
import type { AddCommand, CommonOptions } from './command.ts';
import { eventText } from './deployText.ts';

interface DestroyOptions extends CommonOptions {
  readonly takeLock?: true;
}

/** `quorate destroy`: removes exactly what was installed, data included. */
export const addDestroy: AddCommand = (program, run) => {
  program
    .command('destroy')
    .description('remove what was installed from the hosts: services, data, files, packages')
    .argument('<plan>', 'plan file')
    .option('--take-lock', 'take over the lock of somebody else, after asking them')
    .action((planFile: string, options: DestroyOptions) =>
      run(options, async ({ caller, output }) => {
        if (options.yes !== true) {
          const { name, hosts, clusters } = await caller.plan.summary({ planFile });
          if (!interactive())
            throw new Problem(
              'not-confirmed',
              'usage',
              'Nobody can be asked here: give --yes to remove the deployment with its data.',
            );
          const question = `This removes the clusters ${clusters.join(', ')} with all their data from ${hosts.join(', ')}. It cannot be undone.`;
          if (!(await confirmTyped(question, name))) throw new Problem('not-confirmed', 'no', 'Nothing was changed.');
        }
        const stream = await caller.deployment.destroy({ planFile, takeLock: options.takeLock === true });
        const result = await resultOf(stream, (event) => {
          const line = eventText(event);
          if (line !== undefined) output.log(line);
        });
        const { ok, changed, seconds, roundTrips, steps, refusals, failures, checks } = result;
        output.result({ ok, changed, seconds, roundTrips, steps, refusals, failures, checks }, () =>
          [
            ...refusals.map((one) => `refused: ${one.message}`),
            ok
              ? changed
                ? `Removed in ${seconds.toFixed(1)} s.`
                : 'Nothing was there to remove.'
              : 'Not removed. Run it again after mending the cause.',
          ].join('\n'),
        );
        return ok ? 0 : 1;
      }),
    );
};
