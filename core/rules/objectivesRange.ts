import { say } from '../wording/phrase.ts';
import { defineRule, fixOf } from './defineRule.ts';

const leastRto = 5;
const maxRto = 3600;
const leastRpo = 65_536;
const maxRpo = 1024 ** 3;

/** Objectives that a cluster of these components can mean. */
export const objectivesRange = defineRule(
  {
    id: 'objectives-range',
    title: 'The objectives are within reach and meaningful',
    reference: 'Production checklist: rto 15 to 60 s for the network at hand; pg_rpo becomes maximum_lag_on_failover',
  },
  (plan, report) => {
    const { rtoSeconds: rto, rpoBytes: rpo } = plan.objectives;
    const path = ['objectives', 'rto'];
    if (rto < leastRto || rto > maxRto)
      report(
        'error',
        path,
        rto < leastRto
          ? say`A recovery time objective of ${rto} s is outside ${leastRto} to ${maxRto} s: no lease can be that short.`
          : say`A recovery time objective of ${rto} s is outside ${leastRto} to ${maxRto} s: nothing would fail over for an hour.`,
        [fixOf(say`Set rto ${rto < leastRto ? 30 : 60} s`, [path, rto < leastRto ? 30 : 60])],
      );
    else if (rto < 15)
      report(
        'warning',
        path,
        say`A recovery time objective of ${rto} s is below 15 s: a short pause of the network, a disk or a virtual machine already causes a failover.`,
        [fixOf(say`Set rto 15 s`, [path, 15])],
      );
    else if (rto > 120)
      report(
        'warning',
        path,
        say`A recovery time objective of ${rto} s is above 120 s: a lost primary stays unnoticed for minutes.`,
        [fixOf(say`Set rto 120 s`, [path, 120])],
      );
    if (rpo > 0 && rpo < leastRpo)
      report(
        'warning',
        ['objectives', 'rpo'],
        say`A recovery point objective of ${rpo} bytes is less than replicas lag in normal work: none of them could be promoted.`,
        [
          fixOf(say`Set rpo 64 KiB`, [['objectives', 'rpo'], '64KiB']),
          fixOf(say`Lose nothing: set rpo 0`, [['objectives', 'rpo'], 0]),
        ],
      );
    if (rpo > maxRpo)
      report(
        'warning',
        ['objectives', 'rpo'],
        say`A recovery point objective of ${rpo} bytes lets a replica be promoted that has lost more than 1 GiB of WAL.`,
        [fixOf(say`Set rpo 1 MiB`, [['objectives', 'rpo'], '1MiB'])],
      );
  },
);
