import { writtenPostgres } from '../plan/postgresOf.ts';
import { say } from '../wording/phrase.ts';
import { defineRule, fixOf } from './defineRule.ts';

/** WAL that is kept for a dead replica ends somewhere, or it ends with a full disk and a stopped primary. */
export const slotWalBound = defineRule(
  {
    id: 'slot-wal-bound',
    title: 'WAL kept for dead slots is bounded',
    reference: 'PostgreSQL 13 and later: max_slot_wal_keep_size; -1 keeps WAL without limit',
  },
  (plan, report) => {
    for (const { postgres, path: place } of writtenPostgres(plan)) {
      const value = postgres.parameters?.max_slot_wal_keep_size;
      if (value === undefined || !/^\s*-/.test(String(value))) continue;
      const path = [...place, 'parameters', 'max_slot_wal_keep_size'];
      report(
        'warning',
        path,
        say`max_slot_wal_keep_size ${String(value)} keeps WAL without limit: the slot of a dead replica fills the disk of the primary, which then stops.`,
        [fixOf(say`Take it out: the template sets a bound`, [path, undefined])],
      );
    }
  },
);
