import { say } from '../wording/phrase.ts';
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
        say`The mode zero-loss and rpo ${rpoBytes} bytes contradict each other: replication would be asynchronous.`,
        [
          fixOf(say`Lose nothing: take rpo out`, [['objectives', 'rpo'], undefined]),
          fixOf(say`Accept the loss: set the mode custom`, [['objectives', 'mode'], 'custom']),
        ],
      );
    const { strict, enabled } = plan.patroni.synchronous;
    if (strict && !enabled)
      report(
        'warning',
        ['patroni', 'synchronous', 'strict'],
        say`Strict synchronous commit has no effect with rpo ${rpoBytes} bytes: replication is asynchronous.`,
        [
          fixOf(say`Set rpo 0`, [['objectives', 'rpo'], 0]),
          fixOf(say`Take strict out`, [['patroni', 'synchronous', 'strict'], undefined]),
        ],
      );
  },
);
