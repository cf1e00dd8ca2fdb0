import { writtenParameters } from '../plan/postgresOf.ts';
import { type Phrase, say } from '../wording/phrase.ts';
import { defineRule, fixOf } from './defineRule.ts';

const byPatroni = say`Patroni sets it itself`;
const byFiles = say`it follows from where the files are put`;
const byTls = say`it follows from security.tls`;
const byStandby = say`it follows from standbyOf`;

/** Parameters that a plan cannot set, and who does. */
const owners: ReadonlyMap<string, Phrase> = new Map([
  ['synchronous_standby_names', say`Patroni writes it as standbys come and go; rpo 0 and patroni.synchronous decide`],
  ['synchronized_standby_slots', byPatroni],
  ['primary_conninfo', byPatroni],
  ['primary_slot_name', byPatroni],
  ['cluster_name', byPatroni],
  ['hot_standby', byPatroni],
  ['wal_log_hints', byPatroni],
  ['listen_addresses', say`it follows from the addresses of the hosts`],
  ['port', say`postgres.port sets it`],
  ['archive_cleanup_command', byPatroni],
  ['restore_command', byPatroni],
  ['promote_trigger_file', byPatroni],
  ['recovery_end_command', byPatroni],
  ['recovery_min_apply_delay', byStandby],
  ['config_file', byFiles],
  ['data_directory', byFiles],
  ['external_pid_file', byFiles],
  ['hba_file', byFiles],
  ['ident_file', byFiles],
  ['unix_socket_directories', byFiles],
  ['ssl', byTls],
  ['ssl_ca_file', byTls],
  ['ssl_cert_file', byTls],
  ['ssl_key_file', byTls],
  ['ssl_passphrase_command', byTls],
]);

/** Who sets a parameter in the plan's place; undefined where the plan may set it. */
export function parameterOwner(name: string): Phrase | undefined {
  const folded = name.toLowerCase();
  return owners.get(folded) ?? (folded.startsWith('recovery_target') ? byPatroni : undefined);
}

/** What Patroni or this program sets is left to them. */
export const parametersOwned = defineRule(
  {
    id: 'parameters-owned',
    title: 'Parameters that Patroni owns are left to it',
    reference: 'Patroni docs/patroni_configuration: PostgreSQL parameters controlled by Patroni',
  },
  (plan, report) => {
    for (const { name, path } of writtenParameters(plan)) {
      const owner = parameterOwner(name);
      if (owner === undefined) continue;
      report('error', path, say`The plan cannot set ${name.toLowerCase()}: ${owner}.`, [
        fixOf(say`Take it out`, [path, undefined]),
      ]);
    }
  },
);
