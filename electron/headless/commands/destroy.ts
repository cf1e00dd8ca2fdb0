import { stillThere } from '../../../core/health/leftOut.ts';
import { Problem } from '../../../core/problem.ts';
import { phraseText } from '../../../core/wording/phrase.ts';
import { confirmTyped, interactive } from '../prompt.ts';
import type { AddCommand, CommonOptions } from './command.ts';
import { addHostChoices, choicesOf, type HostChoices } from './hostChoices.ts';
import { watched } from './watched.ts';

interface DestroyOptions extends CommonOptions, HostChoices {}

/** `quorate destroy`: removes exactly what was installed, data included. */
export const addDestroy: AddCommand = (program, run) => {
  const command = program
    .command('destroy')
    .description('remove what was installed from the hosts: services, data, files, packages')
    .argument('<plan>', 'plan file');
  addHostChoices(command).action((planFile: string, options: DestroyOptions) =>
    run(options, async ({ caller, output }) => {
      if (options.yes !== true) {
        const { name, clusters, ...plan } = await caller.plan.summary({ planFile });
        const hosts = plan.hosts.filter((host) => !options.without.includes(host));
        if (!interactive())
          throw new Problem(
            'not-confirmed',
            'usage',
            'Nobody can be asked here: give --yes to remove the deployment with its data.',
          );
        const question = `This removes the clusters ${clusters.join(', ')} with all their data from ${hosts.join(', ')}. It cannot be undone.`;
        if (!(await confirmTyped(question, name))) throw new Problem('not-confirmed', 'no', 'Nothing was changed.');
      }
      const stream = await caller.procedures.destroy({ planFile, ...choicesOf(options) });
      const result = await watched(output, stream);
      const { ok, changed, seconds, roundTrips, steps, refusals, failures, checks, without } = result;
      output.result({ ok, changed, seconds, roundTrips, steps, refusals, failures, checks, without }, () =>
        [
          ...refusals.map((one) => `refused: ${one.message}`),
          ok
            ? changed
              ? `Removed in ${seconds.toFixed(1)} s.`
              : 'Nothing was there to remove.'
            : 'Not removed. Run it again after mending the cause.',
          ...(ok ? without.map(leftBehindText) : []),
        ].join('\n'),
      );
      return ok ? 0 : 1;
    }),
  );
};

function leftBehindText(host: string): string {
  return `${host} was left out: ${phraseText(stillThere)}.`;
}
