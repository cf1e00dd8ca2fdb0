import { defineRule, fixOf } from './defineRule.ts';

/** Mode and values of the objectives say the same. */
export const objectivesMode = defineRule(
  {
    id: 'objectives-mode',
    title: 'The mode zero-loss and the recovery point objective agree',
    reference: 'Patroni docs/replication_modes: only synchronous_mode loses nothing; it is on when rpo is 0',
  },
  (plan, report) => {
    const { mode, rpoBytes } = plan.objectives;
    if (mode === 'zero-loss' && rpoBytes > 0)
      report(
        'error',
        ['objectives', 'rpo'],
        `The mode zero-loss and rpo ${rpoBytes} bytes contradict each other: replication would be asynchronous.`,
        [
          fixOf('Lose nothing: take rpo out', [['objectives', 'rpo'], undefined]),
          fixOf('Accept the loss: set the mode custom', [['objectives', 'mode'], 'custom']),
        ],
      );
    const { strict, enabled } = plan.patroni.synchronous;
    if (strict && !enabled)
      report(
        'warning',
        ['patroni', 'synchronous', 'strict'],
        `Strict synchronous commit has no effect with rpo ${rpoBytes} bytes: replication is asynchronous.`,
        [
          fixOf('Set rpo 0', [['objectives', 'rpo'], 0]),
          fixOf('Take strict out', [['patroni', 'synchronous', 'strict'], undefined]),
        ],
      );
  },
);
