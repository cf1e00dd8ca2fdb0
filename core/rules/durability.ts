import { writtenPostgres } from '../plan/postgresOf.ts';
import { type Phrase, say } from '../wording/phrase.ts';
import { defineRule, fixOf } from './defineRule.ts';
import type { Severity } from './finding.ts';

/** Settings that give back what replication and crash recovery promise. */
export const durability = defineRule(
  {
    id: 'durability',
    title: 'No parameter breaks recovery, replication or the objectives',
    reference: 'PostgreSQL documentation, 19.5 Write Ahead Log and 19.6 Replication',
  },
  (plan, report) => {
    for (const { postgres, path: place } of writtenPostgres(plan)) {
      const { parameters = {} } = postgres;
      const refuse = (name: string, severity: Severity, bad: boolean, why: Phrase) => {
        if (!bad) return;
        const path = [...place, 'parameters', name];
        report(severity, path, say`${name} ${String(parameters[name])}: ${why}.`, [
          fixOf(say`Take it out`, [path, undefined]),
        ]);
      };
      const off = (name: string) => ['off', 'false', 'no', '0', 'local'].includes(text(parameters[name]));
      refuse(
        'fsync',
        'error',
        off('fsync'),
        say`a crash of the host can destroy the data, and replicas are built from it`,
      );
      refuse(
        'full_page_writes',
        'error',
        off('full_page_writes'),
        say`a crash of the host can leave torn pages behind`,
      );
      refuse(
        'synchronous_commit',
        plan.patroni.synchronous.enabled ? 'error' : 'warning',
        off('synchronous_commit'),
        plan.patroni.synchronous.enabled
          ? say`commits would not wait for the standby, and rpo 0 could not be kept`
          : say`commits that were acknowledged can be lost in a crash of the primary alone`,
      );
      refuse(
        'wal_level',
        'error',
        parameters.wal_level !== undefined && !['replica', 'logical'].includes(text(parameters.wal_level)),
        say`replicas need replica or logical`,
      );
      const replicas = Math.max(...plan.clusters.map((cluster) => cluster.members.length)) + plan.clusters.length;
      for (const name of ['max_wal_senders', 'max_replication_slots']) {
        const value = Number(parameters[name]);
        refuse(
          name,
          'error',
          parameters[name] !== undefined && value < replicas,
          say`${replicas} are needed for replicas, standby clusters and base backups`,
        );
      }
    }
  },
);

function text(value: unknown): string {
  return String(value).trim().toLowerCase();
}
