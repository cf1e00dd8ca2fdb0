import { Problem } from '../../../core/problem.ts';
import type { SwitchoverProspect } from '../../../core/procedures/switchoverProspect.ts';
import { agreedTo } from '../prompt.ts';
import type { AddCommand, CommonOptions } from './command.ts';
import { addProofChoices, addTakeLock, type ProofChoices, proofOf } from './hostChoices.ts';
import { watched } from './watched.ts';

interface SwitchoverOptions extends CommonOptions, ProofChoices {
  readonly cluster?: string;
  readonly takeLock?: true;
}

/** `quorate switchover`: hands the leadership to another member, on purpose and without loss. */
export const addSwitchover: AddCommand = (program, run) => {
  const command = program
    .command('switchover')
    .description('hand the leadership to another member, on purpose and without loss')
    .argument('<plan>', 'plan file')
    .argument('[member]', 'member that shall lead; default: the synchronous one, or the one with the least to catch up')
    .option('--cluster <name>', 'the cluster; not needed when there is one, or with a member');
  addProofChoices(addTakeLock(command)).action(
    (planFile: string, member: string | undefined, options: SwitchoverOptions) =>
      run(options, async ({ caller, output }) => {
        const prospect = await caller.procedures.switchoverProspect({
          planFile,
          ...(options.cluster === undefined ? {} : { cluster: options.cluster }),
          ...(member === undefined ? {} : { member }),
        });
        const { cluster, predicted } = prospect;
        const { from, to } = choiceOf(prospect, member);
        if (from !== to) {
          const question = `${to} takes the lead of ${cluster} from ${from}. Writes stop for about ${predicted.typicalSeconds} s (${predicted.minSeconds} to ${predicted.worstSeconds} s), and open transactions are cut off.`;
          await agreedTo(question, options.yes, ' Hand over?');
        }
        const takeLock = options.takeLock === true;
        const order = { planFile, cluster, leader: from, candidate: to, takeLock, ...proofOf(options) };
        const result = await watched(output, await caller.procedures.switchover(order));
        output.result({ ok: true, ...result, cluster, from, to, predicted }, () =>
          result.changed
            ? `${to} leads ${cluster}; Patroni took ${result.seconds.toFixed(1)} s.`
            : `Nothing to change: ${to} leads ${cluster} already.`,
        );
        return 0;
      }),
  );
};

/** @throws Problem `switchover-no-leader`, `switchover-no-candidate` (no) */
function choiceOf({ cluster, leader, candidates }: SwitchoverProspect, member: string | undefined) {
  if (leader === null)
    throw new Problem(
      'switchover-no-leader',
      'no',
      `Nobody leads ${cluster} on a host that answers, so nothing can be handed over. Look at quorate status first.`,
    );
  const to = member ?? candidates[0];
  if (to === undefined)
    throw new Problem(
      'switchover-no-candidate',
      'no',
      `No replica of ${cluster} runs and may lead. Look at quorate status first.`,
    );
  if (to !== leader && !candidates.includes(to))
    throw new Problem(
      'switchover-no-candidate',
      'no',
      `${to} cannot take over: it does not run, or the plan keeps it from leading. ${candidates.length === 0 ? 'No other member can either' : `These can: ${candidates.join(', ')}`}.`,
    );
  return { from: leader, to };
}
